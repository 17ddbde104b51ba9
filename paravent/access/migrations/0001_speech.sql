-- Who speaks, and what follows from it. Row security of every package is written in these words.
-- plpgsql binds late: the tables named here are made by packages further up (people, visits).

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE FUNCTION paravent_speak_as(person uuid, bearer bytea, purpose text) RETURNS uuid
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    speaker uuid := person;
BEGIN
    IF bearer IS NOT NULL THEN
        PERFORM set_config('paravent.bearer', encode(bearer, 'hex'), true);
        SELECT patient_id INTO speaker FROM visits_invitation
         WHERE digest = bearer AND revoked_at IS NULL AND now() BETWEEN valid_from AND valid_until;
    END IF;
    PERFORM set_config('paravent.actor', coalesce(speaker::text, ''), true),
            set_config('paravent.purpose', purpose, true);
    RETURN speaker;
END $$;

-- Unset outside an operation, and '' after one: both must read as nobody.
CREATE FUNCTION paravent_actor() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('paravent.actor', true), '')::uuid $$;

CREATE FUNCTION paravent_bearer() RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT decode(nullif(current_setting('paravent.bearer', true), ''), 'hex') $$;

-- The roles come from the grants, not from what the application says they are.
CREATE FUNCTION paravent_has_role(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM people_rolegrant
         WHERE person_id = paravent_actor() AND role = ANY (wanted)
           AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now()));
END $$;

-- The patients this clinician cares for now, by a relation of their own or of their team.
CREATE FUNCTION paravent_cared_for() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF NOT paravent_has_role('clinician') THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY (
        SELECT relation.patient_id FROM people_carerelation relation
         WHERE now() BETWEEN relation.starts_at AND relation.ends_at
           AND (relation.clinician_id = paravent_actor()
                OR relation.team_id IN (SELECT team_id FROM people_membership
                                         WHERE person_id = paravent_actor())));
END $$;

CREATE FUNCTION paravent_is_provisional(patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM people_patient WHERE id = patient AND is_provisional);
END $$;
