"""The words of vigilance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from paravent.access.terms import BrakeKind
from paravent.kernel import retention
from paravent.kernel.ids import PersonId
from paravent.people.terms import BrakeView


class Act(StrEnum):
    """What can be done to find and follow up looks without a reason, as the log says it."""

    JUDGE = "vigilance.judge"
    SET_BUDGET = "vigilance.set-budget"
    SEE_OWN = "vigilance.see-own"
    FILE = "case.file"
    LIST = "case.list"
    SEE = "case.see"
    ASK = "case.ask"
    ANSWER = "case.answer"
    DECIDE = "case.decide"
    CONFIRM = "case.confirm"
    FORGET = "case.forget"
    SET_BRAKE = "vigilance.set-brake"
    CONSIDER_BRAKE = "brake.consider"
    PUT_BRAKE = "brake.put"
    LIFT_BRAKE = "brake.lift"
    LIST_EXPLANATIONS = "explanation.list"
    ADOPT = "explanation.adopt"
    REJECT = "explanation.reject"
    TAKE_BACK = "explanation.take-back"


class Answer(StrEnum):
    """What a person may say about a file they opened."""

    CARED = "cared"
    ASKED = "asked"
    MISTAKE = "mistake"
    NO_TASK = "no-task"


class Verdict(StrEnum):
    """What was found in a case."""

    FINE = "fine"
    MISTAKE = "mistake"
    BREACH = "breach"


def asks(person: UUID) -> str:
    """Return under which name it is remembered for a while what somebody is asked."""
    return f"vigilance-asks-{person}"


class Stage(StrEnum):
    """How far a case is. Read from its rows, stored nowhere."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"


LINE = 100
"""Points from which a week is worth a question: `paravent.judgement.weights.LINE`, which no page loads; a test holds both to be the same."""

CROWD = "crowd"
"""The reason of a look at a file to which several came at once: a name in `paravent.judgement.weights.WEIGHTS`."""

BUDGET = 5
"""Cases a week, where nobody has said another number."""
MOST_BUDGET = 50
LOOKS_BACK = timedelta(weeks=5)
"""Of weeks that are over for longer nothing is told, and their cases do not grow."""
WAITS = timedelta(weeks=2)
"""So many weeks on end a week above the line waits for a place: `paravent.judgement.budget.WAITS`, which no page loads; a test holds both to be the same."""
KEPT = {
    Verdict.FINE: retention.CASE_FINE,
    Verdict.MISTAKE: retention.CASE_MISTAKE,
    Verdict.BREACH: retention.CASE_BREACH,
}
"""How long a decided case is kept, by what was found. The log keeps that there was one."""
SHORTEST_REMARK = 12


class Mode(StrEnum):
    """Whether a brake is used: never, when somebody who watches puts it on, or also by itself with a case."""

    OFF = "off"
    BY_HAND = "by-hand"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a brake is used, and from which score of a case on it goes on by itself."""

    kind: BrakeKind
    mode: Mode
    above: float


RULES = {
    BrakeKind.STEP_UP: Rule(BrakeKind.STEP_UP, Mode.BY_HAND, 2.0),
    BrakeKind.SLOW_SEARCH: Rule(BrakeKind.SLOW_SEARCH, Mode.BY_HAND, 2.0),
    BrakeKind.PAUSE: Rule(BrakeKind.PAUSE, Mode.BY_HAND, 3.0),
}
"""How each brake is used where nobody has said otherwise: a score holds nobody back before the practice has decided that it may,
and has seen how often it is wrong (docs/vigilance-figures.md)."""
MOST_ABOVE = 20.0
BRAKED_FOR = timedelta(days=14)
"""How long a brake lasts if nobody takes it off: whoever has not looked at a case by then holds nobody back for it."""
CONSULTS_ON = timedelta(minutes=45)
"""How long somebody who is paused in a consultation has for it, and for its note; the patient is not left alone in it."""


class NotProposed(Exception):
    """No run has proposed this explanation, or it was decided about already."""


class RemarkTooShort(Exception):
    """The remark says too little for anybody to follow the decision."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One reason of a score: its name in `paravent.judgement.weights.WEIGHTS`, its weight, and whose or what it is about."""

    name: str
    weight: float
    evidence: dict[str, str]


