-- Django's and allauth's own tables: accounts, sessions, authenticators. No patient data.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, account_emailaddress, account_emailconfirmation,
      mfa_authenticator TO paravent_app;
GRANT SELECT ON django_content_type, auth_permission, auth_group, auth_group_permissions, django_migrations TO paravent_app;
DO $$
BEGIN
    EXECUTE (SELECT 'GRANT USAGE ON SEQUENCE ' || string_agg(quote_ident(sequencename), ', ') || ' TO paravent_app'
               FROM pg_sequences WHERE sequencename ~ '^(account_|mfa_)');
END $$;
