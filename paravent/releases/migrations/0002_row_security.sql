-- A release is seen by whoever asked for it and by the data-protection officer; its files by whoever asked for it alone, once they are whole.
GRANT SELECT, INSERT ON releases_release TO paravent_app;
GRANT UPDATE (measured_at, is_safe, sealed_findings, is_approved, decided_by, decided_at, wanted_at, sealed_key, sealed_plan,
              made_until, sealed_table, sealed_dossier, use_id, vouched_by, finished_at, gone_at) ON releases_release TO paravent_app;
GRANT SELECT, INSERT, DELETE ON releases_piece TO paravent_app;

ALTER TABLE releases_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE releases_release FORCE ROW LEVEL SECURITY;
ALTER TABLE releases_piece ENABLE ROW LEVEL SECURITY;
ALTER TABLE releases_piece FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON releases_release FOR SELECT USING (
    (asked_by = paravent_actor() AND (SELECT paravent_has_role('researcher')))
    OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY asked_for_in_an_approved_study ON releases_release FOR INSERT WITH CHECK (
    asked_by = paravent_actor() AND (SELECT paravent_has_role('researcher'))
    AND measured_at IS NULL AND decided_at IS NULL AND wanted_at IS NULL AND finished_at IS NULL
    AND EXISTS (SELECT FROM research_study study
                 WHERE study.id = study_id AND study.proposed_by = paravent_actor() AND study.is_approved
                   AND study.ended_at IS NULL));
CREATE POLICY decided_by_the_dpo ON releases_release FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND decided_at IS NULL AND is_safe)
    WITH CHECK ((SELECT paravent_has_role('dpo')) AND decided_by = paravent_actor() AND wanted_at IS NULL);
-- Whoever asked for it lets it be made, and gives it back; what was measured and decided they cannot write (is_safe stays, by the constraint).
CREATE POLICY wanted_by_who_asked ON releases_release FOR UPDATE
    USING (asked_by = paravent_actor() AND (SELECT paravent_has_role('researcher')) AND is_approved)
    WITH CHECK (asked_by = paravent_actor() AND is_approved AND wanted_at IS NOT NULL);
CREATE POLICY worked_on_by_the_installation ON releases_release FOR UPDATE USING ((SELECT paravent_has_role('system')));

CREATE POLICY taken_by_who_asked ON releases_piece FOR SELECT USING (
    (SELECT paravent_has_role('system'))
    OR ((SELECT paravent_has_role('researcher'))
        AND EXISTS (SELECT FROM releases_release release
                     WHERE release.id = release_id AND release.asked_by = paravent_actor() AND release.is_approved
                       AND release.finished_at IS NOT NULL AND release.gone_at IS NULL)));
CREATE POLICY written_by_the_installation ON releases_piece FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));
CREATE POLICY deleted_by_the_installation ON releases_piece FOR DELETE USING ((SELECT paravent_has_role('system')));
