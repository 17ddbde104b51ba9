-- A patient reads the uses that they were part of; a researcher those of their studies, but not who took part; the
-- data-protection officer all. The installation alone keeps a use. Nobody changes what was told of one.
GRANT SELECT, INSERT ON uses_use, uses_part, uses_removal TO paravent_app;
GRANT UPDATE (code_digest) ON uses_use TO paravent_app;
GRANT UPDATE (left_at, removal_id) ON uses_part TO paravent_app;
GRANT DELETE ON uses_part TO paravent_app;
GRANT UPDATE (batch, fetched_at, acknowledged_at, acknowledged_by) ON uses_removal TO paravent_app;

ALTER TABLE uses_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE uses_use FORCE ROW LEVEL SECURITY;
ALTER TABLE uses_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE uses_part FORCE ROW LEVEL SECURITY;
ALTER TABLE uses_removal ENABLE ROW LEVEL SECURITY;
ALTER TABLE uses_removal FORCE ROW LEVEL SECURITY;

CREATE POLICY read_by_whose_it_is ON uses_part FOR SELECT USING (
    (patient_id = paravent_actor() AND paravent_purpose() = 'PATRQT')
    OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY kept_by_the_installation ON uses_part FOR INSERT WITH CHECK (
    (SELECT paravent_has_role('system')) AND left_at IS NULL);
-- Once out, for good: who permits again is in the next use, not in this one.
CREATE POLICY left_once ON uses_part FOR UPDATE
    USING (left_at IS NULL AND (patient_id = paravent_actor() OR (SELECT paravent_has_role('dpo', 'system'))))
    WITH CHECK (left_at IS NOT NULL);
-- After an erasure nothing says who it was; the pseudonym stands in uses_removal.
CREATE POLICY gone_after_erasure ON uses_part FOR DELETE USING (
    (SELECT paravent_has_role('dpo', 'system')) AND paravent_is_erased(patient_id));

CREATE POLICY read_by_those_concerned ON uses_use FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system'))
    OR EXISTS (SELECT FROM uses_part part WHERE part.use_id = uses_use.id)
    OR EXISTS (SELECT FROM research_study study
                WHERE study.id = study_id AND study.proposed_by = paravent_actor()
                  AND (SELECT paravent_has_role('researcher'))));
CREATE POLICY kept_by_the_installation ON uses_use FOR INSERT WITH CHECK ((SELECT paravent_has_role('system')));
CREATE POLICY a_code_is_given_by_the_dpo ON uses_use FOR UPDATE USING ((SELECT paravent_has_role('dpo', 'system')));

-- Researchers see how many have to be deleted and since when; whose pseudonym it is they cannot open.
CREATE POLICY read_by_those_concerned ON uses_removal FOR SELECT USING (
    (SELECT paravent_has_role('dpo', 'system'))
    OR EXISTS (SELECT FROM uses_part part WHERE part.removal_id = uses_removal.id)
    OR EXISTS (SELECT FROM uses_use use
                 JOIN research_study study ON study.id = use.study_id AND study.proposed_by = paravent_actor()
                WHERE use.id = use_id AND (SELECT paravent_has_role('researcher'))));
-- Who takes somebody out sees that they are in: the patient themself, the officer, the installation.
CREATE POLICY asked_for_by_who_sees_the_part ON uses_removal FOR INSERT WITH CHECK (
    fetched_at IS NULL AND acknowledged_at IS NULL
    AND EXISTS (SELECT FROM uses_part part WHERE part.use_id = uses_removal.use_id AND part.left_at IS NULL));
CREATE POLICY fetched_and_acknowledged ON uses_removal FOR UPDATE
    USING (acknowledged_at IS NULL AND (SELECT paravent_has_role('dpo', 'system')))
    WITH CHECK ((SELECT paravent_has_role('dpo', 'system')));
