-- What somebody put away is theirs alone: nobody else who works here reads, writes or deletes it, whatever their role.
GRANT SELECT, INSERT, DELETE ON guidance_dismissed TO paravent_app;
GRANT UPDATE (sealed) ON guidance_dismissed TO paravent_app;
ALTER TABLE guidance_dismissed ENABLE ROW LEVEL SECURITY;
ALTER TABLE guidance_dismissed FORCE ROW LEVEL SECURITY;
CREATE POLICY of_whoever_put_it_away ON guidance_dismissed
    USING (person_id = paravent_actor()
           AND (SELECT paravent_has_role('clinician', 'reception', 'dpo', 'administrator', 'researcher')))
    WITH CHECK (person_id = paravent_actor());

-- Counts by week, of nobody: no row security, because a page adds to them without an operation, whose line in the log would
-- name who was about to do what (docs/adr/0101-guidance-has-to-work.md).
GRANT SELECT, INSERT, UPDATE (occasions, done) ON guidance_count TO paravent_app;
