"""The words of releases."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from paravent.research.terms import FEWEST_ALIKE, StudyView, Threshold
from paravent.uses.terms import Batch


class Act(StrEnum):
    """What is done about a release, as the log says it."""

    LIST = "release.list"
    ASK = "release.ask"
    MEASURE = "release.measure"
    SEE = "release.see"
    DECIDE = "release.decide"
    BEGIN = "release.begin"
    LOOK = "release.look-whether-any-waits"
    PLAN = "release.plan"
    MAKE = "release.make"
    FINISH = "release.finish"
    VOUCH = "release.vouch"
    TAKE = "release.take"
    NAME_RECIPIENT = "release.name-recipient"
    DECIDE_RECIPIENT = "release.decide-recipient"
    END_RECIPIENT = "release.end-recipient"
    LET_IN = "release.let-recipient-in"
    SAY = "release.say-how-far"
    FETCH = "release.fetch"
    TAKE_DOSSIER = "release.take-dossier"
    GIVE_BACK = "release.give-back"
    FORGET = "release.forget"


class Column(StrEnum):
    """What somebody outside may know of a person, and finds them by."""

    SEX = "sex"
    BORN = "born"
    PLACE = "place"
    DIED = "died"


BANDS = (1, 5, 10, 20)
"""Years that are told as one."""
HIDDEN: Mapping[Column, int] = {Column.SEX: 1, Column.BORN: len(BANDS), Column.PLACE: 3, Column.DIED: 1}
"""The last rung of each column, on which it does not leave. A place goes from two digits over one to the country."""
SPARED = 0.1
"""The share of a cohort that may be left out because somebody stands out."""
MOST_ASKED = 12
"""Releases that one study may ask for: each answer tells a little about who is there."""
TEXTS = ("Composition", "DocumentReference")
"""What is a text and little else: it leaves with texts alone."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a researcher asks for: of whom, which kinds of resources, how coarsely, with texts or without."""

    preview_id: UUID
    kinds: tuple[str, ...]
    rungs: Mapping[Column, int] = field(default_factory=lambda: dict.fromkeys(Column, 0))
    texts: bool = False
    leaves_out: bool = False
    fewest: int = FEWEST_ALIKE
    diagnoses: int = 1
    farthest: float = 1.0

    @property
    def threshold(self) -> Threshold:
        """Return against what it is measured: the study's, or more."""
        return Threshold(self.fewest, self.diagnoses, self.farthest)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {**asdict(self), "preview_id": str(self.preview_id), "rungs": {str(k): v for k, v in self.rungs.items()}}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """Return it from how it is kept."""
        rungs = {Column(name): rung for name, rung in told["rungs"].items()}
        return cls(
            UUID(told["preview_id"]),
            tuple(told["kinds"]),
            rungs,
            texts=told["texts"],
            leaves_out=told["leaves_out"],
            fewest=told["fewest"],
            # What was asked for before studies had them did not ask for them.
            diagnoses=told.get("diagnoses", 1),
            farthest=told.get("farthest", 1.0),
        )

    @property
    def band(self) -> int:
        """Return how many years are told as one; hidden ones as the widest."""
        return BANDS[min(self.rungs[Column.BORN], len(BANDS) - 1)]


