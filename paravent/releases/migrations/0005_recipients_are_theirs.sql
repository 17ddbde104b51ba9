-- A recipient's key is brought by the researcher of an approved study, approved by the data-protection officer, ended by either.
GRANT SELECT, INSERT ON releases_recipient TO paravent_app;
GRANT UPDATE (is_approved, decided_by, decided_at, ended_at) ON releases_recipient TO paravent_app;

ALTER TABLE releases_recipient ENABLE ROW LEVEL SECURITY;
ALTER TABLE releases_recipient FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON releases_recipient FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system'))
    OR EXISTS (SELECT FROM research_study study
                WHERE study.id = study_id AND study.proposed_by = paravent_actor()
                  AND (SELECT paravent_has_role('researcher'))));
CREATE POLICY named_in_an_approved_study ON releases_recipient FOR INSERT WITH CHECK (
    named_by = paravent_actor() AND (SELECT paravent_has_role('researcher')) AND is_approved IS NULL AND ended_at IS NULL
    AND EXISTS (SELECT FROM research_study study
                 WHERE study.id = study_id AND study.proposed_by = paravent_actor() AND study.is_approved
                   AND study.ended_at IS NULL));
CREATE POLICY decided_by_the_dpo ON releases_recipient FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND ended_at IS NULL)
    WITH CHECK ((SELECT paravent_has_role('dpo')));
-- Whoever named it ends it, and changes nothing else of it that would let it open anything.
CREATE POLICY ended_by_its_researcher ON releases_recipient FOR UPDATE
    USING (named_by = paravent_actor() AND (SELECT paravent_has_role('researcher')) AND ended_at IS NULL)
    WITH CHECK (named_by = paravent_actor() AND ended_at IS NOT NULL);
