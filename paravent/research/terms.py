"""The words of research."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from paravent.consent.terms import Topic, Wording
from paravent.uses.terms import CameOut, Kind, OwnUse


class Act(StrEnum):
    """What is done for research, as the log says it."""

    SEE_CONSENT = "research.see-consent"
    CHOOSE = "research.choose"
    PROPOSE = "research.propose"
    LIST = "research.list"
    SEE = "research.see"
    DECIDE = "research.decide"
    END = "research.end"
    PREVIEW = "research.preview"
    COUNT = "research.count"
    LIST_BUDGETS = "research.list-budgets"
    GIVE_BUDGET = "research.give-budget"
    READ_PUBLIC = "research.read-public"


FEWEST = 7
"""People. Of so many or fewer it is only said that they are so few."""
ROUNDED_TO = 5
MOST_PREVIEWS = 10
"""Different questions that one study may ask."""
CLOSE_AT_MOST = 6
"""Pairs of questions, over all studies of one person, that differ in one criterion: by such pairs somebody is singled out."""
MOST_CRITERIA = 8
SHORTEST_TEXT, LONGEST_TEXT = 12, 2000
LONGEST_STUDY_DAYS = 3 * 365
FEWEST_ALIKE = 11
"""So many patients of a release have to look alike at least: no study and no practice goes below."""
KINDS = (
    "Condition",
    "Observation",
    "MedicationRequest",
    "MedicationStatement",
    "Encounter",
    "Procedure",
    "AllergyIntolerance",
    "Immunization",
    "DiagnosticReport",
)
"""Types of FHIR resources that a study may need; who somebody is (Patient) comes made coarse, and texts are said by themselves."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What protects whoever is in a release of a study, at least."""

    fewest: int = FEWEST_ALIKE
    """k: so many look alike."""
    diagnoses: int = 1
    """l: so many different leading diagnoses are in each group of those; 1 asks nothing."""
    farthest: float = 1.0
    """t: so far a group's diagnoses may be from everybody's; 1 asks nothing."""

    @property
    def asks_of_diagnoses(self) -> bool:
        """Tell whether more is asked than that people look alike."""
        return self.diagnoses > 1 or self.farthest < 1

    def is_met_by(self, other: "Threshold") -> bool:
        """Tell whether another threshold asks for as much in every respect, or for more."""
        return other.fewest >= self.fewest and other.diagnoses >= self.diagnoses and other.farthest <= self.farthest


@dataclass(frozen=True, slots=True)
class Plan:
    """Who wants to know what, of which data, by which exit, for whom, until when, with whose consent, and how well those are protected whose data leave."""

    title: str
    why: str
    recipients: str
    topics: tuple[Topic, ...]
    until: date
    threshold: Threshold = Threshold()
    texts: bool = False
    """Whether a release may have letters and notes in it, without the people in them."""
    kinds: tuple[str, ...] = KINDS
    """Types of resources that it may ask about and be given; of no other anything is looked at for it."""
    exits: tuple[Kind, ...] = tuple(Kind)
    """By which ways something of it may leave; without any, rounded counts alone."""


@dataclass(frozen=True, slots=True, order=True)
class Criterion:
    """One condition that a patient has to meet: a parameter of a FHIR search of one type."""

    kind: str
    parameter: str
    value: str


class Turn(StrEnum):
    """For whose decision something waits."""

    DPO = "dpo"
    RESEARCHER = "researcher"
    CLINICIAN = "clinician"


class Matter(StrEnum):
    """What waits for a decision in a study."""

    STUDY = "study"
    RELEASE = "release"
    KEY = "key"
    CHARTER = "charter"
    HANDED_OUT = "handed-out"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Undecided:
    """What waits in a study, how much of it, for whom, and where it is decided."""

    study_id: UUID
    matter: Matter
    turn: Turn
    place: str
    number: int = 1
    is_mine: bool = False
    """Whether it waits for this reader, who neither proposed nor asked for it where somebody else has to decide."""

    @classmethod
    def by_study(
        cls, rows: Iterable[tuple[UUID, UUID]], what: tuple[Matter, Turn, str], is_mine: Callable[[UUID], bool]
    ) -> Iterator[Self]:
        """Yield what waits, counted by studies: a row is in which study something waits, and who asked for it."""
        counted = Counter((study_id, is_mine(who)) for study_id, who in rows)
        for (study_id, mine), number in counted.items():
            yield cls(study_id, *what, number, mine)


