"""What is known of an installation at one instant: facts that were gathered, for probes that only think."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Configured:
    """What the settings say."""

    base_url: str
    practice_name: str
    practice_phone: str
    is_demo: bool
    debug: bool
    hosts: tuple[str, ...]
    idle_minutes: int
    session_hours: float
    mail_host: str
    mail_by_tls: bool
    ice_policy: str
    relays: tuple[str, ...]
    has_relay_secret: bool
    log_years: int


@dataclass(frozen=True, slots=True)
class Handshake:
    """What came of knocking at the configured address: a version of TLS and days until the certificate ends, or what went wrong."""

    version: str = ""
    days_left: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What somebody without an account is answered at an address; `cookies` are names with their attributes in lower case."""

    path: str
    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, frozenset[str]]
    body: str


@dataclass(frozen=True, slots=True)
class Module:
    """A script or style sheet as browsers get it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Served:
    """What is answered to browsers, and how."""

    handshake: Handshake | None
    pages: tuple[Page, ...]
    modules: tuple[Module, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file and the rights on it; no mode where it is missing."""

    name: str
    mode: int | None


@dataclass(frozen=True, slots=True)
class Package:
    """A package in the lock, and the version that is installed; none where it is not."""

    name: str
    locked: str
    installed: str | None


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Keys, and what is installed; no packages where the lock is not beside the program."""

    keys: tuple[KeyFile, ...]
    folder_mode: int
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True)
class InDatabase:
    """What PostgreSQL says of itself and of the role that serves."""

    role_is_strong: bool
    guarded: int
    bare: tuple[str, ...]
    leaking: tuple[str, ...]
    rights_on_log: frozenset[str]
    is_near: bool
    is_encrypted: bool
    migrations_waiting: int


@dataclass(frozen=True, slots=True)
class Log:
    """How it stands with the log."""

    entries: int
    is_signed: bool
    root_fits: bool
    goes_on: bool
    waiting_since: datetime | None
    oldest_at: datetime | None
    details_lost: int
    verified_at: datetime | None
    latest_at: datetime | None
    ran_back_at: datetime | None
    witnesses: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The oldest of what is to be forgotten: from where lines came, and visits whose seats and links are still there."""

    whence_since: datetime | None
    seats_since: datetime | None
    links_since: datetime | None


@dataclass(frozen=True, slots=True)
class AtWork:
    """Accounts, counted."""

    accounts: int
    without_second_factor: int
    shared_mailboxes: int
    officers: int
    administrators: int
    both: int
    practised: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and what waits."""

    overdue_reviews: int
    late_clocks: int
    judged_at: datetime | None
    backed_up_at: datetime | None
    tried_at: datetime | None
    seats_without_consent: int
    links_too_long: int
    programs: int
    keys_missing: int
    keys_left_over: int
    wordings: frozenset[str]
    papers: frozenset[str]
    late_requests: int
    bills: int
    """Accepted within a year, and not taken back."""
    bills_unfounded: int


@dataclass(frozen=True, slots=True)
class Installation:
    """All of it, at one instant."""

    now: datetime
    configured: Configured
    served: Served
    disk: OnDisk
    database: InDatabase
    log: Log
    kept: Kept
    staff: AtWork
    done: Done
