-- A summary is a copy for the patient, behind their link for a week; what was done stands in the file. When nobody can read it
-- any more the installation deletes it, and nothing that somebody still can.
GRANT DELETE ON visits_summary TO paravent_app;
CREATE POLICY gone_with_its_week ON visits_summary FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND readable_until < now());
