-- That somebody leaves is known to themselves, to administrators, and to the data-protection officer. It is noted by somebody
-- else, never rewritten and never deleted: another day is another row.
GRANT SELECT, INSERT ON people_notice TO paravent_app;
ALTER TABLE people_notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_notice FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_those_concerned ON people_notice FOR SELECT USING (
    person_id = paravent_actor() OR (SELECT paravent_has_role('administrator', 'dpo', 'system')));
CREATE POLICY noted_by_another ON people_notice FOR INSERT WITH CHECK (
    noted_by = paravent_actor() AND person_id <> paravent_actor() AND (SELECT paravent_arranges_teams()));
