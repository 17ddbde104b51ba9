"""A query that somebody forgot to guard *cannot* show anything: with no operation open, row security gives the serving role no row of any table with patient data."""

import psycopg
import pytest

from tests.threats.cast import Practice, speak_as, tables_under_row_security


def test_with_no_operation_open_every_table_is_empty_to_the_serving_role(practice: Practice) -> None:
    tables = tables_under_row_security(practice)
    assert len(tables) >= 12

    with practice.as_superuser() as all_rows, practice.as_app() as app:
        for table in tables:
            there = all_rows.execute(f"SELECT count(*) FROM {table}").fetchone()
            seen = app.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert there != (0,), f"{table} holds nothing, so nothing was tried"
            assert seen == (0,), table


def test_nobody_is_left_over_from_the_last_operation(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.bea.person)
        assert app.execute("SELECT count(*) FROM visits_note").fetchone() == (1,)
        app.commit()

        for table in tables_under_row_security(practice):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_nothing_is_written_either(practice: Practice) -> None:
    with practice.as_superuser() as all_rows, practice.as_app() as app:
        before = all_rows.execute("SELECT sealed FROM visits_note").fetchall()

        assert app.execute("UPDATE visits_note SET sealed = 'x'").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            app.execute(
                "INSERT INTO people_patient (id, sealed, tokens, is_provisional, registered_at)"
                " VALUES (gen_random_uuid(), 'x', '{}', false, now())"
            )

        assert all_rows.execute("SELECT sealed FROM visits_note").fetchall() == before
