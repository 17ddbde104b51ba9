-- A patient reads of a line about several that they are one of them, and nothing of the others: their own mention, and the
-- line, which holds commitments. As with details nobody changes one, and only an erasure takes one away.
GRANT SELECT, INSERT, DELETE ON ledger_mention TO paravent_app;
GRANT SELECT, INSERT ON ledger_unmentioned TO paravent_app;
ALTER TABLE ledger_mention ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_mention FORCE ROW LEVEL SECURITY;

CREATE POLICY anybody_is_recorded ON ledger_mention FOR INSERT WITH CHECK (true);
CREATE POLICY read_by_those_concerned ON ledger_mention FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY forget_the_erased ON ledger_mention FOR DELETE USING (
    (SELECT paravent_has_role('dpo', 'system')) AND paravent_keys_are_destroyed(patient_id));

-- A mention opens a line only if the line holds its commitment: who adds a row here to read somebody else's line would
-- have to know what stands in it.
CREATE POLICY read_by_those_mentioned ON ledger_detail FOR SELECT USING (
    EXISTS (SELECT FROM ledger_mention mention
             WHERE mention.entry_id = ledger_detail.entry_id AND mention.patient_id = paravent_actor()
               AND strpos(facts ->> 'mentioned', mention.commitment) > 0));
