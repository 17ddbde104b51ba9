-- What was a breach of one case stays one. The owner is under row security too: for these statements not.
ALTER TABLE breaches_breach NO FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_concerned NO FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_involved NO FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_deadline NO FORCE ROW LEVEL SECURITY;
UPDATE breaches_breach SET authority_last_told_at = authority_told_at, patients_last_told_at = patients_told_at;
UPDATE breaches_concerned concerned SET added_at = breach.opened_at FROM breaches_breach breach WHERE breach.id = concerned.breach_id;
UPDATE breaches_involved involved SET case_id = breach.case_id, known_at = breach.became_aware_at, added_at = breach.opened_at
  FROM breaches_breach breach WHERE breach.id = involved.breach_id;
UPDATE breaches_deadline deadline SET matter_id = breach.case_id, closed_at = breach.closed_at
  FROM breaches_breach breach WHERE breach.id = deadline.breach_id;
ALTER TABLE breaches_breach FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_concerned FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_involved FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_deadline FORCE ROW LEVEL SECURITY;

GRANT UPDATE (sealed_account, authority_last_told_at, patients_last_told_at) ON breaches_breach TO paravent_app;
GRANT UPDATE (due_at, closed_at) ON breaches_deadline TO paravent_app;

-- Whoever confirms a case adds to an open breach of the same matter what they cannot read; to a closed one nobody adds anything.
DROP POLICY opened_by_whoever_watches ON breaches_concerned;
CREATE POLICY added_by_whoever_watches ON breaches_concerned FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('dpo', 'administrator'))
    AND EXISTS (SELECT FROM breaches_deadline deadline WHERE deadline.breach_id = breaches_concerned.breach_id AND deadline.closed_at IS NULL));
DROP POLICY opened_by_whoever_watches ON breaches_involved;
CREATE POLICY added_by_whoever_watches ON breaches_involved FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('dpo', 'administrator'))
    AND EXISTS (SELECT FROM breaches_deadline deadline WHERE deadline.breach_id = breaches_involved.breach_id AND deadline.closed_at IS NULL));

-- One clock, from the first knowledge: whoever adds somebody who was known earlier brings it forward; nobody puts it back. Row
-- security cannot tell columns apart, so a trigger does.
DROP POLICY stopped_by_the_dpo ON breaches_deadline;
CREATE POLICY kept_by_whoever_watches ON breaches_deadline FOR UPDATE
    USING ((SELECT paravent_has_role('dpo', 'administrator')) AND closed_at IS NULL)
    WITH CHECK ((SELECT paravent_has_role('dpo', 'administrator')));

CREATE FUNCTION paravent_clock_runs_on() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.due_at > OLD.due_at OR OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'a clock is not put back, and stops once';
    ELSIF (NEW.stopped_at, NEW.closed_at) IS DISTINCT FROM (OLD.stopped_at, OLD.closed_at) AND NOT paravent_has_role('dpo') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the data-protection officer alone stops a clock';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_clock_runs_on BEFORE UPDATE ON breaches_deadline
    FOR EACH ROW EXECUTE FUNCTION paravent_clock_runs_on();
