-- Why there is nothing any more: written once, in one's own name, about somebody who is erased; read by the officer.
GRANT SELECT, INSERT ON visits_erasure TO paravent_app;
ALTER TABLE visits_erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits_erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY read_by_the_officer ON visits_erasure FOR SELECT USING ((SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY written_with_the_erasure ON visits_erasure FOR INSERT WITH CHECK (
    erased_by = paravent_actor() AND (SELECT paravent_has_role('dpo', 'system')) AND paravent_is_erased(patient_id));