class Why(StrEnum):
    """Why a release is refused by its measure."""

    TOO_FEW = "too-few"
    STAND_OUT = "stand-out"
    SAME_DIAGNOSIS = "same-diagnosis"
    FAR_FROM_ALL = "far-from-all"
    NO_TAGGER = "no-tagger"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A coarser wish that would be let through, and how many it would leave out."""

    rungs: Mapping[Column, int]
    leaves_out: bool
    left_out: int
    texts: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a release risks, measured: over what people are known by, and over what left before."""

    people: int
    left_out: int
    k: int
    below: int
    prosecutor_max: float
    prosecutor_average: float
    unique: float
    unique_in_population: float
    distinct: int
    """l: how many different leading diagnoses the poorest group has; 0 where no diagnosis leaves."""
    distance: float
    """t: how far one group's diagnoses are from everybody's, 0 to 1."""
    earlier: int
    """How many earlier releases were held beside it."""
    why: tuple[Why, ...] = ()
    steps: tuple[tuple[Column, int, int], ...] = ()
    """What could be coarsened next, the best first: the column, its rung, and how many would still stand out."""
    proposals: tuple[Proposal, ...] = ()

    @property
    def is_safe(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.why

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """Return it from how it is kept."""
        steps = tuple((Column(name), rung, below) for name, rung, below in told["steps"])
        offered = tuple(
            Proposal(
                {Column(name): rung for name, rung in one["rungs"].items()},
                leaves_out=one["leaves_out"],
                left_out=one["left_out"],
                texts=one["texts"],
            )
            for one in told["proposals"]
        )
        why = tuple(Why(one) for one in told["why"])
        return cls(**{**told, "why": why, "steps": steps, "proposals": offered})


class State(StrEnum):
    """How far a release is."""

    MEASURING = "measuring"
    REFUSED = "refused"
    WAITS = "waits"
    TURNED_DOWN = "turned-down"
    HANDED_OUT = "handed-out"
    BEING_MADE = "being-made"
    READY = "ready"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file of a release: its number, what is in it, how long it is and what it hashes to."""

    number: int
    kind: str
    count: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What became of the texts of a release."""

    read: int = 0
    left: int = 0
    doubtful: int = 0
    """How many of those that left have something hidden in them without being sure."""
    named: int = 0
    """How many a name kept back that the record knows."""
    held: int = 0
    """How many wait for a clinician."""
    kept: int = 0
    """How many a clinician keeps back."""
    decided: int = 0
    """How many of those that left a clinician read before."""
    spared: int = 0
    """At how many places in them the clinician said that they name nobody."""

    def plus(self, other: "Texts") -> "Texts":
        """Return both together."""
        return Texts(**{name: number + getattr(other, name) for name, number in asdict(self).items()})


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release as those see it who ask for it or decide about it: not one row of it."""

    release_id: UUID
    study_id: UUID
    study: str
    recipients: str
    approved: Threshold
    """What was approved with the study: the wish asks for as much, or for more."""
    question: str
    wish: Wish
    state: State
    asked_by: str
    asked_at: datetime
    is_own: bool
    findings: Findings | None
    decided_by: str
    decided_at: datetime | None
    resources: int
    """How many were written so far."""
    finished_at: datetime | None
    kept_until: datetime | None
    files: tuple[OneFile, ...] = ()
    texts: Texts | None = None
    """What became of the texts, once it was made, on a release's own page; nothing where none were asked for."""


TOKEN_FOR = timedelta(minutes=5)
"""How long a recipient's token is good for."""


@dataclass(frozen=True, slots=True)
class RecipientView:
    """A key by which a recipient of a study fetches, as those see it who named it or decide about it."""

    recipient_id: UUID
    name: str
    fingerprint: str
    named_by: str
    named_at: datetime
    decided_by: str
    is_approved: bool | None
    ended_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        """Tell whether it opens anything."""
        return bool(self.is_approved) and self.ended_at is None


@dataclass(frozen=True, slots=True)
class StudyReleases:
    """What the page of a study's releases shows: of no patient."""

    study: StudyView
    releases: list[ReleaseView]
    """The newest first."""
    questions: dict[UUID, str]
    """Questions whose cohorts could be asked for."""
    recipients: list[RecipientView]


class Stop(StrEnum):
    """Why nothing of a release is given out any more. Of nobody in it."""

    STUDY_OVER = "study-over"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    FILES_DELETED = "files-deleted"


@dataclass(frozen=True, slots=True)
class Fetchable:
    """What a recipient is told of a release: how far it is, why nothing comes any more, and whom they have to delete."""

    view: ReleaseView
    stop: Stop | None
    removals: tuple[Batch, ...] = ()


class NoRecipient(Exception):
    """No recipient signed this, or their token is over, or their key was ended."""


class KeyUnclear(Exception):
    """This is no public key that a signature could be checked with."""


class NotReady(Exception):
    """The release is still being made."""


class PermissionTakenBack(Exception):
    """Somebody in the release took their permission back: its files were deleted, and it has to be prepared anew."""
