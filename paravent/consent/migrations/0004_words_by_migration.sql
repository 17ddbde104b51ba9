-- New words come with a migration, which the owner runs. Nothing that serves adds any: an injected INSERT would change what
-- the next patient is asked to agree to.
REVOKE INSERT ON consent_text FROM paravent_app;
