-- A study is read by whoever proposed it and by the data-protection officer; once approved, by patients, whom it asks.
GRANT SELECT, INSERT ON research_study, research_preview TO paravent_app;
GRANT UPDATE (is_approved, decided_by, decided_at, ended_at) ON research_study TO paravent_app;
GRANT UPDATE (shown, counted_at) ON research_preview TO paravent_app;

ALTER TABLE research_study ENABLE ROW LEVEL SECURITY;
ALTER TABLE research_study FORCE ROW LEVEL SECURITY;
ALTER TABLE research_preview ENABLE ROW LEVEL SECURITY;
ALTER TABLE research_preview FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON research_study FOR SELECT USING (
    (proposed_by = paravent_actor() AND (SELECT paravent_has_role('researcher')))
    OR (SELECT paravent_has_role('dpo', 'system')));
-- A guest has no role in the tables: they are the patient for whom the gate speaks when it is asked for themselves.
CREATE POLICY approved_ones_read_by_patients ON research_study FOR SELECT USING (
    is_approved AND paravent_purpose() = 'PATRQT' AND paravent_actor() IS NOT NULL);
CREATE POLICY proposed_by_researchers ON research_study FOR INSERT WITH CHECK (
    proposed_by = paravent_actor() AND (SELECT paravent_has_role('researcher'))
    AND decided_at IS NULL AND ended_at IS NULL);
CREATE POLICY decided_by_the_dpo ON research_study FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND ended_at IS NULL)
    WITH CHECK ((SELECT paravent_has_role('dpo')));
-- Whoever proposed a study ends it, and changes nothing else of it: a study that goes on is not theirs to write.
CREATE POLICY ended_by_its_researcher ON research_study FOR UPDATE
    USING (proposed_by = paravent_actor() AND (SELECT paravent_has_role('researcher')) AND ended_at IS NULL)
    WITH CHECK (proposed_by = paravent_actor() AND ended_at IS NOT NULL);

CREATE POLICY read_by_those_concerned ON research_preview FOR SELECT USING (
    (asked_by = paravent_actor() AND (SELECT paravent_has_role('researcher')))
    OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY asked_in_an_approved_study ON research_preview FOR INSERT WITH CHECK (
    asked_by = paravent_actor() AND counted_at IS NULL AND (SELECT paravent_has_role('researcher'))
    AND EXISTS (SELECT FROM research_study study
                 WHERE study.id = study_id AND study.proposed_by = paravent_actor() AND study.is_approved
                   AND study.ended_at IS NULL));
CREATE POLICY counted_by_the_installation ON research_preview FOR UPDATE USING ((SELECT paravent_has_role('system')));
