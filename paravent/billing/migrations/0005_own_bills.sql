-- What was billed for them is the patient's to read (Art. 15 and 20 GDPR): their own, when they ask for themselves, and to read alone.
-- A guest has no role in the tables: they are the patient for whom the gate speaks when it is asked for themselves.
CREATE POLICY read_by_whose_it_is ON billing_bill FOR SELECT USING (
    patient_id = paravent_actor() AND paravent_purpose() = 'PATRQT');
-- By which numbers payers know the practice and its clinicians stands on each claim: of no patient.
CREATE POLICY read_by_patients ON billing_terms FOR SELECT USING (
    paravent_purpose() = 'PATRQT' AND paravent_actor() IS NOT NULL);
