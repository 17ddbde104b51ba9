"""Making a backup: one instant of the database, sealed on its way out of the pipe, and the keyring as it is now."""

import json
import os
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from paravent.kernel import clock
from paravent.kernel.streams import seal_stream
from paravent.keys.custody import backup_key, practice_secret
from paravent.web.backups.programs import dumped
from paravent.web.backups.terms import ENDING, KEYRING, Contents, Made

KEYS = "keys_patientkey"
LEFT_OUT = (KEYS, "people_session")
"""Tables whose rows stay behind: the keyring goes into a file of its own, and who is signed in now is nobody's loss."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
NEWEST = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
RING = "SELECT patient_id, scope, practice_key_id, wrapped, made_at FROM keys_patientkey ORDER BY patient_id, scope"
HELD = "SELECT patient_id, scope FROM keys_patientkey"
GZIP = 31

Progress = Callable[[int, int], object]
"""Told how many lines of the dump have passed, of about how many."""


def make_backup(url: str, folder: Path, progress: Progress) -> Made:
    """Write a dump and the keyring into a folder; raises BackupFailed. A dump that breaks off leaves no file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _instant(url) as (connection, snapshot):
        contents = _contents(connection)
        file = folder / f"paravent-{contents.made_at.replace(':', '')}{ENDING}"
        _write(file, _sealed("dump", contents.made_at, _compressed(_script(url, snapshot, contents, progress))))
        ring = connection.execute(RING).fetchall()
    keyring = folder / KEYRING
    _write(keyring, _sealed("keyring", contents.made_at, _lines(url, ring)))
    return Made(file, keyring, contents, file.stat().st_size)


@contextmanager
def _instant(url: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """Hold one instant of the database, by which pg_dump and we see the same rows."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def _contents(connection: psycopg.Connection[Any]) -> Contents:
    tables = [name for (name,) in connection.execute(TABLES) if name not in LEFT_OUT]
    note = connection.execute(NEWEST).fetchone()
    made_at = clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    return Contents(made_at, note[0] if note else "", {name: count_rows(connection, name) for name in tables})


def count_rows(connection: psycopg.Connection[Any], table: str) -> int:
    """Return how many rows a table has."""
    row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _script(url: str, snapshot: str, contents: Contents, progress: Progress) -> Iterator[bytes]:
    yield contents.line()
    total, passed = sum(contents.rows.values()), 0
    for piece in dumped(url, f"--snapshot={snapshot}", *(f"--exclude-table-data={name}" for name in LEFT_OUT)):
        yield piece
        passed += piece.count(b"\n")
        progress(passed, total)


def _compressed(content: Iterable[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(6, wbits=GZIP)
    for piece in content:
        yield packing.compress(piece)
    yield packing.flush()


def _lines(url: str, ring: list[tuple[Any, ...]]) -> Iterator[bytes]:
    """Yield the keys of that instant which still exist now: one that was destroyed meanwhile goes into no backup."""
    with psycopg.connect(url) as connection:
        held = set(connection.execute(HELD).fetchall())
    for patient, scope, practice_key_id, wrapped, made_at in ring:
        if (patient, scope) in held:
            line = [str(patient), scope, practice_key_id, b64encode(wrapped).decode(), made_at.isoformat()]
            yield json.dumps(line).encode() + b"\n"


def _sealed(kind: str, made_at: str, content: Iterable[bytes]) -> Iterator[bytes]:
    key_id = practice_secret().key_id
    return seal_stream(backup_key(key_id), {"kind": kind, "made_at": made_at, "practice_key": key_id}, content)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    draft = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
