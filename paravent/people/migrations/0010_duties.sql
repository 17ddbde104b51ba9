-- Accesses are judged by who was on duty. So nobody rosters themselves, an administrator enters nothing that began more than
-- a day ago, and what has begun is not taken out any more: the roster of yesterday is neither an excuse nor a trap. The
-- installation, which reads a roster from a file, may bring earlier ones.
GRANT SELECT, INSERT ON people_duty TO paravent_app;
GRANT UPDATE (removed_by, removed_at) ON people_duty TO paravent_app;
ALTER TABLE people_duty ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_duty FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_those_who_work_here ON people_duty FOR SELECT USING (
    person_id = paravent_actor() OR (SELECT paravent_has_role('administrator', 'dpo', 'system')));
CREATE POLICY rostered_by_another ON people_duty FOR INSERT WITH CHECK (
    made_by = paravent_actor() AND person_id <> paravent_actor() AND removed_at IS NULL
    AND (SELECT paravent_arranges_teams())
    AND (starts_at > now() - interval '1 day' OR (SELECT paravent_has_role('system'))));
CREATE POLICY taken_out_before_it_begins ON people_duty FOR UPDATE
    USING (person_id <> paravent_actor() AND removed_at IS NULL AND starts_at > now()
           AND (SELECT paravent_arranges_teams()))
    WITH CHECK (removed_by = paravent_actor());
