"""The words about other programs."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from paravent.access.terms import Actor, Purpose
from paravent.kernel.ids import PatientId, PersonId


class Act(StrEnum):
    """What can be done about programs, and by them here, as the log says it."""

    LIST = "program.list"
    REGISTER = "program.register"
    APPROVE = "program.approve"
    REVOKE = "program.revoke"
    START = "program.start"
    SIGN_IN = "program.sign-in"
    CONSIDER_MANDATE = "mandate.consider"
    GIVE_MANDATE = "mandate.give"
    LIST_MANDATES = "mandate.list"
    WITHDRAW_MANDATE = "mandate.withdraw"
    END_MANDATE = "mandate.end"
    ISSUE = "token.give"
    LOOK_UP = "token.look-up"
    END = "token.end"
    FORGET = "token.forget"


class Kind(StrEnum):
    """Where a program runs, and so how it shows that it is itself."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"
    BACKEND = "backend"


class Use(StrEnum):
    """What a token is for."""

    ACCESS = "access"
    REFRESH = "refresh"


class Context(StrEnum):
    """Whose data a scope is about: one patient's, what the person may see, or what the program itself may."""

    PATIENT = "patient"
    USER = "user"
    SYSTEM = "system"


class Telling(StrEnum):
    """What a program is told about the person who lets it in (OpenID Connect; SMART App Launch 2, section 3.0.3)."""

    WHO = "openid"
    ENTRY = "fhirUser"


class Lasting(StrEnum):
    """How long somebody lets a program come back: not at all, while they are signed in, or for a month."""

    ONCE = ""
    ONLINE = "online_access"
    OFFLINE = "offline_access"


CODE_FOR = timedelta(seconds=60)
LAUNCH_FOR = timedelta(minutes=5)
TOKEN_FOR = timedelta(minutes=10)
MANDATE_FOR = {
    Lasting.ONCE: TOKEN_FOR + CODE_FOR,
    Lasting.ONLINE: timedelta(hours=12),
    Lasting.OFFLINE: timedelta(days=30),
}
FOR_EVER = timedelta(days=36_500)
"""How long a program that acts itself may: until somebody revokes it."""
STATEMENT_FOR = timedelta(minutes=5)
"""The longest that what a program signs about itself may be good for (SMART App Launch 2, section 6.2)."""

PURPOSES = (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS)
"""What a program can be for. An emergency is declared by a person, research has a door of its own."""

# Create, read, update, delete, search: in this order and no other (SMART App Launch 2, section 3).
SCOPE = re.compile(r"(patient|user|system)/(\*|[A-Z][A-Za-z]*)\.(c?r?u?d?s?)", re.ASCII)
WITHOUT_MEANING_HERE = frozenset({"profile"})
"""What programs ask for out of habit, and `fhirUser` tells. Left out silently."""
PATIENT_WORDS = frozenset({"launch", "launch/patient", "launch/encounter"})
VISIT_WORD = "launch/encounter"


class ScopeUnclear(ValueError):
    """This is not a scope for resources that we understand."""


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What a program may do with one type of resource, or with all: `patient/Observation.rs`."""

    context: Context
    kind: str
    letters: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the scope that is written so; raises ScopeUnclear, for a scope with a query too."""
        found = SCOPE.fullmatch(text)
        if not found or not found[3]:
            raise ScopeUnclear
        return cls(Context(found[1]), found[2], found[3])

    def permits(self, kind: str, letter: str) -> bool:
        """Tell whether this scope is enough for one act on one type of resource."""
        return self.kind in {"*", kind} and len(letter) == 1 and letter in self.letters

    def includes(self, other: "Scope") -> bool:
        """Tell whether everything that the other scope permits is permitted by this one."""
        covers = self.kind in {"*", other.kind} and set(other.letters) <= set(self.letters)
        return covers and self.context == other.context

    def __str__(self) -> str:
        return f"{self.context}/{self.kind}.{self.letters}"


