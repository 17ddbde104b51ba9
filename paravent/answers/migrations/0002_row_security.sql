-- A budget is said once, a charge is written once: no right to change or delete either, so that nobody refills one.
GRANT SELECT, INSERT ON answers_grant, answers_charge, answers_answer TO paravent_app;
GRANT UPDATE (sealed_numbers, answered_at) ON answers_answer TO paravent_app;

ALTER TABLE answers_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE answers_grant FORCE ROW LEVEL SECURITY;
ALTER TABLE answers_charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE answers_charge FORCE ROW LEVEL SECURITY;
ALTER TABLE answers_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE answers_answer FORCE ROW LEVEL SECURITY;

-- Every researcher sees what the year has cost so far, since it is spent by all together; not what others asked.
CREATE POLICY read_by_those_concerned ON answers_grant FOR SELECT USING (
    (SELECT paravent_has_role('researcher', 'dpo', 'system')));
CREATE POLICY given_by_the_dpo ON answers_grant FOR INSERT WITH CHECK (
    given_by = paravent_actor() AND (SELECT paravent_has_role('dpo'))
    AND EXISTS (SELECT FROM research_study study
                 WHERE study.id = study_id AND study.proposed_by <> paravent_actor() AND study.is_approved
                   AND study.ended_at IS NULL));

CREATE POLICY read_by_those_concerned ON answers_charge FOR SELECT USING (
    (SELECT paravent_has_role('researcher', 'dpo', 'system')));
CREATE POLICY charged_by_the_installation ON answers_charge FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));

CREATE POLICY read_by_those_concerned ON answers_answer FOR SELECT USING (
    (asked_by = paravent_actor() AND (SELECT paravent_has_role('researcher')))
    OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY asked_in_an_approved_study ON answers_answer FOR INSERT WITH CHECK (
    asked_by = paravent_actor() AND answered_at IS NULL AND (SELECT paravent_has_role('researcher'))
    AND EXISTS (SELECT FROM research_study study
                 WHERE study.id = study_id AND study.proposed_by = paravent_actor() AND study.is_approved
                   AND study.ended_at IS NULL));
CREATE POLICY answered_once_by_the_installation ON answers_answer FOR UPDATE
    USING ((SELECT paravent_has_role('system')) AND answered_at IS NULL)
    WITH CHECK ((SELECT paravent_has_role('system')) AND answered_at IS NOT NULL);

-- The wall behind the policy: what would overspend is not written, also where two write at once. 3000 thousandths of epsilon a year
-- stand in paravent/answers/terms.py as well; a test compares.
CREATE FUNCTION answers_never_overspent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('answers charge', 0));
    IF NEW.cost + (SELECT coalesce(sum(cost), 0) FROM answers_charge WHERE study_id = NEW.study_id)
       > (SELECT coalesce(max(budget), 0) FROM answers_grant WHERE study_id = NEW.study_id)
       OR NEW.cost + (SELECT coalesce(sum(cost), 0) FROM answers_charge
                       WHERE charged_at > NEW.charged_at - interval '365 days') > 3000
    THEN
        RAISE EXCEPTION 'a budget is not overspent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER never_overspent BEFORE INSERT ON answers_charge FOR EACH ROW EXECUTE FUNCTION answers_never_overspent();
