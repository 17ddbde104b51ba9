"""The ground to measure on: an installation of its own in a temporary folder, with one clinician and their patients."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from paravent.web import cluster
from paravent.web.cli.preparing import bring_up_to_date, collect_static_files, open_django, open_installation
from paravent.web.configuration import database

PLAIN = """
CREATE TABLE bench_resource (
    id uuid PRIMARY KEY, patient_id uuid NOT NULL, resource_type text NOT NULL, fhir_id text NOT NULL, content text NOT NULL);
CREATE INDEX bench_resource_of_patient ON bench_resource (patient_id, resource_type);
CREATE UNIQUE INDEX bench_resource_once ON bench_resource (resource_type, fhir_id);
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """A running installation, and the roles that its peers speak as."""

    server: cluster.Cluster

    @contextmanager
    def fresh_database(self) -> Iterator[None]:
        """Let what runs inside work on an empty, migrated database."""
        superuser = self.server.url(cluster.SUPERUSER, "postgres")
        self._become(cluster.APP, "bench_fresh", before=superuser)
        try:
            yield
        finally:
            self._become(cluster.APP, cluster.DATABASE)
            with psycopg.connect(superuser, autocommit=True) as connection:
                connection.execute("DROP DATABASE bench_fresh WITH (FORCE)")

    def superuser(self) -> str:
        """Return the address by which the superuser reaches the database that is worked on."""
        from django.db import connection

        return self.server.url(cluster.SUPERUSER, str(connection.settings_dict["NAME"]))

    @contextmanager
    def without_row_security(self) -> Iterator[None]:
        """Let what runs inside speak as the superuser, whom no policy binds."""
        self._become(cluster.SUPERUSER, cluster.DATABASE)
        try:
            yield
        finally:
            self._become(cluster.APP, cluster.DATABASE)

    def _become(self, role: str, name: str, before: str = "") -> None:
        from django.db import connection

        connection.close()
        connection.close_pool()
        if before:
            with psycopg.connect(before, autocommit=True) as server:
                server.execute(f"CREATE DATABASE {name} TEMPLATE bench_empty OWNER {cluster.OWNER}")
        connection.settings_dict.update(_settings(self.server.url(role, name)))


def _settings(url: str) -> dict[str, Any]:
    found = database(url, pooled=True)
    return {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "OPTIONS")}


@contextmanager
def ground() -> Iterator[Ground]:
    """Make the installation, and take it away at the end."""
    with tempfile.TemporaryDirectory(prefix="paravent-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = open_installation(home)
        if server is None:
            raise SystemExit("DATABASE_URL names a server: the figures are made on one of their own. Unset it.")
        try:
            bring_up_to_date(home)
            collect_static_files(home)
            _prepare_peer(server)
            open_django()
            yield Ground(server)
        finally:
            server.stop()


def _prepare_peer(server: cluster.Cluster) -> None:
    """Keep an empty copy for imports, and give the owner a table without any protection."""
    with psycopg.connect(server.url(cluster.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_empty TEMPLATE {cluster.DATABASE} OWNER {cluster.OWNER}")
    with psycopg.connect(server.url(cluster.OWNER)) as connection:
        connection.execute(PLAIN)


def open_peer(server: cluster.Cluster) -> None:
    """Make the owner's connection known to Django, under a name of its own."""
    from django.db import connections

    settings.DATABASES["owner"] = database(server.url(cluster.OWNER), pooled=True)
    connections.settings = connections.configure_settings(settings.DATABASES)
