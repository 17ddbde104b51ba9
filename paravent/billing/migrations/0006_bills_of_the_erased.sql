-- Whose file was erased has a right to know what is still held of them (Art. 15 GDPR): bills are, for ten years. Nobody but they
-- themselves knows which; the data-protection officer finds them by what an invoice says, and sees those of nobody else.
CREATE POLICY found_by_the_officer ON billing_bill FOR SELECT USING (
    paravent_purpose() = 'HOPERAT' AND (SELECT paravent_has_role('dpo')) AND paravent_is_erased(patient_id));
