-- How each brake is used is the data-protection officer's word; an administrator and the installation read it. No row is changed:
-- the newest counts, the older ones say who said what when.
GRANT SELECT, INSERT ON vigilance_brakerule TO paravent_app;
ALTER TABLE vigilance_brakerule ENABLE ROW LEVEL SECURITY;
ALTER TABLE vigilance_brakerule FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_those_who_watch ON vigilance_brakerule FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY said_by_the_dpo ON vigilance_brakerule FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND (SELECT paravent_has_role('dpo')));

-- Whoever is held back by itself knows that there is a case: the installation notes once that they were told, and decides
-- nothing as before.
CREATE OR REPLACE FUNCTION paravent_case_keeps_its_parts() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    filed boolean := (NEW.score, NEW.version, NEW.accesses, NEW.unexplained, NEW.reasons, NEW.looks)
        IS DISTINCT FROM (OLD.score, OLD.version, OLD.accesses, OLD.unexplained, OLD.reasons, OLD.looks);
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
