"""What is known of an installation at one instant: facts that were gathered, for probes that only think."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from paravent.conformity.terms import Shown


class NotHad(Exception):
    """A fact could not be gathered: its name, and the type of what went wrong. Never a message, which may quote anybody."""

    def __init__(self, fact: str, trouble: str) -> None:
        super().__init__(fact, trouble)
        self.fact, self.trouble = fact, trouble


@dataclass(frozen=True, slots=True)
class Unhad:
    """Stands where a fact could not be gathered, with the type of what went wrong."""

    trouble: str


class Part:
    """Facts of one kind. What could not be gathered costs whoever asks for it alone: they get NotHad instead of the fact."""

    __slots__ = ()

    # Hidden from the type checker, or it would know no field of any part any more.
    if not TYPE_CHECKING:

        def __getattribute__(self, name: str) -> Any:
            fact = super().__getattribute__(name)
            if isinstance(fact, Unhad):
                raise NotHad(name, fact.trouble)
            return fact


@dataclass(frozen=True, slots=True)
class Configured(Part):
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
class Served(Part):
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
class OnDisk(Part):
    """Keys, and what is installed; no packages where the lock is not beside the program."""

    keys: tuple[KeyFile, ...]
    folder_mode: int
    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True)
class InDatabase(Part):
    """What PostgreSQL says of itself and of the role that serves."""

    role_is_strong: bool
    guarded: int
    bare: tuple[str, ...]
    leaking: tuple[str, ...]
    rights_on_log: frozenset[str]
    rights_on_versions: frozenset[str]
    is_near: bool
    is_encrypted: bool
    migrations_waiting: int


@dataclass(frozen=True, slots=True)
class Log(Part):
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
    unconfirmed: tuple[str, ...]
    """Rules of which the log does not say what the page says of them."""
    witnesses: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept(Part):
    """The oldest of what is to be forgotten: from where lines came, visits whose seats and links are still there, and what else has a term."""

    whence_since: datetime | None
    seats_since: datetime | None
    links_since: datetime | None
    first_due: Mapping[str, datetime | None]
    """When the first thing of a term is due to go, by the names of the register; nothing where nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class AtWork(Part):
    """Accounts, counted."""

    accounts: int
    without_second_factor: int
    shared_mailboxes: int
    officers: int
    administrators: int
    both: int
    practised: int


@dataclass(frozen=True, slots=True)
class Done(Part):
    """What was done, and what waits."""

    overdue_reviews: int
    late_clocks: int
    judged_at: datetime | None
    backed_up_at: datetime | None
    tried_at: datetime | None
    seats_without_consent: int
    seats_not_let_in: int
    seats_of_others: int
    patients_seen: int
    patients_not_known: int
    versions_lacking: int
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
    bills_elsewhere: int
    """Stand although their visit is known to have been held in another app, which is no admissible tool."""
    shown: Mapping[str, Shown]
    """What people put on record, by rule: the newest that was not taken back."""


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
