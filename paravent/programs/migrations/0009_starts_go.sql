-- A start names the patient out of whose file it was made, and was swept only when the same person started a program again. The
-- installation deletes what ended a day ago, and sees when the others end, so that it can be told whether any stayed.
CREATE POLICY counted_by_the_installation ON programs_launch FOR SELECT USING ((SELECT paravent_has_role('system')));
CREATE POLICY gone_a_day_after ON programs_launch FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND ends_at < now() - interval '1 day');
