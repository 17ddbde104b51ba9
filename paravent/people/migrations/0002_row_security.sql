-- Staff, roles and teams are no patient data. Grants decide what row security shows, so the app role may end
-- a grant and add one, and never rewrite whose or which it is.
GRANT SELECT, INSERT, UPDATE ON people_staff, people_enrolment TO paravent_app;
GRANT SELECT, INSERT ON people_rolegrant, people_team TO paravent_app;
GRANT UPDATE (ends_at) ON people_rolegrant TO paravent_app;
GRANT SELECT, INSERT, DELETE ON people_membership TO paravent_app;

-- The installation itself: imports, the sample practice, retention.
INSERT INTO people_rolegrant (id, person_id, role, granted_by, starts_at)
VALUES (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'system',
        '00000000-0000-0000-0000-000000000001', now());

GRANT SELECT, INSERT, UPDATE ON people_patient, people_carerelation TO paravent_app;

ALTER TABLE people_patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_patient FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_staff_and_themselves ON people_patient FOR SELECT USING (
    id = paravent_actor() OR (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'system')));
CREATE POLICY registered_by_staff ON people_patient FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('clinician', 'reception', 'system')));
-- A guest may say their own name while the file is provisional; after that staff keep it.
CREATE POLICY corrected ON people_patient FOR UPDATE USING (
    (id = paravent_actor() AND is_provisional)
    OR (SELECT paravent_has_role('clinician', 'reception', 'system')));

ALTER TABLE people_carerelation ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_carerelation FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_those_concerned ON people_carerelation FOR SELECT USING (
    patient_id = paravent_actor()
    OR clinician_id = paravent_actor()
    OR team_id IN (SELECT team_id FROM people_membership WHERE person_id = paravent_actor())
    OR (SELECT paravent_has_role('reception', 'dpo', 'system')));
CREATE POLICY opened ON people_carerelation FOR INSERT WITH CHECK (
    made_by = paravent_actor() AND (SELECT paravent_has_role('clinician', 'reception', 'system')));
CREATE POLICY ended ON people_carerelation FOR UPDATE USING (
    clinician_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'system')));
