-- What explains an access here, beyond what is written: decided by the data-protection officer, tried by the installation. It
-- silences questions, so nobody else writes it, and nothing of it is deleted: an old run can be played again.
GRANT SELECT, INSERT ON vigilance_explanation TO paravent_app;
GRANT UPDATE (ended_by, ended_at, sealed_end) ON vigilance_explanation TO paravent_app;

ALTER TABLE vigilance_explanation ENABLE ROW LEVEL SECURITY;
ALTER TABLE vigilance_explanation FORCE ROW LEVEL SECURITY;

CREATE POLICY known_to_those_who_watch ON vigilance_explanation FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY said_by_the_dpo ON vigilance_explanation FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND ended_at IS NULL AND (SELECT paravent_has_role('dpo')));
CREATE POLICY taken_back_by_the_dpo ON vigilance_explanation FOR UPDATE
    USING (ended_at IS NULL AND (SELECT paravent_has_role('dpo')))
    WITH CHECK (ended_by = paravent_actor() AND (SELECT paravent_has_role('dpo')));
