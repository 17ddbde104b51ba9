"""PostgreSQL's own programs, spoken to through pipes: nothing in clear touches a disk, no password stands in a process list."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict

from paravent.web import cluster
from paravent.web.backups.terms import BackupFailed

PIECE = 256 * 1024
NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "service": "PGSERVICE",
}


def dumped(url: str, *options: str) -> Iterator[bytes]:
    """Yield what pg_dump writes; raises BackupFailed with its first complaint."""
    with _running("pg_dump", url, *options, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 (asked for above)
        while piece := process.stdout.read(PIECE):
            yield piece
        _finish(process)


def run_script(url: str, script: Iterable[bytes]) -> None:
    """Feed a script to psql; it stops at the first error. If the script itself breaks off, so does its transaction."""
    options = "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", "-"
    with _running("psql", url, *options, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None  # noqa: S101 (asked for above)
        try:
            for piece in script:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            # psql has ended: it says why below.
            process.stdin = None
        _finish(process)


@contextmanager
def _running(
    name: str, url: str, *options: str, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with psycopg.connect(url) as connection:
        program = _program(name, connection.info)
    spoken_to = {NAMES[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in NAMES}
    command, environment = [str(program), *options], os.environ | spoken_to
    with subprocess.Popen(  # noqa: S603 (our own words)
        command, env=environment, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        except BaseException:
            # Killed rather than closed: an end of input would look like the end of the script.
            process.kill()
            raise


def _finish(process: subprocess.Popen[bytes]) -> None:
    said = _complaint(process.stderr)
    if process.wait():
        raise BackupFailed(said)


def _complaint(stderr: IO[bytes] | None) -> str:
    """Return the first line of a complaint: the following ones may quote rows."""
    lines = stderr.read().decode(errors="replace").splitlines() if stderr else []
    return next((line for line in lines if "rror" in line or "ERROR" in line or "FATAL" in line), "")


def _program(name: str, server: psycopg.ConnectionInfo) -> Path:
    """Return the program that the wheel brings; for a server across a network or newer than it, the one in the path.

    The wheel is built without OpenSSL: across a network its programs could only speak in clear.
    """
    is_elsewhere = bool(server.host) and not server.host.startswith("/")
    is_newer = server.server_version // 10_000 > psycopg.pq.version() // 10_000
    found = shutil.which(name) if is_elsewhere or is_newer else None
    return Path(found) if found else cluster.programs() / name
