-- What holds a colleague back, because of a case. Roles are read before anybody has spoken (who is this session?), so pauses are
-- open for reading, as roles are; the other brakes and all that stands beside them are known to the person and to those who
-- watch. They ask for the grant and not for the role that counts: whether a role counts is what is read here.
GRANT SELECT, INSERT ON people_brake TO paravent_app;
GRANT UPDATE (lifted_by, lifted_at, sealed_remark) ON people_brake TO paravent_app;
ALTER TABLE people_brake ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_brake FORCE ROW LEVEL SECURITY;

CREATE FUNCTION paravent_is_granted(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM people_rolegrant
         WHERE person_id = paravent_actor() AND role = ANY (wanted)
           AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()));
END $$;

CREATE FUNCTION paravent_is_paused(person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM people_brake
         WHERE person_id = person AND kind = 'pause' AND lifted_at IS NULL AND starts_at <= now() AND ends_at > now());
END $$;

-- Whoever is paused has no role, whatever was granted to them.
CREATE OR REPLACE FUNCTION paravent_has_role(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN paravent_is_granted(VARIADIC wanted) AND NOT paravent_is_paused(paravent_actor());
END $$;

CREATE OR REPLACE FUNCTION paravent_manages_staff() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN NOT paravent_is_paused(paravent_actor()) AND EXISTS (
        SELECT FROM people_rolegrant
         WHERE person_id = paravent_actor() AND role IN ('administrator', 'system')
           AND starts_at <= clock_timestamp() AND (ends_at IS NULL OR ends_at > clock_timestamp()));
END $$;

-- What the gate asks of whoever speaks. A pause that waits for the end of a consultation says of which, and with whom.
CREATE FUNCTION paravent_brakes(person uuid) RETURNS TABLE (kind text, since timestamptz, visit uuid, patient uuid)
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN QUERY
        SELECT brake.kind, brake.put_at,
               CASE WHEN brake.starts_at > now() THEN brake.visit_id END,
               CASE WHEN brake.starts_at > now() THEN
                    (SELECT found.patient_id FROM visits_visit found WHERE found.id = brake.visit_id) END
          FROM people_brake brake
         WHERE brake.person_id = person AND brake.lifted_at IS NULL AND brake.ends_at > now();
END $$;

-- The data-protection officer, or the installation by their rule; about one of themselves an administrator. Somebody has to be
-- left who can look at it: the last data-protection officer is not paused.
CREATE FUNCTION paravent_may_brake(person uuid, wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    watches boolean := paravent_is_watcher(person);
BEGIN
    IF NOT paravent_has_role('dpo', 'system') AND NOT (watches AND paravent_has_role('administrator')) THEN
        RETURN false;
    END IF;
    RETURN wanted <> 'pause' OR NOT watches OR EXISTS (
        SELECT FROM people_rolegrant held JOIN people_staff staff ON staff.id = held.person_id AND staff.is_active
         WHERE held.role = 'dpo' AND held.person_id <> person AND held.starts_at <= now()
           AND (held.ends_at IS NULL OR held.ends_at > now()) AND NOT paravent_is_paused(held.person_id));
END $$;

CREATE POLICY pauses_are_known_to_all ON people_brake FOR SELECT USING (kind = 'pause');
CREATE POLICY known_to_those_concerned ON people_brake FOR SELECT USING (
    person_id = paravent_actor() OR (SELECT paravent_is_granted('dpo', 'administrator', 'system')));
CREATE POLICY put_on_by_another ON people_brake FOR INSERT WITH CHECK (
    put_by = paravent_actor() AND person_id <> paravent_actor() AND lifted_at IS NULL AND put_at = now()
    AND starts_at <= now() + interval '1 hour' AND ends_at <= now() + interval '31 days'
    AND paravent_may_brake(person_id, kind));
-- Lifted by the data-protection officer, never by whom it holds. An administrator who decides a case about one takes off what
-- slows them down, and never a pause.
CREATE POLICY lifted_by_another ON people_brake FOR UPDATE
    USING (person_id <> paravent_actor() AND lifted_at IS NULL
           AND ((SELECT paravent_has_role('dpo')) OR kind <> 'pause' AND (SELECT paravent_has_role('administrator'))))
    WITH CHECK (lifted_by = paravent_actor() AND person_id <> paravent_actor());
