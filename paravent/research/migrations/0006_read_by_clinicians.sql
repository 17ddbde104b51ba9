-- A clinician is asked about a text by a study, and reads which: of those that were approved, for research alone. Patients read them too.
CREATE POLICY approved_ones_read_by_clinicians ON research_study FOR SELECT USING (
    is_approved AND paravent_purpose() = 'HRESCH' AND (SELECT paravent_has_role('clinician')));
