-- Since when somebody is in a team was not kept until now. They joined the practice before: from then on is the longest
-- it can be, and no access of the past becomes one without a reason by this migration.
ALTER TABLE people_membership NO FORCE ROW LEVEL SECURITY;
UPDATE people_membership membership SET starts_at = staff.joined_at
  FROM people_staff staff WHERE staff.id = membership.person_id;
ALTER TABLE people_membership FORCE ROW LEVEL SECURITY;

-- Nobody deletes a place in a team, it ends. It begins when it is made and ends at the earliest now: a membership of last
-- week would be an explanation for last week's access.
REVOKE DELETE ON people_membership FROM paravent_app;
GRANT UPDATE (ends_at) ON people_membership TO paravent_app;
DROP POLICY left_by_another ON people_membership;
CREATE POLICY left_by_another ON people_membership FOR UPDATE USING (
    person_id <> paravent_actor() AND (SELECT paravent_arranges_teams()));
CREATE POLICY begins_when_it_is_made ON people_membership AS RESTRICTIVE FOR INSERT WITH CHECK (
    starts_at = now() AND ends_at IS NULL);
CREATE POLICY ends_once_and_not_before_now ON people_membership AS RESTRICTIVE FOR UPDATE
    USING (ends_at IS NULL OR ends_at > now()) WITH CHECK (ends_at >= now());

-- The teams in which whoever speaks is now.
CREATE FUNCTION paravent_own_teams() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN ARRAY (
        SELECT team_id FROM people_membership
         WHERE person_id = paravent_actor() AND (ends_at IS NULL OR ends_at > now()));
END $$;

DROP POLICY known_to_those_concerned ON people_carerelation;
CREATE POLICY known_to_those_concerned ON people_carerelation FOR SELECT USING (
    patient_id = paravent_actor()
    OR clinician_id = paravent_actor()
    OR team_id = ANY ((SELECT paravent_own_teams())::uuid[])
    OR (SELECT paravent_has_role('reception', 'dpo', 'system')));
