"""A pytest plugin: tests run on a real PostgreSQL, as the unprivileged role.

A plugin rather than a part of conftest.py, because the environment must be set before Django's settings are read.
"""

import os
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="paravent-test-"))
HOME.chmod(0o755)
os.environ["PARAVENT_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "paravent.web.settings"

from paravent.keys.custody import ensure_keys
from paravent.web import cluster as embedded

ensure_keys(HOME)
CLUSTER = embedded.start(HOME)
os.environ["DATABASE_URL"] = CLUSTER.url(embedded.APP)
os.environ["PARAVENT_OWNER_DATABASE_URL"] = CLUSTER.url(embedded.OWNER)


def pytest_sessionfinish() -> None:
    """Stop the server."""
    CLUSTER.stop()
