-- Texts are public. A choice is the patient's: they give and withdraw it, staff see whether it holds.
GRANT SELECT, INSERT ON consent_text TO paravent_app;
GRANT SELECT, INSERT ON consent_consent TO paravent_app;
GRANT UPDATE (withdrawn_at, patient_id) ON consent_consent TO paravent_app;

ALTER TABLE consent_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent_consent FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_by_those_concerned ON consent_consent FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'system')));
CREATE POLICY given_by_the_patient ON consent_consent FOR INSERT WITH CHECK (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('system')));
CREATE POLICY withdrawn_by_the_patient ON consent_consent FOR UPDATE
    USING (patient_id = paravent_actor()) WITH CHECK (patient_id = paravent_actor());
-- A visit that turns out to be another patient's takes its consent along.
CREATE POLICY moved_with_the_visit ON consent_consent FOR UPDATE
    USING (paravent_is_provisional(patient_id) AND patient_id = ANY ((SELECT paravent_cared_for())::uuid[]))
    WITH CHECK ((SELECT paravent_has_role('clinician')));
