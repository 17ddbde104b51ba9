-- A drill is its person's alone: nobody else who works here reads, writes or deletes one, whatever their role. The
-- installation reads them to count; what it keeps of that names a team of five people or more.
GRANT SELECT, INSERT, DELETE ON drills_drill TO paravent_app;
GRANT UPDATE (opened_at, decided_at, sealed_outcome) ON drills_drill TO paravent_app;
GRANT SELECT, INSERT ON drills_teamquarter TO paravent_app;

ALTER TABLE drills_drill ENABLE ROW LEVEL SECURITY;
ALTER TABLE drills_drill FORCE ROW LEVEL SECURITY;
ALTER TABLE drills_teamquarter ENABLE ROW LEVEL SECURITY;
ALTER TABLE drills_teamquarter FORCE ROW LEVEL SECURITY;

CREATE POLICY of_whoever_practises ON drills_drill
    USING (person_id = paravent_actor()
           AND (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'administrator', 'researcher')))
    WITH CHECK (person_id = paravent_actor());
CREATE POLICY counted_by_the_installation ON drills_drill FOR SELECT USING ((SELECT paravent_has_role('system')));

CREATE POLICY read_by_whoever_works_here ON drills_teamquarter FOR SELECT USING (
    (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'administrator', 'researcher', 'system')));
CREATE POLICY counted_by_the_installation ON drills_teamquarter FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('system')));
