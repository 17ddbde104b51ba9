-- A clinician reads a study where a text waits for it that is shown to them, which row security of texts decides; of other studies they see nothing.
DROP POLICY approved_ones_read_by_clinicians ON research_study;
CREATE POLICY read_where_a_text_waits ON research_study FOR SELECT USING (
    is_approved AND paravent_purpose() = 'HRESCH' AND (SELECT paravent_has_role('clinician'))
    AND EXISTS (SELECT FROM doubts_doubt doubt WHERE doubt.decided_at IS NULL AND research_study.id = ANY (doubt.studies)));
