-- Somebody who never was has no keys either. Of them nothing may be forgotten: an erasure begins with a patient.
CREATE OR REPLACE FUNCTION paravent_keys_are_destroyed(patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM people_patient WHERE id = patient)
       AND NOT EXISTS (SELECT FROM keys_patientkey WHERE patient_id = patient);
END $$;
