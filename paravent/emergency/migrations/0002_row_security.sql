-- A broken glass is seen by whoever broke it, by the patient and by the data-protection officer. Only a clinician adds
-- one, for themselves, in an emergency; only the data-protection officer writes the review, and nothing else of it.
GRANT SELECT, INSERT ON emergency_glass TO paravent_app;
GRANT UPDATE (verdict, sealed_remark, reviewed_by, reviewed_at) ON emergency_glass TO paravent_app;

ALTER TABLE emergency_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE emergency_glass FORCE ROW LEVEL SECURITY;

CREATE POLICY seen_by_those_concerned ON emergency_glass FOR SELECT USING (
    clinician_id = paravent_actor() OR patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo')));
CREATE POLICY broken_by_a_clinician ON emergency_glass FOR INSERT WITH CHECK (
    clinician_id = paravent_actor() AND (SELECT paravent_has_role('clinician')) AND paravent_purpose() = 'ETREAT'
    AND reviewed_at IS NULL AND closes_at <= opened_at + interval '60 minutes');
CREATE POLICY reviewed_by_the_dpo ON emergency_glass FOR UPDATE
    USING ((SELECT paravent_has_role('dpo')) AND reviewed_at IS NULL)
    WITH CHECK (reviewed_by = paravent_actor());
