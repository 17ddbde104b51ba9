-- One account for everything that tells something of patients with noise. Policies and grants go with the tables; a round is charged once
-- for its whole run, and counts from the last day on which something of it may be told.
ALTER TABLE answers_grant RENAME TO research_grant;
ALTER TABLE answers_charge RENAME TO research_charge;
ALTER TABLE research_charge RENAME COLUMN answer_id TO charged_for;
ALTER TABLE research_charge ADD COLUMN counts_until timestamptz;
-- The owner is under row security too: for this statement not.
ALTER TABLE research_charge NO FORCE ROW LEVEL SECURITY;
UPDATE research_charge SET counts_until = charged_at + interval '365 days';
ALTER TABLE research_charge FORCE ROW LEVEL SECURITY;
ALTER TABLE research_charge ALTER COLUMN counts_until SET NOT NULL,
    ADD CONSTRAINT a_charge_counts_for_a_year_at_least CHECK (counts_until >= charged_at + interval '8760 hours');

-- What of a year is spent counts against every patient: each of them may read it. It names nobody.
CREATE POLICY read_by_patients ON research_charge FOR SELECT USING (
    paravent_purpose() = 'PATRQT' AND paravent_actor() IS NOT NULL);

-- The wall behind the policy: what would overspend is not written, also where two write at once, nor what was charged on another day.
-- 3000 thousandths of epsilon a year stand in paravent/research/terms.py as well; a test compares.
CREATE FUNCTION research_never_overspent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('budget charge', 0));
    IF NEW.charged_at NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day'
       OR NEW.cost + (SELECT coalesce(sum(cost), 0) FROM research_charge WHERE study_id = NEW.study_id)
          > (SELECT coalesce(max(budget), 0) FROM research_grant WHERE study_id = NEW.study_id)
       OR NEW.cost + (SELECT coalesce(sum(cost), 0) FROM research_charge WHERE counts_until > NEW.charged_at) > 3000
    THEN
        RAISE EXCEPTION 'a budget is not overspent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER never_overspent ON research_charge;
CREATE TRIGGER never_overspent BEFORE INSERT ON research_charge FOR EACH ROW EXECUTE FUNCTION research_never_overspent();
DROP FUNCTION answers_never_overspent();