@dataclass(frozen=True, slots=True)
class Just:
    """Somebody's week that stayed just below the line, or above it and without a place."""

    week: date
    score: float
    person_name: str
    reasons: tuple[Weighed, ...]

    @property
    def is_above(self) -> bool:
        """Whether it is above the line, and no case for want of a place."""
        return round(self.score * 100) >= LINE

    @property
    def waits_until(self) -> date:
        """The last day on which it may take a place."""
        return self.week + WAITS + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A path that would explain accesses which nothing explains: for how many it holds, and how often by chance, in percent."""

    name: str
    hops: tuple[str, ...]
    support: int
    first_looks: int
    people: int
    patients: int
    share: int
    by_chance: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was decided about a proposal, by whom and why; `ended_at` is when that was taken back."""

    explanation_id: UUID
    proposal: Proposal
    is_adopted: bool
    remark: str
    said_by: str
    said_at: datetime
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanations:
    """What the last run proposed, and what was decided."""

    proposed: tuple[Proposal, ...]
    adopted: tuple[Explanation, ...]
    earlier: tuple[Explanation, ...]
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a judgement cannot use here because nobody gave it: where how many of the staff and of the patients live, and a roster."""

    staff: int
    staff_without_home: int
    patients: int
    patients_without_home: int
    has_roster: bool

    @property
    def is_nothing(self) -> bool:
        """Whether all of it is known."""
        return self.has_roster and not (self.staff_without_home or self.patients_without_home)


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as the queue shows it."""

    case_id: UUID
    person_id: PersonId
    person_name: str
    week: date
    score: float
    stage: Stage
    verdict: Verdict | None
    reasons: tuple[Weighed, ...]
    filed_at: datetime
    beside_id: UUID | None = None
    """The case in whose place it stands, as one of the same crowd."""
    others: tuple["Listed", ...] = ()
    """Who else of the same crowd is not decided about."""
    remarks: tuple[str, ...] = ()
    """What the decision was based on, for the person whom it is about."""

    @property
    def is_there_for_a_crowd(self) -> bool:
        """Whether the week is no question by itself, and stands there because others came to the same file."""
        return self.beside_id is not None and round(self.score * 100) < LINE


@dataclass(frozen=True, slots=True)
class Look:
    """One access of a case, with what was tried to explain it."""

    entry_id: UUID
    at: datetime
    act: str
    outcome: str
    because: str
    patient_id: UUID | None
    patient_name: str
    explanation: str = ""
    reasons: tuple[str, ...] = ()
    question: "Asked | None" = None
    met: tuple[tuple[str, str], ...] = ()
    """Whom or what the explanation met, by name: ("team", "Ward 3")."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one access, and the answer if there is one."""

    question_id: UUID
    case_id: UUID
    entry_id: UUID
    at: datetime
    act: str
    outcome: str
    patient_name: str
    asked_at: datetime
    answer: Answer | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody else who came to the same file as one of a crowd: their case, and their accesses to that file."""

    listed: Listed
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One case as whoever decides it reads it."""

    listed: Listed
    version: str
    adopted: tuple[tuple[str, ...], ...]
    """The adopted explanations that were tried as well, as hops."""
    accesses: int
    unexplained: int
    looks: tuple[Look, ...]
    around: tuple[Look, ...]
    remark: str
    second_remark: str
    decided_by: str
    decided_at: datetime | None
    confirmed_by: str
    confirmed_at: datetime | None
    keep_until: datetime | None
    brakes: tuple[BrakeView, ...] = ()
    rules: tuple[Rule, ...] = ()
    breach_id: UUID | None = None
    """The breach that it is part of, for whoever works on breaches."""
    crowd: tuple[Member, ...] = ()
    """Who else came to the same file, the first of them first, as far as the reader may see them."""
    is_home_kept: bool = True
    """Whether it is known where the person lives: if not, no patient is known to be their neighbour."""
    is_of_the_only_officer: bool = False
    """Whether it is about a data-protection officer beside whom there is none: nobody could work on a breach of theirs."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the data-protection officer begins with."""

    waiting: tuple[Listed, ...]
    closed: tuple[Listed, ...]
    unplaced: tuple[Just, ...]
    """What waits for a place in the budget of the next weeks, the highest first."""
    below: tuple[Just, ...]
    budget: int
    judged_at: datetime | None
    rules: tuple[Rule, ...] = ()
    unknown: Unknown | None = None
