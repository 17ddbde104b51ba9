"""The words of conformity: what is done, what a check can find, and how surely a rule is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

TRIED = "backup.tried"
"""The file in the data directory that says when a backup was last restored for a try."""


DUE_AGAIN = "conformity-due-again"
"""Under which name it is remembered for a while for how many rules a paper is due again."""
REMINDED = timedelta(days=30)
"""How long before something has to be shown anew whoever answers for it is reminded."""


class Act(StrEnum):
    """What is done with the rule book, as the log says it."""

    CHECK = "conformity.check"
    SEE = "conformity.see"
    PRINT = "conformity.print"
    PACK = "conformity.pack"
    SHOW = "conformity.show"
    TAKE_BACK = "conformity.take-back"


class Result(StrEnum):
    """What a check finds. Values are stored."""

    FAIL = "fail"
    HUMAN = "human"
    PASS = "pass"  # noqa: S105 (a result)
    NOT_APPLICABLE = "not-applicable"


class Mark(StrEnum):
    """How surely a rule is known: read in its source, remembered, inferred, or not verified."""

    READ = "read"
    REMEMBERED = "remembered"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one probe found: a sentence by its name, and the numbers in it. Never whom it is about."""

    result: Result
    sentence: str
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person showed for a rule: when it was done, by which paper (SHA-256), and when it is due again."""

    done_on: date
    due_on: date
    sha256: str


@dataclass(frozen=True, slots=True)
class Showing:
    """That somebody put on record what a person has to show for a rule."""

    showing_id: UUID
    rule: str
    shown: Shown
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What one rule came to, and what each of its probes found."""

    rule: str
    result: Result
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one rule, since when it stands so, and when that was looked at last."""

    checked: Checked
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Stood:
    """How it stood with a rule before, since when and until when."""

    result: Result
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """That a rule came to something else than before, or was looked at for the first time."""

    rule: str
    result: Result
    is_first: bool


@dataclass(frozen=True, slots=True)
class Report:
    """How it stands with every rule, failures first, and when that was looked at."""

    standings: tuple[Standing, ...]
    at: datetime | None

    def of(self, *results: Result) -> tuple[Standing, ...]:
        """Return those that came to one of these."""
        return tuple(one for one in self.standings if one.checked.result in results)

    @property
    def has_failures(self) -> bool:
        """Tell whether something is not as a rule asks."""
        return bool(self.of(Result.FAIL))


@dataclass(frozen=True, slots=True)
class Made:
    """A report that somebody drew: the line of the log that vouches for it, when, its hash, and whether the log has signed it."""

    entry_id: UUID
    at: datetime
    sha256: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What whoever answers for conformity finds."""

    report: Report
    made: tuple[Made, ...]
    showings: tuple[Showing, ...]
    """One a rule, the newest that was not taken back."""
    earlier: Mapping[str, tuple[Stood, ...]]
    """How it stood with rules before, the newest first."""
