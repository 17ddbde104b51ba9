-- A letter is kept by the installation, and neither changed nor taken away: how a run went is seen by those whose charter it is.
GRANT SELECT, INSERT ON rounds_letter TO paravent_app;

ALTER TABLE rounds_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE rounds_letter FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON rounds_letter FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system')) OR EXISTS (SELECT FROM rounds_agreement one WHERE one.id = agreement_id));
CREATE POLICY written_by_the_installation ON rounds_letter FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));
