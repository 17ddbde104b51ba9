"""The words about people."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from paravent.access.terms import BrakeKind, Role
from paravent.kernel.ids import PatientId, TeamId
from paravent.ledger.terms import Disclosure

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
"""In characters (OWASP ASVS 2.1.1, 2.1.2). A longer one is a mistake, or an attempt to keep the server busy."""


class Act(StrEnum):
    """What can be done to people, as the log says it."""

    PATIENT_REGISTER = "patient.register"
    PATIENT_SEARCH = "patient.search"
    PATIENT_LIST = "patient.list"
    PATIENT_VERIFY = "patient.verify"
    PATIENT_SEE = "patient.see"
    PATIENT_MARK = "patient.mark"
    INDEX_ANEW = "patient.index-anew"
    BLOCK = "block.set"
    LIFT = "block.lift"
    STAFF_ADD = "staff.add"
    ROLE_GRANT = "role.grant"
    CARE_RELATION_OPEN = "care-relation.open"
    ROLE_END = "role.end"
    STAFF_END = "staff.end"
    STAFF_LEAVE = "staff.leave"
    STAFF_LIST = "staff.list"
    TEAM_MAKE = "team.make"
    TEAM_JOIN = "team.join"
    TEAM_LEAVE = "team.leave"
    ENROL = "staff.enrol"
    ENROLMENT_USE = "staff.use-link"
    FORGET_LINKS = "staff.forget-links"
    SIGN_IN = "session.begin"
    SIGN_OUT = "session.end"
    FACTOR_ADD = "factor.add"
    FACTOR_REMOVE = "factor.remove"
    FACTOR_SHOW = "factor.show"
    SIGN_INS_SEE = "session.see-own"


class Why(StrEnum):
    """Why a clinician may open a patient's file."""

    VISIT = "visit"
    REFERRAL = "referral"
    TEAM = "team"
    EMERGENCY = "emergency"


class Because(StrEnum):
    """Why a brake is on: a case was filed with so high a score, or somebody who watches said so."""

    SCORE = "score"
    BY_HAND = "by-hand"


class VerifiedHow(StrEnum):
    """How the clinician knows that the patient is who they say they are."""

    KNOWN_PERSONALLY = "known-personally"
    INSURANCE_CARD = "insurance-card"
    IDENTITY_DOCUMENT = "identity-document"
    CONTROL_QUESTIONS = "control-questions"


class Method(StrEnum):
    """What somebody showed to sign in."""

    PASSKEY = "passkey"
    PASSWORD = "password"  # noqa: S105 (a word, not a secret)
    CODE = "code"
    DEMO_LINK = "demo-link"
    ENROLMENT = "enrolment"


class TurnedAway(StrEnum):
    """Why signing in failed, as the log says it. What was typed stands nowhere: people type passwords into any field."""

    NOBODY_CALLED_SO = "nobody-called-so"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 (a word, not a secret)
    WRONG_CODE = "wrong-code"
    CODE_USED_BEFORE = "code-used-before"
    WRONG_PASSKEY = "wrong-passkey"
    TRIED_TOO_OFTEN = "tried-too-often"
    NO_SECOND_FACTOR = "no-second-factor"
    ACCOUNT_ENDED = "account-ended"


class Ended(StrEnum):
    """How a session ended, as the log says it."""

    SIGNED_OUT = "signed-out"
    IDLE = "idle-for-too-long"
    LASTED = "lasted-its-time"
    FORCED = "ended-by-others"
    ELSEWHERE = "ended-from-another"


SIGN_INS = (Act.SIGN_IN, Act.SIGN_OUT, Act.FACTOR_ADD, Act.FACTOR_REMOVE, Act.FACTOR_SHOW)
"""What somebody reads as their own sign-ins."""


class InSession(StrEnum):
    """What we keep in a session beside what Django and allauth keep there."""

    DEMO = "paravent_demo"
    ENROLLED_AT = "paravent_enrolled_at"
    SINCE = "paravent_since"
    SEEN_AT = "paravent_seen_at"
    WAS = "paravent_was"
    """Whose session ended in this browser, until the next one begins."""


DIGITS = 40  # what Django's column holds: 160 bits


def kept_as(session_key: str | None) -> str:
    """Return how a session is named in the database. 160 random bits need no slow hash."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:DIGITS]


def sockets_of(person_id: UUID) -> str:
    """Return the group in which somebody's open sockets hear that a session may have ended."""
    return f"person.{person_id}"


class TeamTaken(Exception):
    """There is a team of this name already."""


class EmailTaken(Exception):
    """Somebody already signs in with this e-mail address."""


MOST_FOUND = 20
"""How many patients a search shows: each of them reads that they were shown."""


EVERYBODY = UUID(int=0)
"""Whom a block keeps out that is about nobody in particular: the file is restricted (GDPR Art. 18)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who pays for a patient, and by which number they know them (FHIR Coverage)."""

    payer: str
    """The id of a payer's profile, as billing has them."""
    insurer: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a patient is. Sealed at rest; what reception may read."""

    name: str
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A patient as staff see them in a list."""

    patient_id: PatientId
    identity: Identity
    is_provisional: bool
    verified_how: VerifiedHow | None
    verified_at: datetime | None
    registered_at: datetime
    works_here: bool = False

    @property
    def is_verified(self) -> bool:
        """Tell whether somebody noted how they know this person."""
        return self.verified_how is not None


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff as others see them."""

    person_id: UUID
    name: str
    email: str
    roles: frozenset[Role]
    teams: frozenset[TeamId] = frozenset()
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """A line about somebody's own sign-in, as they read it, and from where it came as far as that is still kept."""

    line: Disclosure
    is_this_session: bool
    network: int | None
    """Which network of those in the list: 0 is the one they read it from; None where that is not kept."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session in which somebody is signed in: the name under which it is kept, which opens nothing, and since when it is used."""

    kept_as: str
    since: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class BrakeView:
    """A brake as those read it whom it concerns: whose, why, by whom, since when and until when."""

    brake_id: UUID
    person_id: UUID
    kind: BrakeKind
    because: Because
    case_id: UUID
    put_by: str
    put_at: datetime
    starts_at: datetime
    ends_at: datetime
    is_on: bool
    is_waiting: bool
    lifted_by: str
    lifted_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody whom a patient keeps out of their file."""

    person_id: UUID
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PatientCard:
    """A patient as reception and the data-protection officer keep what the patient said about who may not see the file."""

    person: Person
    blocked: tuple[Blocked, ...]
    clinicians: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Why a clinician may open a file now, and until when: the most particular way, and all the ways there are."""

    why: Why
    visit_id: UUID | None
    ends_at: datetime
    ways: frozenset[Why] = frozenset()
