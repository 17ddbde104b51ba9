-- What somebody practised two years ago says nothing about them today: the installation deletes it, and nothing younger. Nobody
-- else gets at it by this.
CREATE POLICY gone_after_two_years ON drills_drill FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND offered_at < now() - interval '730 days');
