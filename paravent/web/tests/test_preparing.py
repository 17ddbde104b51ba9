"""What is done before anything is served, and what is left alone because it was done already."""

import subprocess
import sys

import psycopg
import pytest

from paravent.web import cluster as embedded
from paravent.web.cli.preparing import is_migrated

LOADED = """
import sys
import django
django.setup()
print(sorted({"numpy", "polars"} & set(sys.modules)))
"""
NEWEST = "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)"


def test_a_migration_that_the_database_has_not_had_is_noticed(fresh_database: str, cluster: embedded.Cluster) -> None:
    owner = cluster.url(embedded.OWNER, fresh_database)
    assert is_migrated(owner)

    with psycopg.connect(owner) as connection:
        connection.execute(NEWEST)

    assert not is_migrated(owner)


@pytest.mark.usefixtures("django_db_setup")
def test_a_database_in_which_nothing_is_has_had_none(cluster: embedded.Cluster) -> None:
    assert not is_migrated(cluster.url(embedded.OWNER, "postgres"))


def test_a_command_begins_without_what_only_studies_compute_with() -> None:
    assert subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True).stdout == b"[]\n"
