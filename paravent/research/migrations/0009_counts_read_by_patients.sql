-- How often a study was told a rounded number stands on the page of every patient whom it asks. The question itself is sealed.
CREATE POLICY counts_read_by_patients ON research_preview FOR SELECT USING (
    counted_at IS NOT NULL AND paravent_purpose() = 'PATRQT' AND paravent_actor() IS NOT NULL);
