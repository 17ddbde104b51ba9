-- Everybody's roles are read before anybody has spoken (who is this session?), so reading stays open. Writing does not:
-- an administrator grants and ends, in their own name, and never to themselves. The code says so too; here the database does.

-- A role given a moment ago counts: the clock's time, where paravent_has_role takes the transaction's.
CREATE FUNCTION paravent_manages_staff() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM people_rolegrant
         WHERE person_id = paravent_actor() AND role IN ('administrator', 'system')
           AND starts_at <= clock_timestamp() AND (ends_at IS NULL OR ends_at > clock_timestamp()));
END $$;

ALTER TABLE people_rolegrant ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_rolegrant FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_all ON people_rolegrant FOR SELECT USING (true);
CREATE POLICY granted_by_another ON people_rolegrant FOR INSERT WITH CHECK (
    granted_by = paravent_actor() AND person_id <> granted_by
    AND role <> 'system' AND (SELECT paravent_manages_staff()));
CREATE POLICY ended_by_administrators ON people_rolegrant FOR UPDATE USING ((SELECT paravent_manages_staff()));
