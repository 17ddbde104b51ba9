-- "After 90 days at the latest" is what patients are told. With deletion every six hours from the ninetieth day on, it was a few
-- hours late: what is due goes twelve hours before, and still nothing younger.
ALTER POLICY forgotten_after_90_days ON visits_invitation USING (
    (SELECT paravent_has_role('system'))
    AND EXISTS (SELECT FROM visits_visit visit
                 WHERE visit.id = visit_id AND visit.ends_at < now() - interval '90 days' + interval '12 hours'));
ALTER POLICY forgotten_after_90_days ON visits_party USING (
    (SELECT paravent_has_role('system'))
    AND EXISTS (SELECT FROM visits_visit visit
                 WHERE visit.id = visit_id AND visit.ends_at < now() - interval '90 days' + interval '12 hours'));
