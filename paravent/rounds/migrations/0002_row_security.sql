-- A charter is brought by whose study it is, agreed to once by somebody else, and never changed. Seats are the installation's alone.
GRANT SELECT, INSERT ON rounds_agreement, rounds_seat, rounds_share, rounds_model TO paravent_app;
GRANT UPDATE (agreed_by, agreed_at) ON rounds_agreement TO paravent_app;
GRANT UPDATE (sealed, changed_at) ON rounds_seat TO paravent_app;

ALTER TABLE rounds_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE rounds_agreement FORCE ROW LEVEL SECURITY;
ALTER TABLE rounds_seat ENABLE ROW LEVEL SECURITY;
ALTER TABLE rounds_seat FORCE ROW LEVEL SECURITY;
ALTER TABLE rounds_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE rounds_share FORCE ROW LEVEL SECURITY;
ALTER TABLE rounds_model ENABLE ROW LEVEL SECURITY;
ALTER TABLE rounds_model FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON rounds_agreement FOR SELECT USING (
    (attached_by = paravent_actor() AND (SELECT paravent_has_role('researcher')))
    OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY brought_to_an_approved_study ON rounds_agreement FOR INSERT WITH CHECK (
    attached_by = paravent_actor() AND agreed_at IS NULL AND (SELECT paravent_has_role('researcher'))
    AND EXISTS (SELECT FROM research_study study
                 WHERE study.id = study_id AND study.proposed_by = paravent_actor() AND study.is_approved
                   AND study.ended_at IS NULL));
CREATE POLICY agreed_to_once_by_the_dpo ON rounds_agreement FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND agreed_at IS NULL)
    WITH CHECK (agreed_by = paravent_actor() AND agreed_at IS NOT NULL AND (SELECT paravent_has_role('dpo')));

CREATE POLICY the_installations ON rounds_seat USING ((SELECT paravent_has_role('system')))
    WITH CHECK ((SELECT paravent_has_role('system')));

CREATE POLICY read_by_those_concerned ON rounds_share FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system')) OR EXISTS (SELECT FROM rounds_agreement one WHERE one.id = agreement_id));
CREATE POLICY written_by_the_installation ON rounds_share FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));

CREATE POLICY read_by_those_concerned ON rounds_model FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system')) OR EXISTS (SELECT FROM rounds_agreement one WHERE one.id = agreement_id));
CREATE POLICY written_by_the_installation ON rounds_model FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));
