-- Restricted (R) opens to whoever cares for the patient by a visit or a referral, not to a team. Very restricted (V) opens to
-- whom a referral names and to its author. In an emergency both open. Each policy narrows those that are there: the relation
-- of care is asked for as before. The patient and the installation see all; after an erasure nothing is left to see.
DO $$
DECLARE
    place text;
BEGIN
    FOREACH place IN ARRAY ARRAY['records_resource', 'records_earlier', 'records_blob'] LOOP
        EXECUTE format($p$ALTER TABLE %I ADD CONSTRAINT %I CHECK (label IN ('N', 'R', 'V'))$p$, place, place || '_has_a_label');
        EXECUTE format($p$
            CREATE POLICY shown_by_its_label ON %I AS RESTRICTIVE FOR SELECT USING (
                label = 'N'
                OR patient_id = paravent_actor() OR written_by = paravent_actor()
                OR (label = 'R' AND patient_id = ANY ((SELECT paravent_related('visit', 'referral', 'emergency'))::uuid[]))
                OR (label = 'V' AND patient_id = ANY ((SELECT paravent_related('referral', 'emergency'))::uuid[]))
                OR (SELECT paravent_has_role('system', 'dpo')))$p$, place);
    END LOOP;
END $$;

-- A version that no longer counts is shown to whoever is shown the one that does: what was normal once may be restricted now.
CREATE POLICY shown_with_its_resource ON records_earlier AS RESTRICTIVE FOR SELECT USING (
    EXISTS (SELECT FROM records_resource resource WHERE resource.id = resource_id));

-- Everybody in care may write the next version, and make it stricter; only its author tells a resource to more people.
CREATE FUNCTION paravent_guard_label() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF strpos('NRV', NEW.label) < strpos('NRV', OLD.label)
       AND OLD.written_by <> paravent_actor() AND NOT paravent_has_role('system') THEN
        RAISE insufficient_privilege USING MESSAGE = 'only its author tells a resource to more people';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_label BEFORE UPDATE OF label ON records_resource
    FOR EACH ROW EXECUTE FUNCTION paravent_guard_label();
CREATE TRIGGER guard_label BEFORE UPDATE OF label ON records_blob
    FOR EACH ROW EXECUTE FUNCTION paravent_guard_label();
