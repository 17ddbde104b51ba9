-- Seats go after 90 days and forget whoever is sent out; that two parties met is the practice's evidence and stays.
SELECT paravent_speak_as('00000000-0000-0000-0000-000000000001', NULL, 'HOPERAT');
UPDATE visits_visit visit SET joined_at = seat.admitted_at
  FROM (SELECT visit_id, min(admitted_at) AS admitted_at FROM visits_party WHERE kind = 'patient' GROUP BY visit_id) seat
 WHERE seat.visit_id = visit.id AND seat.admitted_at IS NOT NULL;
SELECT set_config('paravent.actor', '', true), set_config('paravent.purpose', '', true);

-- A visit begins with neither. Whoever cancels signs for it themselves, and what was said once is not said anew: judgements
-- about accesses are made from both.
CREATE FUNCTION paravent_guard_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.cancelled_by IS NOT NULL OR NEW.joined_at IS NOT NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'a visit begins neither cancelled nor joined';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.cancelled_by IS DISTINCT FROM OLD.cancelled_by
       AND (OLD.cancelled_by IS NOT NULL OR NEW.cancelled_by IS DISTINCT FROM paravent_actor()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'whoever cancels a visit signs for it themselves';
    END IF;
    IF OLD.joined_at IS NOT NULL AND NEW.joined_at IS DISTINCT FROM OLD.joined_at THEN
        RAISE insufficient_privilege USING MESSAGE = 'when a second party was there is said once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_visit BEFORE INSERT OR UPDATE ON visits_visit
    FOR EACH ROW EXECUTE FUNCTION paravent_guard_visit();
