-- Who sat in a call, when, and by which link, is needed for running it and goes after 90 days. What the practice must
-- keep (the visit, its note, the consent, the log) stands elsewhere and stays. Only the installation itself forgets, and
-- nothing younger: neither a bug nor an injected statement can use this right to hide who was there yesterday.
GRANT DELETE ON visits_invitation, visits_party TO paravent_app;

CREATE POLICY forgotten_after_90_days ON visits_invitation FOR DELETE USING (
    (SELECT paravent_has_role('system'))
    AND EXISTS (SELECT FROM visits_visit visit WHERE visit.id = visit_id AND visit.ends_at < now() - interval '90 days'));

CREATE POLICY forgotten_after_90_days ON visits_party FOR DELETE USING (
    (SELECT paravent_has_role('system'))
    AND EXISTS (SELECT FROM visits_visit visit WHERE visit.id = visit_id AND visit.ends_at < now() - interval '90 days'));
