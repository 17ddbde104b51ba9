-- A report is read by whoever made it and by the data-protection officer, who alone answers, once. Nothing is deleted.
GRANT SELECT, INSERT ON reports_report TO paravent_app;
GRANT UPDATE (sealed_answer, answered_by, answered_at, breach_id) ON reports_report TO paravent_app;

ALTER TABLE reports_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports_report FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_the_reporter_and_the_dpo ON reports_report FOR SELECT USING (
    reporter_id = paravent_actor() OR (SELECT paravent_has_role('dpo')));
CREATE POLICY made_by_whoever_works_here ON reports_report FOR INSERT WITH CHECK (
    reporter_id = paravent_actor() AND answered_at IS NULL
    AND (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'administrator', 'researcher')));
CREATE POLICY answered_by_the_dpo ON reports_report FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND answered_at IS NULL) WITH CHECK (answered_by = paravent_actor());
