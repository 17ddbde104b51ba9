"""Who acts, why, and whether they may."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.kernel.ids import NOBODY, SYSTEM, PartyId, PersonId


class Role(StrEnum):
    """What a person does in the practice. Values are stored; a change needs a migration."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    RECEPTION = "reception"
    DPO = "dpo"
    ADMINISTRATOR = "administrator"
    RESEARCHER = "researcher"
    SYSTEM = "system"
    PROGRAM = "program"
    PAUSED = "paused"
    """Granted to nobody: what is left of somebody whose account is paused, whatever roles they hold."""


class Purpose(StrEnum):
    """Why data is touched: HL7 v3 PurposeOfUse codes (codesystem v3-ActReason)."""

    TREATMENT = "TREAT"
    EMERGENCY = "ETREAT"
    PAYMENT = "HPAYMT"
    OPERATIONS = "HOPERAT"
    RESEARCH = "HRESCH"
    PATIENT_REQUEST = "PATRQT"
    ADMINISTRATION = "SYSADMIN"


@dataclass(frozen=True, slots=True)
class Whence:
    """From which session and which network somebody asks, blinded: equal numbers mean the same one, and say no more."""

    device: int | None = None
    place: int | None = None


NOWHERE = Whence()


class BrakeKind(StrEnum):
    """What holds somebody back for a while, until it is known what there is to it. Values are stored."""

    STEP_UP = "step-up"
    SLOW_SEARCH = "slow-search"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Brake:
    """One brake that is on. A pause that waits for the end of a consultation names it, and with whom it is."""

    kind: BrakeKind
    since: datetime
    visit: UUID | None = None
    patient: UUID | None = None


SHOWN_FOR = timedelta(minutes=15)
"""How long a passkey that was shown opens files for somebody who has to show it again."""
BETWEEN_SEARCHES = timedelta(seconds=20)
"""How long somebody whose searches are slowed down waits for the next one."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks. A guest is known only by the digest of the invitation they bear, until the gate resolves it."""

    person: PersonId
    roles: frozenset[Role] = field(default_factory=frozenset)
    bearer: bytes | None = None
    party: PartyId | None = None
    whence: Whence = field(default=NOWHERE, compare=False)
    shown_at: datetime | None = field(default=None, compare=False)
    """When they last showed their passkey, or what stands for it, in the session from which they ask."""

    def is_a(self, role: Role) -> bool:
        """Tell whether the actor holds a role now."""
        return role in self.roles


ANONYMOUS = Actor(NOBODY)
INSTALLATION = Actor(SYSTEM, frozenset({Role.SYSTEM}))


def guest(digest: bytes, party: PartyId | None = None) -> Actor:
    """Return the actor who bears the invitation with this digest, on the device that took this seat."""
    return Actor(NOBODY, frozenset({Role.PATIENT}), digest, party)


@dataclass(frozen=True, slots=True)
class Decision:
    """A policy's answer. The reason is shown to staff and written to the log."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        # A "no" that is falsy once silently lost its reason; a Decision is asked by name.
        raise TypeError("ask a Decision by name: decision.allowed")


def allow(reason: str) -> Decision:
    """Say yes, with the reason."""
    return Decision(allowed=True, reason=reason)


def refuse(reason: str) -> Decision:
    """Say no, with the reason."""
    return Decision(allowed=False, reason=reason)


class Refused(Exception):
    """The policy said no. The only argument is the policy's reason."""

    @property
    def reason(self) -> str:
        """The policy's reason, as it stands in the log."""
        return str(self.args[0])


class PasskeyNeeded(Refused):
    """The passkey has to be shown again before a file opens."""


class TooSoon(Refused):
    """The next search by name has to wait. The second argument is until when."""

    @property
    def until(self) -> datetime:
        """When the next search is possible."""
        until = self.args[1]
        assert isinstance(until, datetime)  # noqa: S101 (whoever raises it says so)
        return until


class Unasked(Exception):
    """The operation finished without asking its policy. Nothing was kept."""
