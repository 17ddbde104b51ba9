-- A survey is opened and closed by whoever runs the practice. Whoever works here reads what may be told, of one that is closed; an open
-- one, with its sealed tickets and box, is for the installation, which counts answers in without a name, and for whoever closes it.
GRANT SELECT, INSERT ON study_wave TO paravent_app;
GRANT UPDATE (sealed_tickets, sealed_box, sealed_statement, closed_at, closed_by, told) ON study_wave TO paravent_app;

ALTER TABLE study_wave ENABLE ROW LEVEL SECURITY;
ALTER TABLE study_wave FORCE ROW LEVEL SECURITY;

CREATE POLICY closed_ones_are_read_by_whoever_works_here ON study_wave FOR SELECT USING (
    closed_at IS NOT NULL
    AND (SELECT paravent_has_role('clinician', 'reception', 'researcher', 'dpo', 'administrator', 'system')));
CREATE POLICY open_ones_are_read_by_whoever_counts_or_closes ON study_wave FOR SELECT USING (
    closed_at IS NULL AND (SELECT paravent_has_role('dpo', 'administrator', 'system')));
CREATE POLICY opened_by_whoever_runs_the_practice ON study_wave FOR INSERT WITH CHECK (
    opened_by = paravent_actor() AND closed_at IS NULL AND (SELECT paravent_has_role('dpo', 'administrator')));
CREATE POLICY counted_by_the_installation_while_open ON study_wave FOR UPDATE
    USING (closed_at IS NULL AND (SELECT paravent_has_role('system')))
    WITH CHECK (closed_at IS NULL);
CREATE POLICY closed_once_by_whoever_runs_the_practice ON study_wave FOR UPDATE
    USING (closed_at IS NULL AND (SELECT paravent_has_role('dpo', 'administrator')))
    WITH CHECK (closed_at IS NULL OR closed_by = paravent_actor());
