-- A text in doubt is shown to whom its resource is shown now, for this purpose, if they are a clinician and do not research: what
-- is relabelled, deleted, restricted or kept from them since then is kept from them here too. Only the installation puts one in.
GRANT SELECT, INSERT, DELETE ON doubts_doubt TO paravent_app;
GRANT UPDATE (sealed, decided_by, decided_at) ON doubts_doubt TO paravent_app;
ALTER TABLE doubts_doubt ENABLE ROW LEVEL SECURITY;
ALTER TABLE doubts_doubt FORCE ROW LEVEL SECURITY;

CREATE POLICY shown_with_its_resource ON doubts_doubt FOR SELECT USING (
    (SELECT paravent_has_role('clinician')) AND NOT (SELECT paravent_has_role('researcher')) AND paravent_purpose() = 'HRESCH'
    AND patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
    AND EXISTS (SELECT FROM records_resource resource WHERE resource.id = resource_id AND resource.deleted_at IS NULL));
-- The officer restricts and erases, the patient takes back: both find the rows. What is in them only the clinical key opens.
CREATE POLICY found_to_be_taken_away ON doubts_doubt FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system')) OR (patient_id = paravent_actor() AND paravent_purpose() = 'PATRQT'));

CREATE POLICY held_by_the_installation ON doubts_doubt FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('system')) AND decided_at IS NULL);
CREATE POLICY decided_once_in_care ON doubts_doubt FOR UPDATE
    USING (decided_at IS NULL AND (SELECT paravent_has_role('clinician')) AND NOT (SELECT paravent_has_role('researcher'))
           AND paravent_purpose() = 'HRESCH' AND patient_id = ANY ((SELECT paravent_cared_for())::uuid[]))
    WITH CHECK (decided_by = paravent_actor() AND decided_at IS NOT NULL);
CREATE POLICY sealed_anew_by_the_installation ON doubts_doubt FOR UPDATE USING ((SELECT paravent_has_role('system')));

CREATE POLICY taken_away ON doubts_doubt FOR DELETE USING (
    (SELECT paravent_has_role('dpo', 'system')) OR (patient_id = paravent_actor() AND paravent_purpose() = 'PATRQT'));
