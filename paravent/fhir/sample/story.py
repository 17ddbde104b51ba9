"""The parts of an invented patient's story. Times are years before the day on which the file is made."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["blood-pressure", "pulse", "temperature", "oxygen-saturation", "weight", "glucose", "HbA1c", "peak-flow"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A problem, with its SNOMED CT and ICD-10 codes; `until` where it is over."""

    words: str
    snomed: str
    icd10: str
    since: float
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Allergy:
    """An allergy and what it did."""

    words: str
    snomed: str
    reaction: str
    since: float


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine with its ATC code and dose; `until` where it is not taken any more."""

    words: str
    atc: str
    dose: str
    since: float
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How a measurement went: waypoints (years ago, value …), between which it moves, with noise around it."""

    kind: Kind
    waypoints: tuple[tuple[float, ...], ...]
    noise: float
    times_a_year: float = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """A visit to the practice."""

    ago: float
    reason: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the file."""

    ago: float
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """A vaccination (CVX) or a procedure (SNOMED CT)."""

    ago: float
    words: str
    code: str


@dataclass(frozen=True, slots=True)
class Story:
    """One invented patient."""

    key: str
    given: str
    family: str
    sex: Literal["male", "female"]
    age: int
    birthday: tuple[int, int]
    phone: str
    conditions: tuple[Condition, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    courses: tuple[Course, ...] = ()
    contacts: tuple[Contact, ...] = ()
    letters: tuple[Letter, ...] = ()
    vaccinations: tuple[Done, ...] = ()
    procedures: tuple[Done, ...] = ()
