-- A case of the running week grows while it is undecided: the installation adds what has come since. What was filed nobody else
-- changes, and the installation decides nothing. Row security cannot tell columns apart, so a trigger does.
GRANT UPDATE (score, version, accesses, unexplained, reasons, looks) ON vigilance_case TO paravent_app;

CREATE POLICY grown_by_the_installation ON vigilance_case FOR UPDATE
    USING ((SELECT paravent_has_role('system')) AND verdict IS NULL)
    WITH CHECK ((SELECT paravent_has_role('system')) AND verdict IS NULL);

CREATE FUNCTION paravent_case_keeps_its_parts() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    filed boolean := (NEW.score, NEW.version, NEW.accesses, NEW.unexplained, NEW.reasons, NEW.looks)
        IS DISTINCT FROM (OLD.score, OLD.version, OLD.accesses, OLD.unexplained, OLD.reasons, OLD.looks);
    found boolean := (NEW.told_at, NEW.verdict, NEW.sealed_remark, NEW.decided_by, NEW.decided_at, NEW.sealed_second_remark,
                      NEW.confirmed_by, NEW.confirmed_at, NEW.keep_until)
        IS DISTINCT FROM (OLD.told_at, OLD.verdict, OLD.sealed_remark, OLD.decided_by, OLD.decided_at, OLD.sealed_second_remark,
                          OLD.confirmed_by, OLD.confirmed_at, OLD.keep_until);
BEGIN
    IF filed AND (OLD.verdict IS NOT NULL OR NOT paravent_has_role('system')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'what was filed is changed by the installation alone, and only while nothing is decided';
    ELSIF found AND paravent_has_role('system') THEN
        RAISE insufficient_privilege USING MESSAGE = 'the installation decides nothing';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_case_keeps_its_parts BEFORE UPDATE ON vigilance_case
    FOR EACH ROW EXECUTE FUNCTION paravent_case_keeps_its_parts();
