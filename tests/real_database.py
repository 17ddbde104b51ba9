"""A pytest plugin: tests run on a real PostgreSQL, as the unprivileged role.

A plugin rather than a part of conftest.py, because the environment must be set before Django's settings are read. Where tests
run side by side, each worker reads this file, and so has a server and a folder of its own.
"""

import os
import shutil
import tempfile
from pathlib import Path

NO_WAITING = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""Nothing here outlives the tests, so nothing waits for the disk."""

HOME = Path(tempfile.mkdtemp(prefix="paravent-test-"))
HOME.chmod(0o755)
os.environ["PARAVENT_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "paravent.web.settings"

import psycopg

from paravent.keys.custody import ensure_keys
from paravent.web import cluster as embedded


def hurry(cluster: embedded.Cluster) -> None:
    """Let a test's server not wait for the disk; a copy of its folder does not either."""
    with psycopg.connect(cluster.url(embedded.SUPERUSER, "postgres"), autocommit=True) as server:
        for setting in NO_WAITING:
            server.execute(f"ALTER SYSTEM SET {setting}")
        server.execute("SELECT pg_reload_conf()")


ensure_keys(HOME)
CLUSTER = embedded.start(HOME)
hurry(CLUSTER)
os.environ["DATABASE_URL"] = CLUSTER.url(embedded.APP)
os.environ["PARAVENT_OWNER_DATABASE_URL"] = CLUSTER.url(embedded.OWNER)


def pytest_sessionfinish() -> None:
    """Stop the server, and leave nothing of it behind: each run would keep a hundred megabytes."""
    CLUSTER.stop()
    shutil.rmtree(HOME, ignore_errors=True)
