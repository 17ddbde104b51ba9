-- Whether somebody is told by e-mail is their own to switch; the installation tells, and keeps up to when it has.
GRANT SELECT, INSERT, DELETE ON rights_telling TO paravent_app;
GRANT UPDATE (told_until, told_at) ON rights_telling TO paravent_app;
ALTER TABLE rights_telling ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_telling FORCE ROW LEVEL SECURITY;

CREATE POLICY of_the_patient ON rights_telling FOR SELECT USING (
    patient_id = paravent_actor() OR (SELECT paravent_has_role('system')));
CREATE POLICY switched_on_by_the_patient ON rights_telling FOR INSERT WITH CHECK (patient_id = paravent_actor());
CREATE POLICY switched_off_by_the_patient ON rights_telling FOR DELETE USING (
    patient_id = paravent_actor() OR ((SELECT paravent_has_role('system')) AND paravent_is_erased(patient_id)));
CREATE POLICY told_by_the_installation ON rights_telling FOR UPDATE USING ((SELECT paravent_has_role('system')));