@dataclass(frozen=True, slots=True)
class Access:
    """What an access token stands for: who acts, what for, within which scopes, by which program, with which patient."""

    actor: Actor
    purpose: Purpose
    scopes: tuple[Scope, ...]
    program: UUID
    patient: PatientId | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a program asks a person for."""

    scopes: tuple[Scope, ...]
    lasting: Lasting = Lasting.ONCE
    wants_patient: bool = False
    wants_visit: bool = False
    tells: tuple[Telling, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a program asks for; raises ScopeUnclear where there is something that we do not know."""
        words = set(text.split()) - WITHOUT_MEANING_HERE
        lasting = next((one for one in (Lasting.OFFLINE, Lasting.ONLINE) if one in words), Lasting.ONCE)
        tells = tuple(one for one in Telling if one in words) if Telling.WHO in words else ()
        wants_patient, wants_visit = bool(words & PATIENT_WORDS), VISIT_WORD in words
        words -= {*Lasting, *Telling, *PATIENT_WORDS}
        scopes = tuple(sorted(Scope.parse(word) for word in words))
        wants_patient = wants_patient or any(scope.context is Context.PATIENT for scope in scopes)
        return cls(scopes, lasting, wants_patient, wants_visit, tells)

    @property
    def granted(self) -> str:
        """What is said to have been granted, in the words of the specification."""
        about = [*(["launch/patient"] if self.wants_patient else []), *([VISIT_WORD] if self.wants_visit else [])]
        return " ".join(word for word in (*map(str, self.scopes), *about, *self.tells, self.lasting) if word)


@dataclass(frozen=True, slots=True)
class Description:
    """A program as an administrator describes it."""

    name: str
    kind: Kind
    scopes: tuple[Scope, ...]
    purposes: tuple[Purpose, ...]
    redirect_uris: tuple[str, ...] = ()
    launch_uri: str = ""
    jwks: str = ""
    teams: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """A program, who brought it here, and whether it may do anything."""

    program_id: UUID
    description: Description
    registered_by: UUID
    registered_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Tell whether somebody approved it and nobody took that back."""
        return self.approved_at is not None and self.revoked_at is None


@dataclass(frozen=True, slots=True)
class Given:
    """A mandate: what somebody allowed a program."""

    mandate_id: UUID
    program_id: UUID
    person_id: PersonId
    purpose: Purpose
    scopes: tuple[Scope, ...]
    patient_id: PatientId | None
    visit_id: UUID | None
    lasting: Lasting
    session: bytes | None
    given_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    program_name: str = ""
    patient_name: str = ""
    tells: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided on the page that asked them."""

    actor: Actor
    purpose: Purpose
    patient: PatientId | None
    launch: str
    session: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A code, or a refresh token, that a program brought: whose it is, before anybody has asked whether it still counts."""

    claim_id: UUID
    mandate_id: UUID
    program_id: UUID
    person_id: PersonId
    purpose: Purpose
    scopes: tuple[Scope, ...] = ()
    redirect_uri: str = ""
    challenge: str = ""
    nonce: str = ""
    is_over: bool = False
    was_used: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """The tokens that a program gets, in the only moment in which they can be read."""

    access: str
    scopes: str
    refresh: str = ""
    patient: PatientId | None = None
    visit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a program is told about a token of its own."""

    purpose: Purpose
    scopes: str
    made_at: datetime
    ends_at: datetime
    patient: PatientId | None
    tells: tuple[Telling, ...] = ()


class CameTwice(Exception):
    """A code or a refresh token was brought a second time: somebody has it who should not, and what came of it ends."""


class RequestUnclear(Exception):
    """A program's request that cannot be answered with a redirection. The only argument is OAuth's word for why."""

    @property
    def word(self) -> str:
        """OAuth's word for why."""
        return str(self.args[0])


LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def is_address(text: str) -> bool:
    """Tell whether a program may live there: by TLS, or on the person's own device; nothing that hides what it is."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 (raises for a port that is none)
    except ValueError:
        return False
    plain = all(33 <= ord(letter) < 127 for letter in text) and "\\" not in text  # noqa: PLR2004 (printable ASCII)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return bool(plain and is_safe and parts.hostname and "#" not in text and "@" not in parts.netloc)


def origin_of(address: str) -> str:
    """Return the origin of an address, as browsers write it."""
    parts: SplitResult = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class NoAccess(Exception):
    """The token opens nothing. The only argument says why, for the log and not for whoever brought it."""

    @property
    def reason(self) -> str:
        """Why the token opens nothing."""
        return str(self.args[0])
