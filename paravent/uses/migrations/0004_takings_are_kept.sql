-- That files were taken is read by whoever reads the use; kept by the installation, and by the researcher of the study. Nobody changes it.
GRANT SELECT, INSERT ON uses_taking TO paravent_app;

ALTER TABLE uses_taking ENABLE ROW LEVEL SECURITY;
ALTER TABLE uses_taking FORCE ROW LEVEL SECURITY;

CREATE POLICY read_with_its_use ON uses_taking FOR SELECT USING (
    EXISTS (SELECT FROM uses_use use WHERE use.id = use_id));
CREATE POLICY kept_by_the_installation ON uses_taking FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));
CREATE POLICY kept_by_the_researcher ON uses_taking FOR INSERT WITH CHECK (
    by = 'researcher' AND (SELECT paravent_has_role('researcher'))
    AND EXISTS (SELECT FROM uses_use use WHERE use.id = use_id));
