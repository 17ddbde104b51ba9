-- Reception sees who comes when (visits, parties, invitations), never a note. A guest sees what their invitation is for.
GRANT SELECT, INSERT, UPDATE ON visits_visit, visits_invitation, visits_party, visits_note TO paravent_app;

-- The clinician of a visit, and the patient whose visit it is.
ALTER TABLE visits_visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_visit FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_by_those_concerned ON visits_visit FOR SELECT USING (
    patient_id = paravent_actor()
    OR clinician_id = paravent_actor()
    OR patient_id = ANY ((SELECT paravent_cared_for())::uuid[])
    OR (SELECT paravent_has_role('reception', 'system')));
CREATE POLICY booked_by_staff ON visits_visit FOR INSERT WITH CHECK (
    made_by = paravent_actor()
    AND ((clinician_id = paravent_actor() AND (SELECT paravent_has_role('clinician')))
         OR (SELECT paravent_has_role('reception', 'system'))));
CREATE POLICY run_by_its_clinician_or_reception ON visits_visit FOR UPDATE USING (
    clinician_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'system')));

ALTER TABLE visits_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_by_bearer_and_staff ON visits_invitation FOR SELECT USING (
    digest = (SELECT paravent_bearer())
    OR EXISTS (SELECT FROM visits_visit visit WHERE visit.id = visit_id
                AND (visit.clinician_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'system')))));
CREATE POLICY made_by_staff ON visits_invitation FOR INSERT WITH CHECK (
    made_by = paravent_actor() AND (SELECT paravent_has_role('clinician', 'reception', 'system')));
CREATE POLICY changed_by_staff ON visits_invitation FOR UPDATE USING (
    EXISTS (SELECT FROM visits_visit visit WHERE visit.id = visit_id
             AND (visit.clinician_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'system')))));

ALTER TABLE visits_party ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_party FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_in_the_room_and_at_reception ON visits_party FOR SELECT USING (
    patient_id = paravent_actor()
    OR EXISTS (SELECT FROM visits_visit visit WHERE visit.id = visit_id
                AND (visit.clinician_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'system')))));
CREATE POLICY seated ON visits_party FOR INSERT WITH CHECK (
    (kind = 'patient' AND patient_id = paravent_actor())
    OR (kind = 'clinician' AND staff_id = paravent_actor() AND (SELECT paravent_has_role('clinician'))));
-- A guest may leave; only staff of the visit admit. The app role cannot tell the two apart by column, the policy does.
CREATE POLICY moved_by_staff ON visits_party FOR UPDATE USING (
    EXISTS (SELECT FROM visits_visit visit WHERE visit.id = visit_id
             AND (visit.clinician_id = paravent_actor() OR (SELECT paravent_has_role('reception', 'system')))));
CREATE POLICY left_by_the_guest ON visits_party FOR UPDATE
    USING (kind = 'patient' AND patient_id = paravent_actor())
    WITH CHECK (kind = 'patient' AND patient_id = paravent_actor() AND state IN ('left', 'waiting'));

-- The note: clinicians with a relation to the patient, and nobody else. Reception has no policy here at all.
ALTER TABLE visits_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_note FORCE ROW LEVEL SECURITY;
CREATE POLICY read_in_care ON visits_note FOR SELECT USING (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
CREATE POLICY written_in_care ON visits_note FOR INSERT WITH CHECK (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
CREATE POLICY rewritten_in_care ON visits_note FOR UPDATE USING (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));

-- What the patient was told at the end: theirs, and their clinicians'.
GRANT SELECT, INSERT, UPDATE ON visits_summary TO paravent_app;
ALTER TABLE visits_summary ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_summary FORCE ROW LEVEL SECURITY;
CREATE POLICY read_by_the_patient_and_in_care ON visits_summary FOR SELECT USING (
    patient_id = paravent_actor() OR patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
CREATE POLICY written_in_care ON visits_summary FOR INSERT WITH CHECK (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
CREATE POLICY rewritten_in_care ON visits_summary FOR UPDATE USING (
    patient_id = ANY ((SELECT paravent_cared_for())::uuid[]));
