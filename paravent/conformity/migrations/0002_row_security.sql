-- How it stands with the rules is for those who answer for it. A standing is added, seen again and ended; never taken back.
GRANT SELECT, INSERT ON conformity_standing TO paravent_app;
GRANT UPDATE (findings, seen_at, until) ON conformity_standing TO paravent_app;

ALTER TABLE conformity_standing ENABLE ROW LEVEL SECURITY;
ALTER TABLE conformity_standing FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_who_answer ON conformity_standing FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY found_by_a_check ON conformity_standing FOR INSERT WITH CHECK (
    until IS NULL AND (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY ended_once ON conformity_standing FOR UPDATE
    USING (until IS NULL AND (SELECT paravent_has_role('dpo', 'administrator', 'system')))
    WITH CHECK (true);