@dataclass(frozen=True, slots=True)
class StudyView:
    """A study as those see it who propose, decide or are asked."""

    study_id: UUID
    plan: Plan
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    is_approved: bool | None
    is_open: bool
    ended_at: datetime | None
    is_own: bool
    waiting_since: date | None = None
    """Since when a recipient has a withdrawal before them that they have not acknowledged."""
    counted: int = 0
    """How many rounded numbers of patients it was told."""
    undecided: tuple[Undecided, ...] = ()
    """What waits in it for a decision: known in the list of studies alone."""

    @property
    def waits_for_me(self) -> bool:
        """Tell whether something in it waits for this reader's decision."""
        return any(one.is_mine for one in self.undecided)

    def with_what_waits(self, waiting: Iterable[Undecided], *, decides: bool) -> "StudyView":
        """Return the study with what of all that waits is its own; whether it may run at all waits for who decides about studies of others."""
        own = [one for one in waiting if one.study_id == self.study_id]
        if self.decided_at is None and self.ended_at is None:
            is_mine = decides and not self.is_own
            own.append(Undecided(self.study_id, Matter.STUDY, Turn.DPO, "research:one", is_mine=is_mine))
        return replace(self, undecided=tuple(own))


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A question about a cohort, and the answer as it is shown: rounded, or that there are few, or not counted yet."""

    criteria: str
    asked_at: datetime
    is_counted: bool
    shown: int | None


@dataclass(frozen=True, slots=True)
class Purse:
    """How much of a study's previews is left."""

    previews_left: int
    close_left: int


@dataclass(frozen=True, slots=True)
class Permission:
    """One question to a patient, in its words, and how they chose."""

    wording: Wording
    is_given: bool
    since: datetime | None
    is_outdated: bool = False
    """They agreed to words that said less than is done today, so nothing of theirs is used until they choose again."""


# Budgets: thousandths of ε, as whole numbers

STUDY_BUDGETS = (200, 500, 1000)
"""What a study may be given, once: with the most, whoever knew all but one person is right about that one 73 times in 100."""
YEAR_BUDGET = 3000
"""What all studies together may spend of each patient in a year: 95 times in 100. In the code, so that nobody raises it quietly."""
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Budgets:
    """What a study was given and has spent; what all studies have spent of a year, which counts against every patient."""

    given: int | None
    spent: int
    year_spent: int
    year_back_at: datetime | None = None
    """When the next charge of the year no longer counts."""

    @property
    def left(self) -> int:
        """Return what the study may still spend."""
        return max(0, min((self.given or 0) - self.spent, self.year_left))

    @property
    def year_left(self) -> int:
        """Return what is left of the year, for all studies."""
        return max(0, YEAR_BUDGET - self.year_spent)

    @property
    def year(self) -> int:
        """Return what all studies together may spend of a year."""
        return YEAR_BUDGET

    @property
    def in_100_of_study(self) -> float:
        """Return how much of the study's budget is spent, on a line of 100."""
        return min(100.0, 100 * self.spent / self.given) if self.given else 0.0

    @property
    def in_100_of_year(self) -> float:
        """Return how much of everybody's year is spent, on a line of 100."""
        return min(100.0, 100 * self.year_spent / YEAR_BUDGET)


@dataclass(frozen=True, slots=True)
class StudyBudget:
    """A study with its budgets, and how often something was charged to it, as the data-protection officer sees it."""

    study: StudyView
    budgets: Budgets
    charges: int


@dataclass(frozen=True, slots=True)
class PublicStudy:
    """A study as everybody reads it, without signing in: of no patient, and without the name of who proposed or approved it."""

    plan: Plan
    since: date
    is_open: bool
    ended_on: date | None
    budgets: Budgets
    counted: int
    """How many rounded numbers of patients it was told."""
    came_out: tuple[CameOut, ...]


@dataclass(frozen=True, slots=True)
class OwnResearch:
    """What a patient permits, who asks now, and what was done with their data, each with its study."""

    permissions: list[Permission]
    studies: list[StudyView]
    uses: list[tuple[OwnUse, StudyView | None]]
    year: Budgets
    """What may be told of them in a year, and what of it is spent: the same for everybody, and of no study."""


class Flaw(StrEnum):
    """Why criteria cannot be taken."""

    NOTHING = "nothing"
    TOO_MANY = "too-many"
    TYPE = "type"
    PARAMETER = "parameter"
    FORM = "form"
    NO_YEAR = "no-year"


class CriteriaUnreadable(Exception):
    """The criteria are no search that a cohort may be looked for by: the flaw, in which line, and what could stand there. Nothing is quoted."""

    def __init__(self, flaw: Flaw, line: int = 0, offered: str = "") -> None:
        super().__init__(flaw)
        self.flaw, self.line, self.offered = flaw, line, offered


class StudyTooLong(Exception):
    """A study ends in the future, and after three years at the latest."""


class ThresholdTooLow(Exception):
    """This practice lets nobody leave in so small a group; what it asks for at least."""

    def __init__(self, floor: int) -> None:
        super().__init__(floor)
        self.floor = floor
