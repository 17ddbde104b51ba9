-- The installation wraps keys anew under another practice key, and gives a patient a new one. Whose it is never changes.
GRANT UPDATE (practice_key_id, wrapped) ON keys_patientkey TO paravent_app;
CREATE POLICY wrapped_anew ON keys_patientkey FOR UPDATE USING ((SELECT paravent_has_role('system')));

-- The data-protection officer destroys keys and cannot see the clinical one: it goes with the key they do see.
ALTER TABLE keys_patientkey ADD COLUMN anchor text GENERATED ALWAYS AS ('identity') STORED;
ALTER TABLE keys_patientkey ADD CONSTRAINT a_clinical_key_goes_with_the_identity_key
    FOREIGN KEY (patient_id, anchor) REFERENCES keys_patientkey (patient_id, scope) ON DELETE CASCADE;

-- Whether a patient was erased. Whoever may not see keys is told "no", never "yes".
CREATE FUNCTION paravent_is_erased(patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN paravent_has_role('dpo', 'system')
       AND EXISTS (SELECT FROM people_patient WHERE id = patient)
       AND NOT EXISTS (SELECT FROM keys_patientkey WHERE patient_id = patient AND scope = 'identity');
END $$;
