"""What PostgreSQL says of itself: the role that serves, row security, rights on the log, and what shows when nobody asks."""

from functools import cache, partial
from typing import Any

from django.db import connection  # noqa: TID251 (asks the catalogue, and as nobody: no patient is shown)
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from paravent.access.queries import may_pass_row_security
from paravent.conformity.gathering.having import had
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
ON_VERSIONS = """
SELECT held FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS held
 WHERE has_table_privilege(current_user, 'records_earlier', held)
    OR (held <> 'UPDATE' AND has_table_privilege(current_user, 'records_resource', held))
"""
"""Of an earlier version two columns may change while its file is provisional (row security): no right on the whole row comes of that."""
NOBODY = "SELECT paravent_speak_as(NULL, NULL, '')"
IS_ENCRYPTED = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"
LOCAL = {"", "localhost", "127.0.0.1", "::1"}


def in_database() -> InDatabase:
    """Return what PostgreSQL says of itself and of the role that serves."""
    tables = cache(partial(_asked, WITH_PATIENTS))
    return InDatabase(
        role_is_strong=had(may_pass_row_security),
        guarded=had(lambda: len(_named(tables(), guarded=True))),
        bare=had(lambda: _named(tables(), guarded=False)),
        leaking=had(lambda: tuple(name for name in _named(tables(), guarded=True) if _shows_anything(name))),
        rights_on_log=had(lambda: frozenset(held for (held,) in _asked(ON_LOG))),
        rights_on_versions=had(lambda: frozenset(held for (held,) in _asked(ON_VERSIONS))),
        is_near=had(_is_near),
        is_encrypted=had(lambda: bool(_asked(IS_ENCRYPTED)[0][0])),
        migrations_waiting=had(_migrations_waiting),
    )


def _named(tables: list[tuple[Any, ...]], *, guarded: bool) -> tuple[str, ...]:
    return tuple(str(name) for name, is_guarded in tables if bool(is_guarded) is guarded)


def _asked(query: str | sql.Composed) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _shows_anything(table: str) -> bool:
    """Tell whether a table shows a row although nobody asks."""
    _asked(NOBODY)
    return bool(_asked(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))[0][0])


def _is_near() -> bool:
    host = connection.settings_dict.get("HOST") or ""
    return host in LOCAL or host.startswith("/")


def _migrations_waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
