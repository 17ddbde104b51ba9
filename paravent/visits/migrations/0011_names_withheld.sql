-- A name is withheld from a patient by the data-protection officer alone, for a time, with a reason (Regulation (EU) 2025/327,
-- Art. 9 and recital 16). The patient's own page reads that it is so, and nobody rewrites why.
GRANT SELECT, INSERT, DELETE ON visits_withheld TO paravent_app;
GRANT UPDATE (ends_at) ON visits_withheld TO paravent_app;
ALTER TABLE visits_withheld ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_withheld FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON visits_withheld FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY withheld_by_the_dpo ON visits_withheld FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND (SELECT paravent_has_role('dpo')) AND ends_at <= now() + interval '366 days');
CREATE POLICY ended_by_the_dpo ON visits_withheld FOR UPDATE
    USING ((SELECT paravent_has_role('dpo'))) WITH CHECK (ends_at <= now() + interval '1 minute');
CREATE POLICY gone_after_three_years ON visits_withheld FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND ends_at < now() - interval '1095 days');
