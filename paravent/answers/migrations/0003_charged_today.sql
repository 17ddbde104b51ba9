-- The wall behind the policy, once more: what would overspend is not written, also where two write at once, nor what was charged on another
-- day. 3000 thousandths of epsilon a year stand in paravent/answers/terms.py as well; a test compares.
CREATE OR REPLACE FUNCTION answers_never_overspent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('answers charge', 0));
    IF NEW.charged_at NOT BETWEEN now() - interval '1 day' AND now() + interval '1 day'
       OR NEW.cost + (SELECT coalesce(sum(cost), 0) FROM answers_charge WHERE study_id = NEW.study_id)
          > (SELECT coalesce(max(budget), 0) FROM answers_grant WHERE study_id = NEW.study_id)
       OR NEW.cost + (SELECT coalesce(sum(cost), 0) FROM answers_charge
                       WHERE charged_at > NEW.charged_at - interval '365 days') > 3000
    THEN
        RAISE EXCEPTION 'a budget is not overspent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
