-- From which session and which network a line came is for judging accesses and for nothing else: the installation alone reads
-- it. Neither the patient nor a colleague is shown it, and no line of the log commits to it, because it is forgotten: by the
-- installation, and nothing younger than 90 days, so that nobody uses this right to hide where they were yesterday.
GRANT SELECT, INSERT, DELETE ON ledger_whence TO paravent_app;
ALTER TABLE ledger_whence ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_whence FORCE ROW LEVEL SECURITY;
CREATE POLICY anybody_is_recorded ON ledger_whence FOR INSERT WITH CHECK (true);
CREATE POLICY read_to_judge ON ledger_whence FOR SELECT USING ((SELECT paravent_has_role('system')));
CREATE POLICY forgotten_after_90_days ON ledger_whence FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND at < now() - interval '90 days');
