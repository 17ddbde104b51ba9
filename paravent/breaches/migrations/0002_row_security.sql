-- A breach is read and worked on by the data-protection officer alone. An administrator may open one, as the second pair of
-- eyes of a case: the clock does not wait. Nothing is deleted (GDPR Art. 33(5)); what is closed is not changed.
GRANT SELECT, INSERT ON breaches_breach, breaches_concerned, breaches_involved, breaches_deadline TO paravent_app;
GRANT UPDATE (sealed_measures, factors, assessed_by, assessed_at, authority_told_at, patients_told_at,
              sealed_closing, closed_by, closed_at) ON breaches_breach TO paravent_app;
GRANT UPDATE (stopped_at) ON breaches_deadline TO paravent_app;

ALTER TABLE breaches_breach ENABLE ROW LEVEL SECURITY;
ALTER TABLE breaches_breach FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_concerned ENABLE ROW LEVEL SECURITY;
ALTER TABLE breaches_concerned FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_involved ENABLE ROW LEVEL SECURITY;
ALTER TABLE breaches_involved FORCE ROW LEVEL SECURITY;
ALTER TABLE breaches_deadline ENABLE ROW LEVEL SECURITY;
ALTER TABLE breaches_deadline FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_the_dpo ON breaches_breach FOR SELECT USING ((SELECT paravent_has_role('dpo')));
CREATE POLICY opened_by_whoever_watches ON breaches_breach FOR INSERT WITH CHECK (
    opened_by = paravent_actor() AND (SELECT paravent_has_role('dpo', 'administrator')) AND closed_at IS NULL);
CREATE POLICY worked_on_by_the_dpo ON breaches_breach FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND closed_at IS NULL) WITH CHECK ((SELECT paravent_has_role('dpo')));

CREATE POLICY read_by_the_dpo ON breaches_concerned FOR SELECT USING ((SELECT paravent_has_role('dpo')));
CREATE POLICY opened_by_whoever_watches ON breaches_concerned FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('dpo', 'administrator')));
CREATE POLICY read_by_the_dpo ON breaches_involved FOR SELECT USING ((SELECT paravent_has_role('dpo')));
CREATE POLICY opened_by_whoever_watches ON breaches_involved FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('dpo', 'administrator')));

-- That a clock runs is on every page of those who answer for it, outside any operation: it says nothing about anybody.
CREATE POLICY known_to_all ON breaches_deadline FOR SELECT USING (true);
CREATE POLICY started_with_a_breach ON breaches_deadline FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('dpo', 'administrator')));
CREATE POLICY stopped_by_the_dpo ON breaches_deadline FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND stopped_at IS NULL) WITH CHECK (stopped_at IS NOT NULL);
