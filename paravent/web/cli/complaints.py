"""What went wrong, in words that say what to do: the only place where the command line translates errors."""

import errno
import inspect

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError as DjangoOperationalError
from psycopg import OperationalError, ProgrammingError
from psycopg.errors import DiskFull, QueryCanceled, UndefinedTable

from paravent.exercise.terms import ScenarioUnreadable
from paravent.kernel.keyfile import KeyFileMissing, KeyFileOpen, KeyFileUnreadable
from paravent.kernel.sealing import SealBroken
from paravent.kernel.streams import NotAStream, StreamCut
from paravent.keys.terms import KeyDestroyed
from paravent.ledger.terms import ChainBroken
from paravent.tariff.terms import RulesUnreadable
from paravent.web.backups.reading import NoBackup
from paravent.web.backups.terms import (
    AnotherLog,
    BackupFailed,
    BackupRoleUnknown,
    BeforeKeyChange,
    NotEmpty,
    RestoredWrong,
    StillServed,
)
from paravent.web.cluster import ClusterNotStarted, ClusterUnreachable
from paravent.web.distributions import (
    DistributionRefused,
    KeyInTheSource,
    NoDistributionKey,
    NotAsLocked,
    NotASource,
    NotCommitted,
)
from paravent.web.startup import RoleTooStrong


class PortTaken(Exception):
    """Another program uses this port. Choose another one: --port 8765, or make demo PORT=8765."""


class PortKept(Exception):
    """Ports below 1024 are kept for the system. Choose a higher one and put a reverse proxy before it (docs/guide/running.md)."""


class AddressNotHere(Exception):
    """This machine has no such address to serve on. Choose one of its own with --host; 127.0.0.1 is for a reverse proxy on this machine."""


class CertificateUnusable(Exception):
    """The TLS certificate and its key cannot be used: both are PEM files, and the key is the one of this certificate, without a passphrase."""


class FolderUnusable(Exception):
    """The data directory cannot be made or written. Choose another one (--data), or run this as the user to whom it belongs."""


class NothingInstalled(Exception):
    """There is no Paravent in this folder, and this command does not begin one. Name the data directory (--data, or PARAVENT_HOME).

    A new practice is begun by paravent serve or paravent migrate, a sample one by paravent demo.
    """


class FolderOfSomebodyElse(Exception):
    """The data directory belongs to another user, who could not use any more what root leaves in it. Run this as that user.

    docs/guide/running.md, By hand, makes a command that does.
    """


class LogNamedOtherwise(Exception):
    """The log in this folder has another name than PARAVENT_LEDGER_ORIGIN says, and a log keeps its name for ever.

    Give this command the settings that the service has: docs/guide/running.md, By hand.
    """


class AlreadyServed(Exception):
    """Another Paravent serves this data folder. Stop it first, or choose another folder with --data."""


class PlainToOthers(Exception):
    """Paravent serves plain HTTP to this machine alone: passwords and files would travel in clear.

    Give --tls-cert and --tls-key, or serve on localhost behind a reverse proxy with --trusted-proxy.
    """


class OwnerUnknown(Exception):
    """DATABASE_URL names the role that serves. To migrate, also set PARAVENT_OWNER_DATABASE_URL (role paravent_owner)."""


class MigrationFailed(Exception):
    """The database could not be brought up to date; what is printed above says why. Nothing is half migrated."""


class CommandStopped(Exception):
    """Raised with a whole sentence for people, where a type of its own would say no more."""


SAID_BY_TYPE = (
    PortTaken,
    PortKept,
    AddressNotHere,
    CertificateUnusable,
    FolderUnusable,
    NothingInstalled,
    FolderOfSomebodyElse,
    LogNamedOtherwise,
    PlainToOthers,
    AlreadyServed,
    OwnerUnknown,
    MigrationFailed,
    KeyFileMissing,
    KeyFileOpen,
    KeyFileUnreadable,
    ClusterNotStarted,
    ClusterUnreachable,
    RoleTooStrong,
    KeyDestroyed,
    NoBackup,
    NotAStream,
    StreamCut,
    SealBroken,
    ChainBroken,
    AnotherLog,
    BackupFailed,
    BackupRoleUnknown,
    BeforeKeyChange,
    NotEmpty,
    RestoredWrong,
    StillServed,
    KeyInTheSource,
    NoDistributionKey,
    NotASource,
    NotAsLocked,
    NotCommitted,
    DistributionRefused,
)


def in_words(error: Exception) -> str | None:
    """Return what to tell whoever typed the command, or nothing for what nobody foresaw."""
    if isinstance(error, SAID_BY_TYPE):
        where = f" ({error})" if error.args and str(error) else ""
        return (inspect.getdoc(type(error)) or "") + where
    if isinstance(error, CommandStopped | RulesUnreadable | ScenarioUnreadable):
        return str(error)
    if isinstance(error, ImproperlyConfigured):
        return f"A setting is wrong: {error}"
    return _of_the_database(error) or _of_a_file(error)


def _of_the_database(error: Exception) -> str | None:
    if isinstance(error, QueryCanceled) or isinstance(error.__cause__, QueryCanceled):
        return "The database took longer than a minute over one question, and was stopped. Is the computer very busy? Try again."
    if isinstance(error, DiskFull) or isinstance(error.__cause__, DiskFull):
        return "The disk of the database is full. Make room on it, then run this again."
    if isinstance(error, OperationalError | DjangoOperationalError):
        why = str(error).partition("\n")[0]
        return f"The database cannot be reached. Check DATABASE_URL, and that the server runs. It says: {why}"
    if isinstance(error, UndefinedTable) or isinstance(error.__cause__, UndefinedTable):
        return "The database is empty, or older than this version of Paravent. Run paravent migrate first."
    if isinstance(error, ProgrammingError):
        return "A database address cannot be read. It looks like this: postgresql://role:password@host/paravent"
    return None


WHAT_TO_DO = {
    errno.ENOSPC: "Make room on that disk, then run this again.",
    errno.EACCES: "Choose another place, or run this as a user to whom it is open.",
    errno.EPERM: "Choose another place, or run this as a user to whom it is open.",
    errno.EROFS: "Choose another place.",
    errno.EEXIST: "Choose another name, or move it away.",
    errno.ENOENT: "Is the path right?",
    errno.ENOTDIR: "Is the path right?",
    errno.EISDIR: "Name a file.",
}


def _of_a_file(error: Exception) -> str | None:
    if isinstance(error, OSError) and error.filename and error.errno in WHAT_TO_DO:
        return f"{error.filename}: {error.strerror}. {WHAT_TO_DO[error.errno]}"
    return None
