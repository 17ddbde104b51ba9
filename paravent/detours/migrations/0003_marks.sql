-- Asked for payment alone, by whoever bills or hands out: what was billed before its visit was owned up to stays in the house.
-- A mark leads to no visit, clinician or patient, and its time is a quarter (docs/adr/0119-what-leaves-the-house-to-be-paid.md).
GRANT SELECT, INSERT, DELETE ON detours_mark TO paravent_app;

ALTER TABLE detours_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE detours_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY read_for_payment ON detours_mark FOR SELECT USING (
    (SELECT paravent_has_role('system'))
    OR (paravent_purpose() = 'HPAYMT' AND (SELECT paravent_has_role('clinician', 'reception', 'program'))));
CREATE POLICY left_by_who_owned_up ON detours_mark FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('clinician', 'system')));
-- As long as bills are kept, and no longer.
CREATE POLICY forgotten_after_its_term ON detours_mark FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND quarter_on < (now() - interval '10 years')::date);
