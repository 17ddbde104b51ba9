-- Who may open which key. Reception holds identity keys only: even with the application's help it unseals no finding.

GRANT SELECT, INSERT, DELETE ON keys_patientkey TO paravent_app;
ALTER TABLE keys_patientkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys_patientkey FORCE ROW LEVEL SECURITY;

CREATE POLICY open_identity ON keys_patientkey FOR SELECT USING (
    scope = 'identity' AND (
        patient_id = paravent_actor()
        OR (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'system'))));

CREATE POLICY open_clinical ON keys_patientkey FOR SELECT USING (
    scope = 'clinical' AND (
        patient_id = paravent_actor()
        OR patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
        OR (SELECT paravent_has_role('system'))));

CREATE POLICY make ON keys_patientkey FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('clinician', 'reception', 'system')));

-- A clinician may only let go of a provisional file, after its content moved to the right patient's.
CREATE POLICY destroy ON keys_patientkey FOR DELETE USING (
    (SELECT paravent_has_role('dpo', 'system'))
    OR (patient_id = ANY ((SELECT paravent_cared_for())::uuid[]) AND paravent_is_provisional(patient_id)));
