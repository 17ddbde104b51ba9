-- Beside whom a case stands is said by the installation alone, while nothing is decided: what becomes a question by itself takes a
-- place of its own, from then on.
GRANT UPDATE (beside_id, filed_at) ON vigilance_case TO paravent_app;

CREATE OR REPLACE FUNCTION paravent_case_keeps_its_parts() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    filed boolean := (NEW.score, NEW.version, NEW.accesses, NEW.unexplained, NEW.reasons, NEW.looks, NEW.beside_id, NEW.filed_at)
        IS DISTINCT FROM (OLD.score, OLD.version, OLD.accesses, OLD.unexplained, OLD.reasons, OLD.looks, OLD.beside_id, OLD.filed_at);
    found boolean := (NEW.verdict, NEW.sealed_remark, NEW.decided_by, NEW.decided_at, NEW.sealed_second_remark,
                      NEW.confirmed_by, NEW.confirmed_at, NEW.keep_until)
        IS DISTINCT FROM (OLD.verdict, OLD.sealed_remark, OLD.decided_by, OLD.decided_at, OLD.sealed_second_remark,
                          OLD.confirmed_by, OLD.confirmed_at, OLD.keep_until)
        OR OLD.told_at IS NOT NULL AND NEW.told_at IS DISTINCT FROM OLD.told_at;
BEGIN
    IF filed AND (OLD.verdict IS NOT NULL OR NOT paravent_has_role('system')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'what was filed is changed by the installation alone, and only while nothing is decided';
    ELSIF found AND paravent_has_role('system') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the installation decides nothing';
    END IF;
    RETURN NEW;
END $$;
