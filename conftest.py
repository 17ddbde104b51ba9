"""One database server a session, one fresh database where a test commits; see tests/real_database.py."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from whitenoise import WhiteNoise

from paravent.access.purposes import rehearse
from paravent.web import cluster as embedded
from tests.copies import a_copy, at_work_in
from tests.real_database import CLUSTER

pytest_plugins = ["paravent.people.tests.cast", "tests.threats.rewritten", "tests.threats.red_team.plays"]

# A busy machine is slow at making examples; that says nothing about what is tried with them.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# What only tests do has no line in the table of purposes; so it is listed here, for the tests alone.
REHEARSED = "agree ask damage file forget look make past prepared read rows sql team use withdraw write"
rehearse([f"test.{verb}" for verb in REHEARSED.split()] + ["a.b", "c.d", "visit.see"])


def pytest_collection_finish() -> None:
    """Set aside what was loaded and collected: it stays until the end, and need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> embedded.Cluster:
    """Return the running server."""
    return CLUSTER


@pytest.fixture(scope="session", autouse=True)
def words_are_compiled() -> None:
    """Compile the translations before anything is said: Django keeps what it found first."""
    from paravent.web.cli.preparing import compile_words

    compile_words()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_read_once() -> Iterator[None]:
    """Tell every test's client which files the first one found: each is a browser, not a server that has just started."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    read = WhiteNoise.update_files_dictionary

    def read_once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            read(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", read_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_are_hashed_quickly() -> Iterator[None]:
    """Hash a test's passwords in one round instead of a million; a server that a test starts keeps them all."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Begin every test with an empty cache: no test before it has tried too often, or left what a page would not ask for again."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Begin every test in English: a request of another test may have left its reader's language behind."""
    from django.utils import translation

    translation.activate("en")


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Migrate once, as the owner. The tests themselves connect as the app role."""
    environment = os.environ | {"PARAVENT_AS_OWNER": "1"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "--verbosity", "0"],
        check=True,
        env=environment,
    )
    subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"],
        check=True,
        env=environment,
    )


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[str]:  # noqa: ARG001
    """Give a database of its own to a test that commits: the app role could not clean up after it."""
    with django_db_blocker.unblock(), a_copy(cluster) as name, at_work_in(name):
        yield name
