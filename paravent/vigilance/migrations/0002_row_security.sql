-- A case is filed by the installation and worked on by the data-protection officer; an administrator sees those that wait for
-- a second pair of eyes and those about a data-protection officer. Nobody works on their own case: they see it once they
-- were told, and change nothing of it. What is decided is kept for a while, then the installation forgets it.
GRANT SELECT, INSERT, DELETE ON vigilance_case, vigilance_question TO paravent_app;
GRANT UPDATE (told_at, verdict, sealed_remark, decided_by, decided_at, sealed_second_remark, confirmed_by, confirmed_at, keep_until)
    ON vigilance_case TO paravent_app;
GRANT UPDATE (answer, answered_at, sealed_patient) ON vigilance_question TO paravent_app;
GRANT SELECT, INSERT ON vigilance_budget, vigilance_run TO paravent_app;

ALTER TABLE vigilance_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE vigilance_case FORCE ROW LEVEL SECURITY;
ALTER TABLE vigilance_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE vigilance_question FORCE ROW LEVEL SECURITY;
ALTER TABLE vigilance_budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE vigilance_budget FORCE ROW LEVEL SECURITY;
ALTER TABLE vigilance_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE vigilance_run FORCE ROW LEVEL SECURITY;

CREATE FUNCTION paravent_is_watcher(person uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT FROM people_rolegrant
                    WHERE person_id = person AND role = 'dpo' AND (ends_at IS NULL OR ends_at > now()))
$$;

CREATE POLICY seen_by_whoever_watches ON vigilance_case FOR SELECT USING (
    (SELECT paravent_has_role('system'))
    OR person_id = paravent_actor() AND told_at IS NOT NULL
    OR person_id <> paravent_actor()
       AND ((SELECT paravent_has_role('dpo'))
            OR (SELECT paravent_has_role('administrator')) AND (verdict = 'breach' OR confirmed_by = paravent_actor() OR paravent_is_watcher(person_id))));
CREATE POLICY filed_by_the_installation ON vigilance_case FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('system')) AND verdict IS NULL);
CREATE POLICY worked_on_by_another ON vigilance_case FOR UPDATE
    USING (person_id <> paravent_actor() AND confirmed_at IS NULL)
    WITH CHECK (person_id <> paravent_actor()
                AND (SELECT paravent_has_role('dpo', 'administrator'))
                AND (decided_by IS NULL OR decided_by = paravent_actor() OR confirmed_by = paravent_actor()));
CREATE POLICY forgotten_when_due ON vigilance_case FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND keep_until < now());

CREATE POLICY seen_by_both ON vigilance_question FOR SELECT USING (
    person_id = paravent_actor() OR (SELECT paravent_has_role('system'))
    OR EXISTS (SELECT FROM vigilance_case found WHERE found.id = case_id));
CREATE POLICY asked_by_whoever_watches ON vigilance_question FOR INSERT WITH CHECK (
    asked_by = paravent_actor() AND person_id <> paravent_actor() AND answer IS NULL
    AND EXISTS (SELECT FROM vigilance_case found WHERE found.id = case_id AND found.person_id = vigilance_question.person_id));
CREATE POLICY answered_once_by_whoever_is_asked ON vigilance_question FOR UPDATE
    USING (person_id = paravent_actor() AND answer IS NULL) WITH CHECK (person_id = paravent_actor() AND answer IS NOT NULL);
CREATE POLICY forgotten_with_its_case ON vigilance_question FOR DELETE USING ((SELECT paravent_has_role('system')));

CREATE POLICY known_to_those_who_watch ON vigilance_budget FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY said_by_the_dpo ON vigilance_budget FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND (SELECT paravent_has_role('dpo')));
CREATE POLICY known_to_those_who_watch ON vigilance_run FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY noted_by_the_installation ON vigilance_run FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));
