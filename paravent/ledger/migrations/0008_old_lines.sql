-- Who looked goes in the end, too: what is older than the law asks for at the least, whatever term a practice sets. Nothing younger,
-- so that nobody uses this right to hide what they did. The line that vouches for what is missing stays, as that of an erasure does.
CREATE POLICY forgotten_by_age ON ledger_detail FOR DELETE USING (
    (SELECT paravent_has_role('system'))
    AND at < now() - interval '1096 days'
    AND NOT facts ? 'forgotten_digest');
-- By the time in the leaf: a policy of details already asks mentions, and PostgreSQL lets no two tables ask each other.
CREATE POLICY forgotten_by_age ON ledger_mention FOR DELETE USING (
    (SELECT paravent_has_role('system'))
    AND EXISTS (SELECT FROM ledger_entry entry
                 WHERE entry.id = ledger_mention.entry_id
                   AND (convert_from(entry.leaf, 'UTF8')::jsonb ->> 'at')::timestamptz < now() - interval '1096 days'));
