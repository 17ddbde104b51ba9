-- Programs are no patient data. What an administrator described stays as it was described: approving and revoking
-- are all that is ever changed about it.
GRANT SELECT, INSERT ON programs_program TO paravent_app;
GRANT UPDATE (approved_by, approved_at, revoked_by, revoked_at) ON programs_program TO paravent_app;

-- Digests: read before anybody is known. Whom a token is about is sealed. DELETE clears away what is long over.
GRANT SELECT, INSERT, DELETE ON programs_code, programs_token, programs_assertion TO paravent_app;
GRANT UPDATE (used_at) ON programs_code TO paravent_app;
GRANT UPDATE (ended_at) ON programs_token TO paravent_app;

GRANT SELECT, INSERT ON programs_mandate TO paravent_app;
GRANT UPDATE (withdrawn_at) ON programs_mandate TO paravent_app;

ALTER TABLE programs_mandate ENABLE ROW LEVEL SECURITY;
ALTER TABLE programs_mandate FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_who_gave_it ON programs_mandate FOR SELECT USING (
    person_id = paravent_actor() OR (SELECT paravent_has_role('dpo')));
-- For oneself; or for a program that acts itself, by whoever approves it.
CREATE POLICY given ON programs_mandate FOR INSERT WITH CHECK (
    person_id = paravent_actor() OR (person_id = program_id AND (SELECT paravent_has_role('dpo'))));
CREATE POLICY withdrawn ON programs_mandate FOR UPDATE USING (
    person_id = paravent_actor() OR (SELECT paravent_has_role('dpo')));

GRANT SELECT, INSERT, DELETE ON programs_launch TO paravent_app;
GRANT UPDATE (used_at) ON programs_launch TO paravent_app;

ALTER TABLE programs_launch ENABLE ROW LEVEL SECURITY;
ALTER TABLE programs_launch FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON programs_launch USING (person_id = paravent_actor());
