"""What PostgreSQL says of itself: the role that serves, row security, rights on the log, and what shows when nobody asks."""

from typing import Any

from django.db import connection  # noqa: TID251 (asks the catalogue, and as nobody: no patient is shown)
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from paravent.access.queries import may_pass_row_security
from paravent.conformity.rulebook.installation import InDatabase

WITH_PATIENTS = """
SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND (relname = 'people_patient' OR EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'patient_id' AND NOT attisdropped))
 ORDER BY relname
"""
ON_LOG = """
SELECT held FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS held
 WHERE has_table_privilege(current_user, 'ledger_entry', held)
    OR (held <> 'DELETE' AND has_table_privilege(current_user, 'ledger_detail', held))
    OR (held = 'UPDATE' AND has_any_column_privilege(current_user, 'ledger_detail', held))
    OR (held <> 'INSERT' AND has_table_privilege(current_user, 'ledger_position', held))
"""
NOBODY = "SELECT paravent_speak_as(NULL, NULL, '')"
IS_ENCRYPTED = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"
LOCAL = {"", "localhost", "127.0.0.1", "::1"}


def in_database() -> InDatabase:
    """Return what PostgreSQL says of itself and of the role that serves."""
    with connection.cursor() as cursor:
        tables = _asked(cursor, WITH_PATIENTS)
        guarded = [str(name) for name, is_guarded in tables if is_guarded]
        return InDatabase(
            role_is_strong=may_pass_row_security(),
            guarded=len(guarded),
            bare=tuple(str(name) for name, is_guarded in tables if not is_guarded),
            leaking=tuple(name for name in guarded if _shows_anything(cursor, name)),
            rights_on_log=frozenset(held for (held,) in _asked(cursor, ON_LOG)),
            is_near=_is_near(),
            is_encrypted=bool(_asked(cursor, IS_ENCRYPTED)[0][0]),
            migrations_waiting=_migrations_waiting(),
        )


def _asked(cursor: Any, query: str | sql.Composed) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


def _shows_anything(cursor: Any, table: str) -> bool:
    """Tell whether a table shows a row although nobody asks."""
    _asked(cursor, NOBODY)
    return bool(_asked(cursor, sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))[0][0])


def _is_near() -> bool:
    host = connection.settings_dict.get("HOST") or ""
    return host in LOCAL or host.startswith("/")


def _migrations_waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
