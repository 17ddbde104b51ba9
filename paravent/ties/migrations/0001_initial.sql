-- A declared tie is known to whoever declared it, to the data-protection officer, and to the installation, which judges. The
-- other side does not see it: a patient may fear whom they name. It is never rewritten; taken back, it stays with its end.
GRANT SELECT, INSERT ON ties_declaration TO paravent_app;
GRANT UPDATE (withdrawn_at) ON ties_declaration TO paravent_app;
ALTER TABLE ties_declaration ENABLE ROW LEVEL SECURITY;
ALTER TABLE ties_declaration FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_whoever_declared_it ON ties_declaration FOR SELECT USING (
    (by_patient AND patient_id = paravent_actor()) OR (NOT by_patient AND person_id = paravent_actor())
    OR (SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY declared_by_oneself ON ties_declaration FOR INSERT WITH CHECK (
    noted_by = paravent_actor() AND withdrawn_at IS NULL
    AND noted_by = CASE WHEN by_patient THEN patient_id ELSE person_id END);
CREATE POLICY taken_back_by_oneself ON ties_declaration FOR UPDATE
    USING (noted_by = paravent_actor() AND withdrawn_at IS NULL) WITH CHECK (noted_by = paravent_actor());

-- Who is on the list is seen by the data-protection officer and judged by the installation; nobody else reads it, not even
-- whoever proposed somebody. Reception proposes, the data-protection officer decides and ends.
GRANT SELECT, INSERT ON ties_notable TO paravent_app;
GRANT UPDATE (decided_by, decided_at, declined, ends_at) ON ties_notable TO paravent_app;
ALTER TABLE ties_notable ENABLE ROW LEVEL SECURITY;
ALTER TABLE ties_notable FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_by_the_dpo ON ties_notable FOR SELECT USING ((SELECT paravent_has_role('dpo', 'system')));
CREATE POLICY proposed_by_reception_decided_by_the_dpo ON ties_notable FOR INSERT WITH CHECK (
    proposed_by = paravent_actor()
    AND ((SELECT paravent_has_role('dpo')) AND decided_by = paravent_actor()
         OR (SELECT paravent_has_role('reception', 'dpo')) AND decided_by IS NULL));
CREATE POLICY decided_by_the_dpo ON ties_notable FOR UPDATE
    USING ((SELECT paravent_has_role('dpo'))) WITH CHECK (decided_by = paravent_actor() OR decided_by IS NOT NULL);

-- Where somebody lives is given by an administrator, optional, seen by them and by whom it is about, and deleted on a word.
GRANT SELECT, INSERT, DELETE ON ties_home TO paravent_app;
GRANT UPDATE (sealed, phone_tokens, door_tokens, said_by, said_at) ON ties_home TO paravent_app;
ALTER TABLE ties_home ENABLE ROW LEVEL SECURITY;
ALTER TABLE ties_home FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_whom_it_is_about ON ties_home FOR SELECT USING (
    person_id = paravent_actor() OR (SELECT paravent_has_role('administrator', 'system')));
CREATE POLICY given_by_an_administrator ON ties_home FOR INSERT WITH CHECK (
    said_by = paravent_actor() AND (SELECT paravent_has_role('administrator')));
CREATE POLICY changed_by_an_administrator ON ties_home FOR UPDATE
    USING ((SELECT paravent_has_role('administrator'))) WITH CHECK (said_by = paravent_actor());
CREATE POLICY deleted_by_an_administrator ON ties_home FOR DELETE USING ((SELECT paravent_has_role('administrator')));
