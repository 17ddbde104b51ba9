-- The roles of a PostgreSQL server of your own. Run once, as the server's superuser, and choose the passwords:
--   psql -v owner="'…'" -v app="'…'" -v backup="'…'" -f deploy/postgresql/roles.sql
-- The owner migrates, the app serves and is bound by row security, the backup reads every (sealed) row and writes none.

CREATE ROLE paravent_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :owner;
CREATE ROLE paravent_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :app;
CREATE ROLE paravent_backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD :backup;
GRANT pg_read_all_data TO paravent_backup;
ALTER ROLE paravent_backup SET default_transaction_read_only = on;

CREATE DATABASE paravent OWNER paravent_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE paravent FROM PUBLIC;
GRANT CONNECT ON DATABASE paravent TO paravent_app, paravent_backup;

-- A statement that fails holds what somebody typed, and so does the detail of its error: the server's log gets neither.
ALTER ROLE paravent_app SET log_min_error_statement = 'panic';
ALTER ROLE paravent_app SET log_error_verbosity = 'terse';
ALTER ROLE paravent_owner SET log_min_error_statement = 'panic';
ALTER ROLE paravent_owner SET log_error_verbosity = 'terse';
