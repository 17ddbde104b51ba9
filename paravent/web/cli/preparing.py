"""Before anything is served: keys, database, migrations, words and static files."""

import fcntl
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django
import psycopg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rich.progress import Progress

from paravent.keys.custody import ensure_keys
from paravent.web import cluster
from paravent.web.cli.complaints import (
    AlreadyServed,
    FolderOfSomebodyElse,
    FolderUnusable,
    LogNamedOtherwise,
    MigrationFailed,
    NothingInstalled,
    OwnerUnknown,
)
from paravent.web.cluster import Cluster

PACKAGE = Path(__file__).parents[2]
LOCALE = PACKAGE / "web" / "locale"
INDEX_STAMP = "index.stamp"
"""Says for which edition the index was made; whoever brings older rows in takes it away."""


def open_installation(home: Path) -> Cluster | None:
    """Make or find keys and database, and point the environment at them; returns the embedded server where it is used."""
    os.environ["PARAVENT_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paravent.web.settings")
    refuse_anothers(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
        ensure_keys(home)
    except OSError as error:
        raise FolderUnusable(f"{home}: {error.strerror}") from None
    if os.environ.get("DATABASE_URL"):
        return None
    server = cluster.start(home)
    os.environ["DATABASE_URL"] = server.url(cluster.APP)
    os.environ["PARAVENT_OWNER_DATABASE_URL"] = server.url(cluster.OWNER)
    return server


def refuse_anothers(home: Path) -> None:
    """Raise FolderOfSomebodyElse where root would work in a folder of the service's user, and leave files that it cannot use."""
    with suppress(FileNotFoundError, PermissionError, NotADirectoryError):
        owner = home.stat().st_uid
        if os.geteuid() == 0 != owner:
            raise FolderOfSomebodyElse(f"{home}: {_name_of(owner)}")


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Be the only server of a data folder: two would count attempts apart, and nudge only their own pages."""
    refuse_anothers(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
        held = (home / "serving.lock").open("w")
    except OSError as error:
        raise FolderUnusable(f"{home}: {error.strerror}") from None
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyServed(str(home)) from None
        yield


@contextmanager
def opened(home: Path) -> Iterator[Cluster | None]:
    """Open the installation for one command; a mistyped folder is none, and no second practice is begun there."""
    try:
        is_there = any((home / part).exists() for part in ("keys", "postgresql"))
    except PermissionError as error:
        raise FolderUnusable(f"{home}: {error.strerror}") from None
    if not is_there:
        raise NothingInstalled(str(home))
    with begun(home) as server:
        yield server


@contextmanager
def begun(home: Path) -> Iterator[Cluster | None]:
    """Open the installation, or begin a new one; the embedded server is left as it was found."""
    server = open_installation(home)
    try:
        yield server
    finally:
        if server is not None:
            server.stop()


def bring_up_to_date(home: Path) -> None:
    """Migrate as the owner, and compile the words."""
    if not os.environ.get("PARAVENT_OWNER_DATABASE_URL"):
        raise OwnerUnknown
    # First: settings that are read name only those words that are there.
    compile_words(home / LOCALE.name)
    _refuse_wrong_settings()
    if not is_migrated(os.environ["PARAVENT_OWNER_DATABASE_URL"]):
        _as_owner("migrate", "--verbosity", "0")


def collect_static_files(home: Path) -> None:
    """Collect what browsers load, where it changed. For whoever serves: a running server of an earlier source would lose its files."""
    stamp = home / "static.stamp"
    newest = max(path.stat().st_mtime_ns for path in PACKAGE.glob("*/static/**/*") if path.is_file())
    if not stamp.exists() or stamp.read_text() != str(newest):
        _as_owner("collectstatic", "--noinput", "--clear", "--verbosity", "0")
        stamp.write_text(str(newest))


def _refuse_wrong_settings() -> None:
    """Read the settings here, where what is wrong with them is said in words; raises ImproperlyConfigured."""
    from django.conf import settings

    _ = settings.TIME_ZONE


def is_migrated(url: str) -> bool:
    """Tell whether the database has had every migration that lies here. To find that out by migrating loads all of Django once more."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return False
        had = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    return set(_migrations_here()) <= had


def _migrations_here() -> Iterator[tuple[str, str]]:
    """Yield the app and the name of each migration on the disk."""
    from django.apps import AppConfig
    from django.conf import settings

    for app in map(AppConfig.create, settings.INSTALLED_APPS):
        for path in (Path(app.path) / "migrations").glob("[!_]*.py"):
            yield app.label, path.stem


def _as_owner(*command: str) -> None:
    """Run a Django command with the owner's rights, in a process of its own: this one never has them."""
    call = [sys.executable, "-m", "django", *command]
    if command[0] == "migrate":
        call.append("--skip-checks")
    done = subprocess.run(call, check=False, env=os.environ | {"PARAVENT_AS_OWNER": "1"})  # noqa: S603 (our own words)
    if done.returncode:
        raise MigrationFailed(command[0])


def compile_words(into: Path = LOCALE) -> None:
    """Compile the translations that are newer than what was compiled of them; the program's own folder may be closed to us."""
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        target = into / source.relative_to(LOCALE).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            # Whole or not at all: another start beside this one may be reading.
            half = target.with_suffix(f".{os.getpid()}.mo")
            with source.open("rb") as words, half.open("wb") as compiled:
                write_mo(compiled, read_po(words))
            half.replace(target)


def open_django() -> None:
    """Load Django as the role that serves, and refuse one that row security does not bind."""
    # Asked once and plainly: the pool would try again for ten seconds, and say so each time.
    psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
    django.setup()
    from paravent.web.startup import refuse_strong_role

    refuse_strong_role()
    refuse_other_name()


def refuse_other_name() -> None:
    """Raise LogNamedOtherwise where the settings name another log than the one that was signed here: nothing of it would verify."""
    from django.conf import settings

    from paravent.ledger.terms import ChainBroken
    from paravent.web.signing import last_checkpoint

    # A damaged checkpoint is told by whoever verifies the log.
    with suppress(ChainBroken):
        last = last_checkpoint(settings.PARAVENT_HOME)
        if last is not None and last.origin != settings.LEDGER_ORIGIN:
            raise LogNamedOtherwise(f"here {last.origin}, in the settings {settings.LEDGER_ORIGIN}")


def index_anew(home: Path) -> None:
    """Find by the present edition of the index what an earlier one had indexed: once for each edition."""
    from paravent.access.terms import INSTALLATION
    from paravent.kernel.blind import EDITION
    from paravent.people import operations as people
    from paravent.records import operations as files

    stamp = home / INDEX_STAMP
    if stamp.exists() and stamp.read_text() == str(EDITION):
        return
    with Progress(transient=True) as bar:
        for some_anew in (people.index_anew, files.index_anew):
            done, waiting = some_anew(INSTALLATION)
            task = bar.add_task("Making the index anew", total=done + waiting, completed=done)
            while waiting:
                done, waiting = some_anew(INSTALLATION)
                bar.advance(task, done)
    stamp.write_text(str(EDITION))
