-- The app role may add to the log and read it. It holds no UPDATE and no DELETE, so neither a bug nor an
-- injected statement can rewrite it. Entries are without names; details are seen by those they concern.

GRANT SELECT, INSERT ON ledger_entry, ledger_detail, ledger_position, ledger_checkpoint TO paravent_app;
GRANT SELECT, INSERT, DELETE ON ledger_pending TO paravent_app;
GRANT USAGE ON SEQUENCE ledger_pending_arrival_seq TO paravent_app;

ALTER TABLE ledger_detail ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_detail FORCE ROW LEVEL SECURITY;

CREATE POLICY anybody_is_recorded ON ledger_detail FOR INSERT WITH CHECK (true);

CREATE POLICY read_by_those_concerned ON ledger_detail FOR SELECT USING (
    patient_id = paravent_actor()
    OR actor_id = paravent_actor()
    OR (SELECT paravent_has_role('dpo', 'system')));
