"""What may be billed for a visit, and what not: each with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from paravent.kernel.said import Said
from paravent.tariff.terms import Cause, Scheme

FAR = {
    *(Cause.ANOTHER_KIND, Cause.SPECIALTY_EXCLUDED, Cause.PAYER_DOES_NOT_TAKE, Cause.CODE_DELETED, Cause.NOT_YET_VALID),
    *(Cause.NO_LONGER_VALID, Cause.PATIENT_NEW, Cause.PATIENT_ESTABLISHED, Cause.PICTURE_PRESENT),
}
"""Causes for which nobody looks at the end of a visit: the code belongs to another visit, patient, payer or year."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """Which wording of a rule was applied: kept with what was accepted, so that it can be played again."""

    scheme: Scheme
    code: str
    valid_from: date
    decided_on: date


@dataclass(frozen=True, slots=True)
class Used:
    """A fact of the evidence or the standing that a rule looked at: its name, and its value as a word without content."""

    name: str
    label: Said
    value: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code that may be billed. `amount` is None where nobody stated a price: then the payer's list decides."""

    code: str
    text: Said
    points: int | None
    """In all: a code that counts twice has twice its points."""
    amount: Decimal | None
    currency: str
    why: Said
    rule: RuleVersion
    source: str
    is_checked: bool
    """False: from memory, or sources disagree; people are told so beside it."""
    quantity: int = 1
    factor: Decimal | None = None
    factor_reason: Said | None = None
    """Of the GOÄ: why by analogy, and why this factor."""
    usual_factor: Decimal | None = None
    """Above it the invoice needs the clinician's reason (§ 12 (3) GOÄ)."""
    modifiers: tuple[str, ...] = ()
    place_of_service: str = ""
    is_added_by_association: bool = False
    """The regional association adds it itself: it is shown, and not billed by the practice."""
    is_marker: bool = False
    """A pseudo code without a price, which marks the case."""
    to_confirm: tuple[Said, ...] = ()
    """What the evidence cannot tell and the clinician has to know before accepting; also what is still to be added."""
    warnings: tuple[Said, ...] = ()
    """A limit that is near, or sources that disagree."""
    used: tuple[Used, ...] = ()
    is_certain: bool = True
    """Whether the evidence alone shows all that the rule asks for. False: a page offers it unticked, and the clinician says yes."""

    @property
    def is_above_usual(self) -> bool:
        """Tell whether its factor is one that needs a reason."""
        return self.factor is not None and self.usual_factor is not None and self.factor > self.usual_factor


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code that may not be billed, and the first reason why not. `instead` is the code that takes its place, if there is one."""

    code: str
    text: Said
    cause: Cause
    why: Said
    source: str
    is_checked: bool
    rule: RuleVersion
    instead: str = ""
    used: tuple[Used, ...] = ()
    otherwise: Proposal | None = None
    """What would be billed if a clinician overrules: points, amount and modifiers as if nothing stood against it, and no ceiling were
    there; None for a code that does not exist on that day."""

    @property
    def is_near(self) -> bool:
        """Tell whether somebody might have expected this code for the visit: the others belong below a fold."""
        return self.cause not in FAR


@dataclass(frozen=True, slots=True)
class Assessment:
    """What may be billed for one visit, as was known on a day. Both lists stand in the order of the scheme's file."""

    scheme: Scheme
    edition: str
    visit_on: date
    known_on: date
    proposals: tuple[Proposal, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[Said, ...] = ()
    """What holds for the visit as a whole: that a detour counts as no video consultation, that the share limit is near."""

    @property
    def by_code(self) -> Mapping[str, Proposal]:
        """The proposals by code."""
        return {proposal.code: proposal for proposal in self.proposals}
