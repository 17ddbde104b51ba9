-- A bill opens for payment alone: to the clinician of its visit, to whoever cares for the patient (what was billed before decides
-- about the next code), and to reception, which does the billing. It holds codes and evidence, nothing of what a visit was about.
GRANT SELECT, INSERT, DELETE ON billing_bill, billing_tally TO paravent_app;
GRANT UPDATE (sealed_end, taken_back_by, taken_back_at, number, numbered_at) ON billing_bill TO paravent_app;
GRANT UPDATE (taken_back) ON billing_tally TO paravent_app;
GRANT SELECT, INSERT ON billing_casessaid, billing_terms TO paravent_app;

ALTER TABLE billing_bill ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_bill FORCE ROW LEVEL SECURITY;
CREATE POLICY read_for_payment ON billing_bill FOR SELECT USING (
    (SELECT paravent_has_role('system'))
    OR (paravent_purpose() = 'HPAYMT' AND (
        (clinician_id = paravent_actor() AND (SELECT paravent_has_role('clinician')))
        OR patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
        OR (SELECT paravent_has_role('reception')))));
-- Accepted by whoever held the visit, of a visit that is theirs and over. The installation makes the sample practice.
CREATE POLICY accepted_by_who_held_it ON billing_bill FOR INSERT WITH CHECK (
    accepted_by = paravent_actor() AND taken_back_at IS NULL AND number IS NULL
    AND ((SELECT paravent_has_role('system'))
         OR (clinician_id = paravent_actor() AND (SELECT paravent_has_role('clinician'))
             AND EXISTS (SELECT FROM visits_visit visit
                          WHERE visit.id = visit_id AND visit.clinician_id = paravent_actor()
                            AND visit.patient_id = billing_bill.patient_id AND visit.status = 'ended'))));
CREATE POLICY taken_back_or_numbered ON billing_bill FOR UPDATE
    USING ((clinician_id = paravent_actor() AND (SELECT paravent_has_role('clinician')))
           OR (SELECT paravent_has_role('reception', 'system')))
    WITH CHECK (taken_back_by IS NULL OR taken_back_by = paravent_actor());
-- Kept for ten years, gone after: by the installation, and nothing younger.
CREATE POLICY forgotten_after_its_term ON billing_bill FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND accepted_at < now() - interval '10 years');

-- Reception takes no bill back, what was taken back is not changed any more, and an invoice keeps its number.
CREATE FUNCTION paravent_guard_bill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.taken_back_at IS DISTINCT FROM OLD.taken_back_at
       AND NOT (OLD.clinician_id = paravent_actor() OR paravent_has_role('system')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'whoever held a visit takes its bill back';
    END IF;
    IF OLD.taken_back_at IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'what was taken back stays as it is';
    END IF;
    IF OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number THEN
        RAISE insufficient_privilege USING MESSAGE = 'an invoice keeps its number';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_bill BEFORE UPDATE ON billing_bill FOR EACH ROW EXECUTE FUNCTION paravent_guard_bill();

-- Sums of a quarter: no patient, no time finer than a week. Read by whoever has to keep within a limit or runs the practice.
ALTER TABLE billing_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_tally FORCE ROW LEVEL SECURITY;
CREATE POLICY read_at_work ON billing_tally FOR SELECT USING (
    (SELECT paravent_has_role('clinician', 'reception', 'administrator', 'system')));
CREATE POLICY added_by_who_held_it ON billing_tally FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('system'))
    OR (clinician_id = paravent_actor() AND NOT taken_back AND (SELECT paravent_has_role('clinician'))));
CREATE POLICY taken_back_by_who_held_it ON billing_tally FOR UPDATE
    USING ((SELECT paravent_has_role('system')) OR clinician_id = paravent_actor());
CREATE POLICY forgotten_after_its_term ON billing_tally FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND quarter_on < (now() - interval '10 years')::date);

ALTER TABLE billing_casessaid ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_casessaid FORCE ROW LEVEL SECURITY;
CREATE POLICY read_at_work ON billing_casessaid FOR SELECT USING (
    (SELECT paravent_has_role('clinician', 'reception', 'administrator', 'system')));
CREATE POLICY said_by_reception_or_the_administration ON billing_casessaid FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND (SELECT paravent_has_role('reception', 'administrator', 'system')));

ALTER TABLE billing_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY read_at_work ON billing_terms FOR SELECT USING (
    (SELECT paravent_has_role('clinician', 'reception', 'administrator', 'system')));
CREATE POLICY said_by_the_administration ON billing_terms FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND (SELECT paravent_has_role('administrator', 'system')));
