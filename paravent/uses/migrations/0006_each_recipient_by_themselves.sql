-- Two recipients of a study were one to the register. What that one was given and said stays theirs: of the recipient without a name.
ALTER TABLE uses_removal NO FORCE ROW LEVEL SECURITY;
INSERT INTO uses_listing (id, removal_id, recipient, batch, fetched_at, acknowledged_at, acknowledged_by)
SELECT gen_random_uuid(), id, '', batch, fetched_at, acknowledged_at, acknowledged_by FROM uses_removal WHERE batch IS NOT NULL;
ALTER TABLE uses_removal FORCE ROW LEVEL SECURITY;

-- From now on a removal is kept and read; who was told of it stands in the lists.
DROP POLICY fetched_and_acknowledged ON uses_removal;
DROP POLICY asked_for_by_who_sees_the_part ON uses_removal;
CREATE POLICY asked_for_by_who_sees_the_part ON uses_removal FOR INSERT WITH CHECK (
    EXISTS (SELECT FROM uses_part part WHERE part.use_id = uses_removal.use_id AND part.left_at IS NULL));
REVOKE UPDATE (batch, fetched_at, acknowledged_at, acknowledged_by) ON uses_removal FROM paravent_app;

GRANT SELECT, INSERT ON uses_listing TO paravent_app;
GRANT UPDATE (acknowledged_at, acknowledged_by, acknowledged_in) ON uses_listing TO paravent_app;
ALTER TABLE uses_listing ENABLE ROW LEVEL SECURITY;
ALTER TABLE uses_listing FORCE ROW LEVEL SECURITY;

CREATE POLICY read_with_its_removal ON uses_listing FOR SELECT USING (
    EXISTS (SELECT FROM uses_removal removal WHERE removal.id = removal_id));
CREATE POLICY listed_by_the_installation_or_the_dpo ON uses_listing FOR INSERT WITH CHECK (
    acknowledged_at IS NULL AND (SELECT paravent_has_role('dpo', 'system')));
-- Said once, for good.
CREATE POLICY acknowledged_once ON uses_listing FOR UPDATE
    USING (acknowledged_at IS NULL AND (SELECT paravent_has_role('dpo', 'system')))
    WITH CHECK ((SELECT paravent_has_role('dpo', 'system')));
