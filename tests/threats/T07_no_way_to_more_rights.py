"""The application's database role *cannot* become another, switch row security off, change a policy or lend itself a function's rights; a statement smuggled into it *can* claim to be anybody towards row security, and then finds sealed envelopes."""

import psycopg
import pytest

from paravent.access.terms import INSTALLATION
from tests.threats.cast import CLINICAL, WORDS, Practice, speak_as
from tests.threats.searching import traces


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE paravent_owner",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION paravent_owner",
        "ALTER ROLE paravent_app BYPASSRLS",
        "ALTER ROLE paravent_app SUPERUSER",
        "CREATE ROLE forged LOGIN SUPERUSER",
        "GRANT paravent_owner TO paravent_app",
        "ALTER TABLE visits_note DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE visits_note NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE visits_note OWNER TO paravent_app",
        "CREATE POLICY forged ON visits_note USING (true)",
        "DROP POLICY read_in_care ON visits_note",
        "ALTER POLICY read_in_care ON visits_note USING (true)",
        "CREATE FUNCTION public.forged() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT 'x' $$",
        "CREATE OR REPLACE FUNCTION paravent_actor() RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$",
        "ALTER FUNCTION paravent_actor() OWNER TO paravent_app",
        "CREATE SCHEMA forged",
        "CREATE TABLE public.forged (x text)",
        "CREATE EXTENSION dblink",
        "COPY people_patient TO PROGRAM 'cat'",
        "COPY pg_authid TO STDOUT",
        "SELECT rolpassword FROM pg_authid",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT lo_import('/etc/passwd')",
        "SET row_security = off; SELECT * FROM visits_note",
        "DELETE FROM people_staff",
        "DELETE FROM people_rolegrant",
        "DELETE FROM people_carerelation",
        "UPDATE keys_patientkey SET scope = 'identity'",
    ],
)
def test_the_serving_role_stays_what_it_is(practice: Practice, statement: str) -> None:
    with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_no_function_lends_its_owners_rights(practice: Practice) -> None:
    wanted = """
        SELECT proname FROM pg_proc JOIN pg_roles owner ON owner.oid = proowner
         WHERE prosecdef AND has_function_privilege('paravent_app', pg_proc.oid, 'EXECUTE')
    """
    with practice.as_superuser() as superuser:
        assert superuser.execute(wanted).fetchall() == []


def test_every_view_would_ask_as_its_reader(practice: Practice) -> None:
    wanted = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    with practice.as_superuser() as superuser:
        assert superuser.execute(wanted).fetchall() == []


def test_who_claims_to_be_the_installation_finds_envelopes(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, INSTALLATION.person)
        found = app.execute("SELECT sealed FROM records_resource UNION ALL SELECT sealed FROM records_blob").fetchall()

    assert len(found) > 4
    assert not [name for name in CLINICAL if traces(b"".join(bytes(one) for (one,) in found), WORDS[name])]
