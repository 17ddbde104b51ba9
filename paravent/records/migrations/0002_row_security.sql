-- The file. Clinicians in a relation of care, the patient themselves (not whoever merely bears a link), the importer.
-- Reception, administrators, researchers and the data-protection officer have no policy here: they see no row.
GRANT SELECT, INSERT, UPDATE ON records_resource, records_blob TO paravent_app;
GRANT SELECT, INSERT ON records_earlier TO paravent_app;
GRANT UPDATE (patient_id, sealed) ON records_earlier TO paravent_app;

DO $$
DECLARE
    place text;
BEGIN
    FOREACH place IN ARRAY ARRAY['records_resource', 'records_earlier', 'records_blob'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', place);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', place);
        EXECUTE format($p$
            CREATE POLICY read_in_care ON %I FOR SELECT USING (
                patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
                OR (SELECT paravent_has_role('system'))
                OR (patient_id = paravent_actor() AND (SELECT paravent_bearer()) IS NULL)
                OR (patient_id = '00000000-0000-0000-0000-000000000000'
                    AND (SELECT paravent_has_role('clinician'))))$p$, place);
        EXECUTE format($p$
            CREATE POLICY written_in_care ON %I FOR INSERT WITH CHECK (
                patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
                OR (SELECT paravent_has_role('system')))$p$, place);
    END LOOP;
    FOREACH place IN ARRAY ARRAY['records_resource', 'records_blob'] LOOP
        EXECUTE format($p$
            CREATE POLICY rewritten_in_care ON %I FOR UPDATE USING (
                patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
                OR (SELECT paravent_has_role('system')))$p$, place);
    END LOOP;
END $$;

-- An earlier version never changes, except that it follows a provisional file into the right patient's.
CREATE POLICY moved_with_the_visit ON records_earlier FOR UPDATE USING (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]) AND paravent_is_provisional(patient_id))
    WITH CHECK (patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
