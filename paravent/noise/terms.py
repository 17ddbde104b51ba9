"""The words of noisy answers: what may be asked, over which categories, with how much ε."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Measure(StrEnum):
    """What is asked about a group."""

    COUNT = "count"
    SEX = "sex"
    AGE = "age"
    FEATURES = "features"
    SPREAD = "spread"
    MEAN = "mean"


SEXES = ("female", "male", "other", "unknown")
"""FHIR R4, AdministrativeGender."""
DECADES = (*(f"{first}-{first + 9}" for first in range(0, 90, 10)), "90+", "unknown")
MOST_FEATURES = 8
MOST_MARKS = 12
LONGEST_COHORT = 2000
THOUSANDTHS = 1000
"""ε is counted in thousandths, as whole numbers: sums of fractions would drift."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A measurement of which a mean or a spread may be asked, counted in whole steps. Source of codes and units: LOINC, UCUM."""

    searched: tuple[str, ...]
    """LOINC codes of the Observations that hold it: its own, and that of a panel."""
    code: str
    unit: str
    shown_unit: str
    step: Decimal
    possible: tuple[Decimal, Decimal]


def _sign(code: str, unit: str, shown: str, step: str, possible: tuple[str, str], *, panel: str = "") -> Sign:
    searched = (code, panel) if panel else (code,)
    low, high = possible
    return Sign(searched, code, unit, shown, Decimal(step), (Decimal(low), Decimal(high)))


SIGNS = {
    "systolic": _sign("8480-6", "mm[Hg]", "mmHg", "1", ("40", "300"), panel="85354-9"),
    "diastolic": _sign("8462-4", "mm[Hg]", "mmHg", "1", ("20", "200"), panel="85354-9"),
    "pulse": _sign("8867-4", "/min", "/min", "1", ("20", "300")),
    "temperature": _sign("8310-5", "Cel", "°C", "0.1", ("25", "45")),
    "oxygen-saturation": _sign("59408-5", "%", "%", "1", ("40", "100")),
    "weight": _sign("29463-7", "kg", "kg", "0.1", ("0", "500")),
    "body-mass-index": _sign("39156-5", "kg/m2", "kg/m²", "0.1", ("5", "120")),
    "hba1c": _sign("4548-4", "%", "%", "0.1", ("2", "25")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the one form in which it is asked: made by `paravent.noise.questions.question`."""

    measure: Measure
    cohort: str = ""
    """The criteria of a cohort in their own canonical form; empty asks about everybody who permits it."""
    features: tuple[str, ...] = ()
    """Searches, each in canonical form; somebody counts for each of them that finds them."""
    sign: str = ""
    marks: tuple[int, ...] = ()
    """In steps of the sign: the two bounds of a mean, the edges of a spread."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer needs to know of one person."""

    sex: str = "unknown"
    age: int | None = None
    features: frozenset[int] = frozenset()
    """Which of the question's features find them, by number."""
    steps: int | None = None
    """Their newest value of the question's sign, in steps."""


class Flaw(StrEnum):
    """Why something cannot be asked."""

    NO_FEATURES = "no-features"
    MANY_FEATURES = "many-features"
    NO_SIGN = "no-sign"
    NO_NUMBER = "no-number"
    BOUNDS = "bounds"
    EDGES = "edges"
    IMPOSSIBLE = "impossible"


class QuestionUnreadable(Exception):
    """This cannot be asked: the flaw, and what could stand there. Nothing is quoted."""

    def __init__(self, flaw: Flaw, offered: str = "") -> None:
        super().__init__(flaw)
        self.flaw, self.offered = flaw, offered
