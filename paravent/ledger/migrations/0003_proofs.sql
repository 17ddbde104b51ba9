-- Hashes, signatures of witnesses, and which details were forgotten: added, never changed.

GRANT SELECT, INSERT ON ledger_subtree, ledger_cosignature, ledger_forgotten TO paravent_app;
GRANT USAGE ON SEQUENCE ledger_cosignature_id_seq TO paravent_app;

-- The one case in which details leave: the patient's keys are destroyed, and the DPO or the installation erases.
-- plpgsql binds late: the keyring is made by a package further up.
CREATE FUNCTION paravent_keys_are_destroyed(patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN NOT EXISTS (SELECT FROM keys_patientkey WHERE patient_id = patient);
END $$;

GRANT DELETE ON ledger_detail TO paravent_app;
CREATE POLICY forget_the_erased ON ledger_detail FOR DELETE USING (
    patient_id IS NOT NULL
    AND (SELECT paravent_has_role('dpo', 'system'))
    -- The line of an erasure is what vouches for what is missing: it stays.
    AND NOT facts ? 'forgotten_digest'
    AND paravent_keys_are_destroyed(patient_id));
