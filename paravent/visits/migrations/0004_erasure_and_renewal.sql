-- After an erasure nothing about the patient can be read any more: then, and only then, the data-protection officer may
-- touch the rows, to take the search tokens away and to end relations, visits and links. The role is asked once a query.
CREATE POLICY scrubbed_after_erasure ON people_patient FOR UPDATE USING (
    (SELECT paravent_has_role('dpo', 'system')) AND paravent_is_erased(id));
CREATE POLICY ended_after_erasure ON people_carerelation FOR UPDATE USING (
    (SELECT paravent_has_role('dpo', 'system')) AND paravent_is_erased(patient_id));

DO $$
DECLARE
    place text;
BEGIN
    FOREACH place IN ARRAY ARRAY['records_resource', 'visits_visit', 'visits_invitation'] LOOP
        EXECUTE format($p$
            CREATE POLICY seen_after_erasure ON %I FOR SELECT USING (
                (SELECT paravent_has_role('dpo')) AND paravent_is_erased(patient_id))$p$, place);
        EXECUTE format($p$
            CREATE POLICY scrubbed_after_erasure ON %I FOR UPDATE USING (
                (SELECT paravent_has_role('dpo', 'system')) AND paravent_is_erased(patient_id))$p$, place);
    END LOOP;
    -- The installation seals a patient's content anew under a new key: the same content, at the same place.
    FOREACH place IN ARRAY ARRAY['visits_note', 'visits_summary'] LOOP
        EXECUTE format($p$
            CREATE POLICY read_to_seal_anew ON %I FOR SELECT USING ((SELECT paravent_has_role('system')))$p$, place);
    END LOOP;
    FOREACH place IN ARRAY ARRAY['records_earlier', 'visits_note', 'visits_summary', 'visits_party', 'visits_invitation'] LOOP
        EXECUTE format($p$
            CREATE POLICY sealed_anew ON %I FOR UPDATE USING ((SELECT paravent_has_role('system')))$p$, place);
    END LOOP;
END $$;
