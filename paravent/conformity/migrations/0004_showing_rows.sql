-- What was put on record for a rule stays; it can be taken back once, and never changed.
GRANT SELECT, INSERT, UPDATE (taken_back_at) ON conformity_showing TO paravent_app;

ALTER TABLE conformity_showing ENABLE ROW LEVEL SECURITY;
ALTER TABLE conformity_showing FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_who_answer ON conformity_showing FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY recorded_under_ones_own_name ON conformity_showing FOR INSERT WITH CHECK (
    taken_back_at IS NULL
    AND recorded_by = nullif(current_setting('paravent.actor', true), '')::uuid
    AND (SELECT paravent_has_role('dpo', 'administrator')));
CREATE POLICY taken_back_once ON conformity_showing FOR UPDATE
    USING (taken_back_at IS NULL AND (SELECT paravent_has_role('dpo', 'administrator')))
    WITH CHECK (taken_back_at IS NOT NULL);
