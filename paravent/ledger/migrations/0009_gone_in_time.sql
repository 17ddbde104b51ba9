-- "After 90 days at the latest" is what patients are told. With deletion every six hours from the ninetieth day on, it was a few
-- hours late: what is due goes twelve hours before, and still nothing younger.
ALTER POLICY forgotten_after_90_days ON ledger_whence USING (
    (SELECT paravent_has_role('system')) AND at < now() - interval '90 days' + interval '12 hours');
