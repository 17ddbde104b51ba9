-- A data-protection officer reads and works on every breach but one that was their own act: another one does that.
ALTER POLICY read_by_the_dpo ON breaches_breach USING (
    (SELECT paravent_has_role('dpo'))
    AND NOT EXISTS (SELECT FROM breaches_involved own WHERE own.breach_id = breaches_breach.id AND own.person_id = paravent_actor()));
ALTER POLICY worked_on_by_the_dpo ON breaches_breach USING (
    (SELECT paravent_has_role('dpo')) AND closed_at IS NULL
    AND NOT EXISTS (SELECT FROM breaches_involved own WHERE own.breach_id = breaches_breach.id AND own.person_id = paravent_actor()));
ALTER POLICY read_by_the_dpo ON breaches_concerned USING (
    (SELECT paravent_has_role('dpo'))
    AND NOT EXISTS (SELECT FROM breaches_involved own WHERE own.breach_id = breaches_concerned.breach_id AND own.person_id = paravent_actor()));

CREATE OR REPLACE FUNCTION paravent_clock_runs_on() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.due_at > OLD.due_at OR OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'a clock is not put back, and stops once';
    ELSIF (NEW.stopped_at, NEW.closed_at) IS DISTINCT FROM (OLD.stopped_at, OLD.closed_at)
          AND (NOT paravent_has_role('dpo')
               OR EXISTS (SELECT FROM breaches_involved own WHERE own.breach_id = NEW.breach_id AND own.person_id = paravent_actor())) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a data-protection officer alone stops a clock, and none of their own';
    END IF;
    RETURN NEW;
END $$;
