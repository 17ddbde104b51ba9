"""Who acts, why, and whether they may."""

from dataclasses import dataclass, field
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks. A guest is known only by the digest of the invitation they bear, until the gate resolves it."""

    person: PersonId
    roles: frozenset[Role] = field(default_factory=frozenset)
    bearer: bytes | None = None
    party: PartyId | None = None
    whence: Whence = field(default=NOWHERE, compare=False)

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


class Unasked(Exception):
    """The operation finished without asking its policy. Nothing was kept."""
