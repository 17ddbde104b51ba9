"""Copies of databases: what is slow to make is made once, and everybody who would damage it works on a copy."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from paravent.web import cluster as embedded


@contextmanager
def a_copy(cluster: embedded.Cluster, template: str = embedded.DATABASE, name: str = "") -> Iterator[str]:
    """Make a copy of a database in which nobody works, and drop it at the end of the block; yields its name."""
    name = name or f"paravent_{os.urandom(6).hex()}"
    disconnect()
    _said(cluster, f"CREATE DATABASE {name} TEMPLATE {template} OWNER {embedded.OWNER}")
    try:
        yield name
    finally:
        _said(cluster, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def at_work_in(name: str) -> Iterator[None]:
    """Let this process work in a database until the end of the block."""
    from django.db import connection

    disconnect()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        disconnect()
        connection.settings_dict["NAME"] = before


def disconnect() -> None:
    """Close what this process has open: a database in which somebody works cannot be copied."""
    from django.db import connection

    connection.close()
    connection.close_pool()


def _said(cluster: embedded.Cluster, statement: str) -> None:
    with psycopg.connect(cluster.url(embedded.SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(statement)  # type: ignore[arg-type]
