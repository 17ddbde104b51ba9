-- A program that acts itself has an id among people's, a role of its own, and places in teams. It sees the patients its
-- teams care for, as long as they do: nobody's visit and no referral leads it to anybody, and no emergency does.

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
                OR (relation.team_id IN (SELECT team_id FROM people_membership WHERE person_id = paravent_actor())
                    AND NOT EXISTS (SELECT FROM people_patient patient
                                     WHERE patient.id = relation.patient_id AND patient.works_here)))
           AND (relation.why = 'emergency'
                OR NOT EXISTS (SELECT FROM people_block block
                                WHERE block.patient_id = relation.patient_id AND block.person_id = paravent_actor()
                                  AND block.starts_at <= now() AND (block.ends_at IS NULL OR block.ends_at > now()))));
END $$;

-- The rows of a program's teams, colleagues who are patients among them: the function above has to see that somebody works
-- here. Their keys stay closed, so nothing of them can be read. It names relations alone, or the policy would ask itself.
CREATE FUNCTION paravent_of_own_teams() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY (
        SELECT relation.patient_id FROM people_carerelation relation
         WHERE now() BETWEEN relation.starts_at AND relation.ends_at
           AND relation.team_id IN (SELECT team_id FROM people_membership WHERE person_id = paravent_actor()));
END $$;

-- Where clinicians and reception read everybody's (who is known here, their names, what they agreed to), a program reads
-- its teams' patients alone.
CREATE POLICY known_to_programs_of_their_team ON people_patient FOR SELECT USING (
    (SELECT paravent_has_role('program')) AND id = ANY ((SELECT paravent_of_own_teams())::uuid[]));
CREATE POLICY open_identity_to_programs ON keys_patientkey FOR SELECT USING (
    scope = 'identity' AND (SELECT paravent_has_role('program'))
    AND patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
CREATE POLICY known_to_programs_of_their_team ON consent_consent FOR SELECT USING (
    (SELECT paravent_has_role('program')) AND patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));

-- The role comes with the data-protection officer's approval of a program that somebody else registered, and from nobody else.
DROP POLICY granted_by_another ON people_rolegrant;
CREATE POLICY granted_by_another ON people_rolegrant FOR INSERT WITH CHECK (
    granted_by = paravent_actor() AND person_id <> granted_by
    AND role NOT IN ('system', 'program') AND (SELECT paravent_manages_staff()));
CREATE POLICY granted_with_an_approval ON people_rolegrant FOR INSERT WITH CHECK (
    granted_by = paravent_actor() AND role = 'program' AND (SELECT paravent_has_role('dpo'))
    AND EXISTS (SELECT FROM programs_program program
                 WHERE program.id = person_id AND program.kind = 'backend' AND program.approved_by = paravent_actor()
                   AND program.registered_by <> paravent_actor() AND program.revoked_at IS NULL));
CREATE POLICY ended_with_a_revocation ON people_rolegrant FOR UPDATE USING (
    role = 'program' AND (SELECT paravent_has_role('dpo')));
