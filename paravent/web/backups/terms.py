"""The words of backups."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from paravent.ledger.notes import Head, head_of, parts_of

KEYRING, ENDING = "patients.keyring", ".backup"


class BackupFailed(Exception):
    """PostgreSQL's own program could not do its part."""


class NotEmpty(Exception):
    """There is a practice in this database already. Restore into an empty folder, or replace it all with --replace."""


class StillServed(Exception):
    """Somebody uses this database. Stop paravent serve (systemctl stop paravent), then restore."""


class WouldFork(Exception):
    """The backup is older than what this installation has signed."""


class AnotherLog(Exception):
    """The backup holds another log than the one this installation signed. It is not this practice's, or it was rewritten."""


class BeforeKeyChange(Exception):
    """This backup is from before the signing key was changed: the present key cannot go on with its log.

    Put the key of that time back: copy keys/retired/ledger-….key to keys/ledger.key, and keep the present one apart.
    """


class BackupRoleUnknown(Exception):
    """DATABASE_URL names the role that serves, which sees no row by itself.

    To back up, set PARAVENT_BACKUP_DATABASE_URL (role paravent_backup, made by deploy/postgresql/roles.sql); to
    restore, set it to a role that may make databases, for this one command.
    """


class RestoredWrong(Exception):
    """What came back is not what went in. Nothing was kept of it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a dump says of itself, in its first line, under the seal."""

    made_at: str
    checkpoint: str
    rows: dict[str, int]

    @property
    def head(self) -> Head | None:
        """Return the newest signed state of the log in it."""
        return head_of(parts_of(self.checkpoint)[0]) if self.checkpoint else None

    def line(self) -> bytes:
        """Return the first line; an SQL comment, so that the dump stays one script."""
        return b"-- " + json.dumps(asdict(self)).encode() + b"\n"


def contents(line: bytes) -> Contents:
    """Return what a first line says."""
    return Contents(**json.loads(line.removeprefix(b"-- ")))


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    file: Path
    keyring: Path
    contents: Contents
    size: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a restored database was found to hold."""

    rows: int
    entries: int
    patients: int
    erased: int
