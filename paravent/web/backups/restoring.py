"""The way back: into a database beside the present one, looked through there, and only then put in its place."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from paravent.ledger.notes import Head
from paravent.ledger.signers import SignerList
from paravent.web import cluster
from paravent.web.backups.checking import check
from paravent.web.backups.programs import run_script
from paravent.web.backups.reading import Source, contents_of, script_of
from paravent.web.backups.terms import AnotherLog, Checked, Contents, NotEmpty, StillServed, WouldFork

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
AGAIN = "_restored"
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Target:
    """The database to restore into, as a role that may make databases reaches it."""

    url: str

    @property
    def name(self) -> str:
        """The database's name."""
        return str(conninfo_to_dict(self.url)["dbname"])

    def at(self, database: str) -> str:
        """Return the address of another database of the same server."""
        return make_conninfo(self.url, dbname=database)


def try_backup(source: Source, signers: SignerList, progress: Progress) -> Checked:
    """Restore a backup into a scratch server, look through it, and remove it; raises what `check` raises."""
    folder = Path(tempfile.mkdtemp(prefix="paravent-scratch-"))
    # The server's own user passes through; what is inside is the server's alone.
    folder.chmod(0o711)
    server = cluster.start(folder)
    try:
        _hurry(server.url(cluster.SUPERUSER))
        run_script(server.url(cluster.SUPERUSER), script_of(source, progress))
        return check(server.url(cluster.SUPERUSER), contents_of(source), signers)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(url: str) -> None:
    """Let a scratch server not wait for the disk: nothing in it outlives the command."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def refuse_fork(contents: Contents, known: Head | None, *, accepted: bool) -> int:
    """Return how many signed entries the backup lacks; raises WouldFork where that was not accepted, and AnotherLog."""
    head = contents.head or Head("", 0, b"")
    if known is None or head.size > known.size:
        return 0
    if head.size == known.size and head.root != known.root:
        raise AnotherLog
    if head.size < known.size and not accepted:
        raise WouldFork(known.size - head.size, contents.made_at)
    return known.size - head.size


def refuse_full(target: Target, *, replace: bool) -> None:
    """Raise NotEmpty where a practice is there already, StillServed where somebody uses it."""
    with psycopg.connect(target.url) as connection:
        tables, others = _number(connection, TABLES), _number(connection, OTHERS, target.name)
    if tables and not replace:
        raise NotEmpty
    if others:
        raise StillServed


def restore(source: Source, target: Target, signers: SignerList, known: Head | None, progress: Progress) -> Checked:
    """Restore into the target's place; what fails on the way leaves everything as it was."""
    with _beside(target) as name:
        run_script(target.at(name), script_of(source, progress))
        found = check(target.at(name), contents_of(source), signers, known)
        _put_in_place(target, name)
    return found


@contextmanager
def _beside(target: Target) -> Iterator[str]:
    name = target.name + AGAIN
    with _server(target) as server:
        _drop(server, name)
        make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
        server.execute(make.format(sql.Identifier(name), sql.Identifier(cluster.OWNER)))
        try:
            yield name
        finally:
            _drop(server, name)


def _put_in_place(target: Target, name: str) -> None:
    """Let the databases change names in one transaction: at each instant there is one that is whole."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with _server(target) as server, server.transaction():
        server.execute(rename.format(sql.Identifier(target.name), sql.Identifier(name + "_before")))
        server.execute(rename.format(sql.Identifier(name), sql.Identifier(target.name)))
        server.execute(rename.format(sql.Identifier(name + "_before"), sql.Identifier(name)))


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _server(target: Target) -> psycopg.Connection[Any]:
    return psycopg.connect(target.at("postgres"), autocommit=True)


def _number(connection: psycopg.Connection[Any], query: str, *values: str) -> int:
    row = connection.execute(query, values or None).fetchone()
    return int(row[0]) if row else 0
