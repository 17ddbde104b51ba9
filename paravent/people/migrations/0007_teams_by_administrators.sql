-- Who is in which team is no patient data and row security itself reads it, so reading stays open. Writing does not: a team
-- opens its patients' files, so an administrator (or the installation) puts somebody else in and takes them out, in an
-- operation that is for administration. The code says so too; here the database does. DELETE is needed for leaving.
ALTER TABLE people_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_membership FORCE ROW LEVEL SECURITY;

CREATE FUNCTION paravent_arranges_teams() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(paravent_purpose() = 'SYSADMIN', false) AND paravent_manages_staff() $$;

CREATE POLICY known_to_all ON people_membership FOR SELECT USING (true);
CREATE POLICY joined_by_another ON people_membership FOR INSERT WITH CHECK (
    person_id <> paravent_actor() AND (SELECT paravent_arranges_teams())
    AND EXISTS (SELECT FROM people_staff staff WHERE staff.id = person_id));
CREATE POLICY left_by_another ON people_membership FOR DELETE USING (
    person_id <> paravent_actor() AND (SELECT paravent_arranges_teams()));
