-- A signed note is read in the file, under its label. The draft beside it holds the same words, so it is its author's alone.
CREATE POLICY read_by_its_author ON visits_note AS RESTRICTIVE FOR SELECT USING (
    saved_by = paravent_actor() OR (SELECT paravent_has_role('system')));
-- What a patient was told may be about what is restricted: their own, and of those who care for them in person.
CREATE POLICY not_a_teams ON visits_summary AS RESTRICTIVE FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('system'))
    OR patient_id = ANY ((SELECT paravent_related('visit', 'referral', 'emergency'))::uuid[]));
