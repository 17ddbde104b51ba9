"""The words of de-identification: labels, passes, spans, people that are known, results."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Label(StrEnum):
    """What a span tells of somebody. The names are those of the GeMTeX guide, with which GraSCCo_PHI is annotated."""

    PATIENT = "NAME_PATIENT"
    RELATIVE = "NAME_RELATIVE"
    CLINICIAN = "NAME_DOCTOR"
    OUTSIDER = "NAME_EXT"
    PERSON = "NAME_OTHER"
    TITLE = "NAME_TITLE"
    USERNAME = "NAME_USERNAME"
    DATE = "DATE"
    AGE = "AGE"
    STREET = "LOCATION_STREET"
    ZIP = "LOCATION_ZIP"
    CITY = "LOCATION_CITY"
    STATE = "LOCATION_STATE"
    COUNTRY = "LOCATION_COUNTRY"
    HOSPITAL = "LOCATION_HOSPITAL"
    ORGANIZATION = "LOCATION_ORGANIZATION"
    PLACE = "LOC_OTHER"
    PHONE = "CONTACT_PHONE"
    FAX = "CONTACT_FAX"
    EMAIL = "CONTACT_EMAIL"
    URL = "CONTACT_URL"
    ID = "ID"
    PROFESSION = "PROFESSION"


NAMES = frozenset({Label.PATIENT, Label.RELATIVE, Label.CLINICIAN, Label.OUTSIDER, Label.PERSON, Label.USERNAME})
"""Labels of persons."""


class Pass(StrEnum):
    """What found a span."""

    KNOWN = "known"
    CHECKED = "checked"
    CUE = "cue"
    TAGGER = "tagger"
    ECHO = "echo"


class Guide(StrEnum):
    """What counts as identifying: all that the German guide marks, or what HIPAA's Safe Harbor names (45 CFR 164.514(b)(2))."""

    GEMTEX = "gemtex"
    SAFE_HARBOR = "safe-harbor"


class Style(StrEnum):
    """What stands where an identifier stood: something invented of the same kind, or its label in brackets."""

    SURROGATE = "surrogate"
    LABEL = "label"


class Sex(StrEnum):
    """Which given names a surrogate is chosen from."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text, from `start` to before `end` in characters, with what found it and how sure that is (0 to 1)."""

    start: int
    end: int
    label: Label
    by: Pass
    certainty: float

    def meets(self, other: "Span") -> bool:
        """Tell whether both have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Hidden:
    """A span that was replaced: where it stood, where its surrogate stands, and which."""

    span: Span
    surrogate: str
    at: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the record names: the patient, a relative, a clinician."""

    label: Label
    given: str = ""
    family: str = ""
    born_on: date | None = None
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True, slots=True)
class Known:
    """What the record itself knows: people, places, numbers and addresses of any kind, each beside its label."""

    people: tuple[Person, ...] = ()
    places: tuple[tuple[Label, str], ...] = ()
    numbers: tuple[tuple[Label, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A text without its people, what was hidden in it, and what a clinician should look at."""

    text: str
    hidden: tuple[Hidden, ...]
    doubts: tuple[Span, ...]
    source: str

    @property
    def left(self) -> tuple[Span, ...]:
        """Return what is doubtful and was left as it stood."""
        gone = [one.span for one in self.hidden]
        return tuple(doubt for doubt in self.doubts if not any(doubt.meets(span) for span in gone))

    def original(self, span: Span) -> str:
        """Return what stood at a span. It is an identifier: never for a log."""
        return self.source[span.start : span.end]


class ModelUnreadable(Exception):
    """The file given as --model is no trained tagger. Train one with `paravent deid train FOLDER --out MODEL`."""


class ExamplesUnreadable(Exception):
    """No examples to learn from: *.jsonl with one text a line is expected, {"text": …, "entities": [{"start", "end", "type"}, …]}."""
