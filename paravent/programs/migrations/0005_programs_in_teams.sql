-- A program that acts itself comes into the teams it was registered for with the data-protection officer's approval, as its
-- role does, and goes with its end. Into any other team nobody can put it.
CREATE POLICY placed_with_an_approval ON people_membership FOR INSERT WITH CHECK (
    paravent_purpose() = 'SYSADMIN' AND (SELECT paravent_has_role('dpo'))
    AND EXISTS (SELECT FROM programs_program program
                 WHERE program.id = person_id AND program.kind = 'backend' AND team_id = ANY (program.teams)
                   AND program.approved_by = paravent_actor() AND program.registered_by <> paravent_actor()
                   AND program.revoked_at IS NULL));
CREATE POLICY left_with_a_revocation ON people_membership FOR DELETE USING (
    paravent_purpose() = 'SYSADMIN' AND (SELECT paravent_has_role('dpo'))
    AND EXISTS (SELECT FROM programs_program program WHERE program.id = person_id));
