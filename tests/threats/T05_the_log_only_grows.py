"""Nothing that the application's database role says *can* change, remove or empty a line of the log: it holds no UPDATE and no TRUNCATE there, and no DELETE but of who and why in lines about a patient whose keys were destroyed or older than three years (T126), which verification misses unless a line in the log vouches for it."""

import psycopg
import pytest

from paravent.access.terms import INSTALLATION
from tests.threats.cast import Practice, speak_as

LINES = """
SELECT count(*) FROM ledger_detail
 WHERE patient_id IS NULL OR patient_id IN (SELECT patient_id FROM keys_patientkey)
    OR patient_id NOT IN (SELECT id FROM people_patient)
"""
KEPT = ("ledger_entry", "ledger_detail", "ledger_position", "ledger_checkpoint")
COLUMNS = {
    "ledger_entry": "leaf",
    "ledger_detail": "actor_id",
    "ledger_position": "entry_id",
    "ledger_checkpoint": "root",
}


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
        "DROP TABLE {table}",
        "ALTER TABLE {table} ADD COLUMN forged text",
        "CREATE RULE forged AS ON INSERT TO {table} DO INSTEAD NOTHING",
        "CREATE TRIGGER forged BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "MERGE INTO {table} USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}",
    ],
)
def test_the_serving_role_rewrites_nothing(practice: Practice, table: str, statement: str) -> None:
    keys = {"ledger_entry": "id", "ledger_detail": "entry_id", "ledger_position": "position"}
    text = statement.format(table=table, column=COLUMNS[table], key=keys.get(table, "size"))
    with practice.as_app() as app:
        speak_as(app, INSTALLATION.person)

        if table == "ledger_detail" and statement.startswith("DELETE"):
            app.execute(text)
            assert app.execute(LINES).fetchone() == lines_of(practice)
            return
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.WrongObjectType)):
            app.execute(text)


def lines_of(practice: Practice) -> tuple[int] | None:
    """Return how many lines there are about patients who have keys, about nobody, and about somebody who never was."""
    with practice.as_superuser() as superuser:
        return superuser.execute(LINES).fetchone()


@pytest.mark.parametrize("statement", ["UPDATE ledger_pending SET entry_id = entry_id", "TRUNCATE ledger_pending"])
def test_the_queue_is_emptied_by_positions_alone(practice: Practice, statement: str) -> None:
    with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_the_catalogue_says_the_same(practice: Practice) -> None:
    wanted = (
        "SELECT has_any_column_privilege('paravent_app', %s, 'UPDATE'), has_table_privilege('paravent_app', %s, %s)"
    )
    with practice.as_superuser() as superuser:
        for table in KEPT:
            never = "TRUNCATE, TRIGGER" if table == "ledger_detail" else "DELETE, TRUNCATE, TRIGGER"
            assert superuser.execute(wanted, [table, table, never]).fetchone() == (False, False)
