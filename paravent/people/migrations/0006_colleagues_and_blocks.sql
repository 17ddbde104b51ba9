-- Whom a patient keeps out. Seen by the patient, by whoever is kept out, by those who care for the patient (so that nobody
-- refers in vain) and by reception and the data-protection officer, who note it on the patient's word. Nobody deletes one.
GRANT SELECT, INSERT ON people_block TO paravent_app;
GRANT UPDATE (ends_at, lifted_by) ON people_block TO paravent_app;
ALTER TABLE people_block ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_block FORCE ROW LEVEL SECURITY;
-- Of relations, row security shows a clinician their own and their team's.
CREATE FUNCTION paravent_shares_care(patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM people_carerelation relation
                    WHERE relation.patient_id = patient AND now() BETWEEN relation.starts_at AND relation.ends_at);
END $$;
CREATE POLICY known_to_those_concerned ON people_block FOR SELECT USING (
    patient_id = paravent_actor() OR person_id = paravent_actor()
    OR (SELECT paravent_has_role('reception', 'dpo', 'system')) OR paravent_shares_care(patient_id));
CREATE POLICY noted ON people_block FOR INSERT WITH CHECK (
    noted_by = paravent_actor()
    AND (patient_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'dpo'))));
CREATE POLICY lifted ON people_block FOR UPDATE
    USING (patient_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'dpo')))
    WITH CHECK (lifted_by = paravent_actor());

-- The patients to whom a clinician is related now in one of these ways. A team opens no colleague's file; nobody refers a
-- patient to themselves; whom the patient keeps out stays out, except in an emergency, which is for breaking what is closed.
CREATE FUNCTION paravent_related(VARIADIC ways text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF NOT paravent_has_role('clinician') THEN
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

CREATE OR REPLACE FUNCTION paravent_cared_for() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT paravent_related('visit', 'referral', 'team', 'emergency') $$;

-- No new reason for somebody who is kept out: an appointment or a referral would open nothing, so there is none.
CREATE POLICY not_for_whom_the_patient_keeps_out ON people_carerelation AS RESTRICTIVE FOR INSERT WITH CHECK (
    why = 'emergency' OR clinician_id IS NULL
    OR NOT EXISTS (SELECT FROM people_block block
                    WHERE block.patient_id = people_carerelation.patient_id
                      AND block.person_id = people_carerelation.clinician_id
                      AND block.starts_at <= now() AND (block.ends_at IS NULL OR block.ends_at > now())));

-- The data-protection officer writes the mark of a patient, and nothing else of them.
CREATE POLICY marked_by_the_dpo ON people_patient FOR UPDATE USING ((SELECT paravent_has_role('dpo')));

-- A name closes a file, only a person opens it again: and not a clinician, whom it would open for.
CREATE FUNCTION paravent_guard_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.works_here AND NOT NEW.works_here AND NOT paravent_has_role('reception', 'dpo', 'system') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the mark of a patient who works here is taken away by reception';
    END IF;
    IF paravent_has_role('dpo') AND NOT paravent_has_role('clinician', 'reception', 'system')
       AND NOT paravent_is_erased(OLD.id)
       AND to_jsonb(NEW) - 'works_here' <> to_jsonb(OLD) - 'works_here' THEN
        RAISE insufficient_privilege USING MESSAGE = 'the data-protection officer writes the mark alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_mark BEFORE UPDATE ON people_patient
    FOR EACH ROW EXECUTE FUNCTION paravent_guard_mark();
