-- What for? A relation that was opened in an emergency counts in an emergency alone: the ordinary page, a search and an
-- export, which come for treatment or for the practice's work, do not see the file by it.

CREATE FUNCTION paravent_purpose() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('paravent.purpose', true), '') $$;

CREATE OR REPLACE FUNCTION paravent_cared_for() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF NOT paravent_has_role('clinician') THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY (
        SELECT relation.patient_id FROM people_carerelation relation
         WHERE now() BETWEEN relation.starts_at AND relation.ends_at
           AND (relation.why = 'emergency') = (paravent_purpose() = 'ETREAT')
           AND (relation.clinician_id = paravent_actor()
                OR relation.team_id IN (SELECT team_id FROM people_membership
                                         WHERE person_id = paravent_actor())));
END $$;
