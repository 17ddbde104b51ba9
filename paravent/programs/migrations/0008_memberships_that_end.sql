-- As before, but for the teams: those in which somebody is now.
CREATE OR REPLACE FUNCTION paravent_related(VARIADIC ways text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF NOT paravent_has_role('clinician', 'program') THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY (
        SELECT relation.patient_id FROM people_carerelation relation
         WHERE now() BETWEEN relation.starts_at AND relation.ends_at
           AND relation.why = ANY (ways)
           AND (relation.why = 'emergency') = (paravent_purpose() = 'ETREAT')
           AND (relation.why <> 'referral' OR relation.made_by <> paravent_actor())
           AND (relation.clinician_id = paravent_actor()
                OR (relation.team_id = ANY ((SELECT paravent_own_teams())::uuid[])
                    AND NOT EXISTS (SELECT FROM people_patient patient
                                     WHERE patient.id = relation.patient_id AND patient.works_here)))
           AND (relation.why = 'emergency'
                OR NOT EXISTS (SELECT FROM people_block block
                                WHERE block.patient_id = relation.patient_id AND block.person_id = paravent_actor()
                                  AND block.starts_at <= now() AND (block.ends_at IS NULL OR block.ends_at > now()))));
END $$;

CREATE OR REPLACE FUNCTION paravent_of_own_teams() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY (
        SELECT relation.patient_id FROM people_carerelation relation
         WHERE now() BETWEEN relation.starts_at AND relation.ends_at
           AND relation.team_id = ANY ((SELECT paravent_own_teams())::uuid[]));
END $$;

DROP POLICY left_with_a_revocation ON people_membership;
CREATE POLICY left_with_a_revocation ON people_membership FOR UPDATE USING (
    paravent_purpose() = 'SYSADMIN' AND (SELECT paravent_has_role('dpo'))
    AND EXISTS (SELECT FROM programs_program program WHERE program.id = person_id));
