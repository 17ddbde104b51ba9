-- A request is read by whoever made it and answered by the data-protection officer; reception reads the corrections it makes.
-- Nobody deletes one but the installation, three years after its answer.
GRANT SELECT, INSERT, DELETE ON rights_request, rights_requestdeadline, rights_pickup, rights_correction TO paravent_app;
GRANT UPDATE (sealed_wish, sealed_extension, outcome, sealed_answer, answered_by, answered_at) ON rights_request TO paravent_app;
GRANT UPDATE (due_at, stopped_at) ON rights_requestdeadline TO paravent_app;
GRANT UPDATE (used_at, ends_at) ON rights_pickup TO paravent_app;

ALTER TABLE rights_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_request FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_requestdeadline ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_requestdeadline FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_pickup ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_pickup FORCE ROW LEVEL SECURITY;
ALTER TABLE rights_correction ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_correction FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_those_concerned ON rights_request FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo', 'system'))
    OR (kind = 'correction' AND answered_at IS NULL AND (SELECT paravent_has_role('reception'))));
CREATE POLICY made_by_the_patient_or_entered ON rights_request FOR INSERT WITH CHECK (
    entered_by = paravent_actor() AND answered_at IS NULL
    AND (patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo'))));
CREATE POLICY answered_by_the_dpo ON rights_request FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND answered_at IS NULL) WITH CHECK ((SELECT paravent_has_role('dpo')));
CREATE POLICY emptied_after_erasure ON rights_request FOR UPDATE USING (
    (SELECT paravent_has_role('system')) AND paravent_is_erased(patient_id));
-- Reception corrects what a request says is wrong, and takes its row so that nobody corrects it twice at once.
CREATE POLICY held_by_reception ON rights_request FOR UPDATE
    USING (kind = 'correction' AND answered_at IS NULL AND (SELECT paravent_has_role('reception'))) WITH CHECK (false);
CREATE POLICY gone_after_three_years ON rights_request FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND answered_at < now() - interval '1095 days');

-- That a deadline runs may be asked by every page of those who answer for it: it says nothing about anybody.
CREATE POLICY known_to_all ON rights_requestdeadline FOR SELECT USING (true);
CREATE POLICY started_with_its_request ON rights_requestdeadline FOR INSERT WITH CHECK (
    EXISTS (SELECT FROM rights_request request WHERE request.id = request_id));
CREATE POLICY moved_and_stopped_by_the_dpo ON rights_requestdeadline FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND stopped_at IS NULL) WITH CHECK ((SELECT paravent_has_role('dpo')));
CREATE POLICY gone_with_its_request ON rights_requestdeadline FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND stopped_at < now() - interval '1095 days');

CREATE POLICY looked_up ON rights_pickup FOR SELECT USING ((SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY given_by_the_dpo ON rights_pickup FOR INSERT WITH CHECK (
    made_by = paravent_actor() AND (SELECT paravent_has_role('dpo')));
CREATE POLICY used_or_ended ON rights_pickup FOR UPDATE USING ((SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY gone_when_ended ON rights_pickup FOR DELETE USING (
    (SELECT paravent_has_role('system')) AND ends_at < now());

CREATE POLICY read_by_those_concerned ON rights_correction FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY made_by_reception ON rights_correction FOR INSERT WITH CHECK (
    corrected_by = paravent_actor() AND (SELECT paravent_has_role('reception')));
CREATE POLICY gone_after_three_years ON rights_correction FOR DELETE USING (
    (SELECT paravent_has_role('system'))
    AND (corrected_at < now() - interval '1095 days' OR paravent_is_erased(patient_id)));
