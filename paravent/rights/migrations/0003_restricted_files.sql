-- A restricted file (GDPR Art. 18) is kept out of everybody's sight: a block that names nobody is about everybody. In an emergency
-- it opens, as every closed file does: that is for the vital interests of a person (Art. 18(2)).
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
                                WHERE block.patient_id = relation.patient_id AND block.person_id IN (paravent_actor(), '00000000-0000-0000-0000-000000000000')
                                  AND block.starts_at <= now() AND (block.ends_at IS NULL OR block.ends_at > now()))));
END $$;

DROP POLICY not_for_whom_the_patient_keeps_out ON people_carerelation;
CREATE POLICY not_for_whom_the_patient_keeps_out ON people_carerelation AS RESTRICTIVE FOR INSERT WITH CHECK (
    why = 'emergency'
    OR NOT EXISTS (SELECT FROM people_block block
                    WHERE block.patient_id = people_carerelation.patient_id
                      AND (block.person_id = people_carerelation.clinician_id
                           OR block.person_id = '00000000-0000-0000-0000-000000000000')
                      AND block.starts_at <= now() AND (block.ends_at IS NULL OR block.ends_at > now())));

-- Who restricts a file is the data-protection officer, and who opens it again too.
CREATE POLICY restricted_by_the_dpo ON people_block AS RESTRICTIVE FOR INSERT WITH CHECK (
    person_id <> '00000000-0000-0000-0000-000000000000' OR (SELECT paravent_has_role('dpo')));
CREATE POLICY opened_again_by_the_dpo ON people_block AS RESTRICTIVE FOR UPDATE USING (
    person_id <> '00000000-0000-0000-0000-000000000000' OR (SELECT paravent_has_role('dpo')));
