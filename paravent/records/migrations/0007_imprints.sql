-- An imprint stands beside its document: who is shown the one is shown the other. Of a file that is closed to them, a clinician
-- is shown the imprint they ask about by its value, which only somebody with the document has; so the table tells nobody who
-- shares what with whom. DELETE takes an imprint with its document, and all of a patient at their erasure.
GRANT SELECT, INSERT, DELETE ON records_imprint TO paravent_app;
GRANT UPDATE (patient_id) ON records_imprint TO paravent_app;
ALTER TABLE records_imprint ENABLE ROW LEVEL SECURITY;
ALTER TABLE records_imprint FORCE ROW LEVEL SECURITY;

CREATE FUNCTION paravent_compare(imprint bytea) RETURNS void
LANGUAGE sql VOLATILE AS
$$ SELECT set_config('paravent.imprint', encode(imprint, 'hex'), true) $$;

CREATE FUNCTION paravent_compared() RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT decode(nullif(current_setting('paravent.imprint', true), ''), 'hex') $$;

CREATE POLICY shown_with_its_document ON records_imprint FOR SELECT USING (
    EXISTS (SELECT FROM records_resource resource WHERE resource.id = resource_id));
CREATE POLICY compared_by_its_value ON records_imprint FOR SELECT USING (
    token = paravent_compared() AND (SELECT paravent_has_role('clinician', 'system')));
CREATE POLICY kept_in_care ON records_imprint FOR INSERT WITH CHECK (
    EXISTS (SELECT FROM records_resource resource
             WHERE resource.id = resource_id AND resource.patient_id = records_imprint.patient_id)
    AND (patient_id = ANY ((SELECT paravent_cared_for())::uuid[]) OR (SELECT paravent_has_role('system'))));
CREATE POLICY moved_in_care ON records_imprint FOR UPDATE USING (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]) OR (SELECT paravent_has_role('system')));
CREATE POLICY taken_away_in_care ON records_imprint FOR DELETE USING (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]) OR (SELECT paravent_has_role('system')));
CREATE POLICY taken_away_after_erasure ON records_imprint FOR DELETE USING (
    (SELECT paravent_has_role('dpo', 'system')) AND paravent_is_erased(patient_id));

DO $$
DECLARE
    word text;
BEGIN
    FOREACH word IN ARRAY ARRAY['UPDATE', 'DELETE'] LOOP
        EXECUTE format($p$
            CREATE POLICY %I ON records_imprint AS RESTRICTIVE FOR %s
                USING (paravent_purpose() IS DISTINCT FROM 'ETREAT')$p$, 'no_' || lower(word) || '_in_an_emergency', word);
    END LOOP;
    CREATE POLICY no_insert_in_an_emergency ON records_imprint AS RESTRICTIVE FOR INSERT
        WITH CHECK (paravent_purpose() IS DISTINCT FROM 'ETREAT');
END $$;
