"""A scenario as data: what appears where, what one can do, what gives it away, and how hard that is to notice.

Difficulty follows the NIST Phish Scale exactly (Dawkins & Jacobs, TN 2276, November 2023). It was made for whole e-mails: in a
slip nobody deceives, and the count is of tell-tales on the screen, so that its difficulty is only like the scale's.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from paravent.exercise.terms import CUES, Band, Difficulty, Grade, Nature, Premise, Surface, Topic
from paravent.kernel.said import Said

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
REPORT = "report"
"""The button in the head of every page; what it is worth stands in `report`."""
SENTENCES_AT_MOST = 2
FEW, SOME = 8, 14
MATRIX = {
    (Band.FEW, Premise.STRONG): Difficulty.VERY,
    (Band.FEW, Premise.MEDIUM): Difficulty.VERY,
    (Band.FEW, Premise.WEAK): Difficulty.MODERATELY,
    (Band.SOME, Premise.STRONG): Difficulty.VERY,
    (Band.SOME, Premise.MEDIUM): Difficulty.MODERATELY,
    (Band.SOME, Premise.WEAK): Difficulty.MODERATELY_TO_LEAST,
    (Band.MANY, Premise.STRONG): Difficulty.MODERATELY,
    (Band.MANY, Premise.MEDIUM): Difficulty.MODERATELY,
    (Band.MANY, Premise.WEAK): Difficulty.LEAST,
}
"""TN 2276, table 7."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _is_short(words: Said) -> Said:
    for text in (words.en, words.de):
        ends = sum(text.count(mark) for mark in (". ", "? ", "! ", ".\n")) + 1
        if ends > SENTENCES_AT_MOST:
            raise ValueError(
                f"has {ends} sentences; whoever practises reads {SENTENCES_AT_MOST}: leave out what can go"
            )
    return words


Feedback = Annotated[Said, AfterValidator(_is_short)]


class Person(_Part):
    """Somebody who was made up: name, birth date as it is shown, and what stands beside the name."""

    kind: Literal["person"]
    name: Line
    born: Line | None = None
    remark: Said | None = None


class Chat(_Part):
    """Lines of a chat; `mine` is what the learner is shown to have written."""

    kind: Literal["chat"]
    lines: tuple["ChatLine", ...] = Field(min_length=1)


class ChatLine(_Part):
    """One line of a chat."""

    by: Line
    text: Said
    mine: bool = False


class Message(_Part):
    """A message with a sender, as inbox or colleagues' messages show it. Its link is shown and leads nowhere."""

    kind: Literal["message"]
    sender: Line
    address: Line | None = None
    is_colleague: bool = False
    subject: Said | None = None
    text: Said
    link: Line | None = None
    attachment: Line | None = None


class Waiting(_Part):
    """Who waits, as the waiting room lists them."""

    kind: Literal["waiting"]
    rows: tuple["WaitingRow", ...] = Field(min_length=1)


class WaitingRow(_Part):
    """One of those who wait."""

    name: Line
    minutes: int = Field(ge=0, le=60)
    remark: Said | None = None
    acts: tuple[Slug, ...] = ()


class Facts(_Part):
    """A dialog or a notice of the application: a title, and what it says line by line."""

    kind: Literal["facts"]
    title: Said
    rows: tuple["FactRow", ...] = ()
    text: Said | None = None
    acts: tuple[Slug, ...] = ()


class FactRow(_Part):
    """One line of a dialog."""

    label: Said
    value: Said


class Stage(_Part):
    """The picture of a call, said in words: nobody real is shown."""

    kind: Literal["stage"]
    text: Said


Part = Annotated[Person | Chat | Message | Waiting | Facts | Stage, Field(discriminator="kind")]


class Choice(_Part):
    """Something one can do: a button, and what it is worth."""

    id: Slug
    label: Said
    grade: Grade


class Cue(_Part):
    """Something that gives it away: which of the cues, how often it counts, and where it is to be seen."""

    cue: str
    count: int = Field(default=1, ge=1, le=9)
    seen: Said

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.cue not in CUES:
            raise ValueError(f"'{self.cue}' is no cue; there are: {', '.join(CUES)}")
        return self


Element = Annotated[int, Field(ge=0, le=8, multiple_of=2)]


class Alignment(_Part):
    """The five elements of premise alignment, each 0, 2, 4, 6 or 8 (TN 2276, tables 4 and 5)."""

    mimics_a_process: Element
    relevance: Element
    other_events: Element
    concern: Element
    trained_before: Element

    @property
    def rating(self) -> int:
        """The first four less the fifth."""
        return self.mimics_a_process + self.relevance + self.other_events + self.concern - self.trained_before


class Scenario(_Part):
    """What one drill is made of."""

    id: Slug
    edition: int = Field(ge=1)
    topic: Topic
    nature: Nature
    surface: Surface
    title: Said
    row: Said
    parts: tuple[Part, ...] = Field(min_length=1)
    acts: tuple[Choice, ...] = Field(min_length=2)
    report: Grade
    cues: tuple[Cue, ...] = ()
    alignment: Alignment | None = None
    right: Feedback
    wrong: Feedback
    source: Line

    @model_validator(mode="after")
    def _has_one_right_act(self) -> Self:
        if Grade.RIGHT not in {choice.grade for choice in self.acts} | {self.report}:
            raise ValueError("no act is right: give one act, or report, the grade right")
        if Grade.UNSAFE not in {choice.grade for choice in self.acts} | {self.report}:
            raise ValueError("no act is unsafe: then there is nothing to learn")
        ids = [choice.id for choice in self.acts]
        if len(set(ids)) < len(ids) or REPORT in ids:
            raise ValueError("two acts have one id, or one is called report, which stands in the page's head already")
        return self

    @model_validator(mode="after")
    def _places_its_acts(self) -> Self:
        named = [act for part in self.parts for act in placed(part)]
        if unknown := sorted(set(named) - {choice.id for choice in self.acts}):
            raise ValueError(f"a part shows an act that is not among `acts`: {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _tells_how_hard(self) -> Self:
        is_control = self.nature == Nature.LEGITIMATE
        if is_control == bool(self.cues) or is_control == bool(self.alignment):
            raise ValueError(
                "a legitimate one has neither cues nor alignment" if is_control else "cues and alignment are missing"
            )
        return self

    @property
    def cue_count(self) -> int:
        """How many cues there are."""
        return sum(cue.count for cue in self.cues)

    @property
    def difficulty(self) -> Difficulty:
        """How hard it is to notice."""
        if self.alignment is None:
            return Difficulty.CONTROL
        return MATRIX[band(self.cue_count), premise(self.alignment.rating)]

    @property
    def free_acts(self) -> tuple[Choice, ...]:
        """The acts that no part shows: they stand below."""
        shown = {act for part in self.parts for act in placed(part)}
        return tuple(choice for choice in self.acts if choice.id not in shown)

    @property
    def who(self) -> Person | None:
        """Whom it is about, where that is a patient."""
        return next((part for part in self.parts if isinstance(part, Person)), None)

    @property
    def called(self) -> str:
        """By which name it comes: the patient's, the sender's, or that of the first who waits."""
        names = [_name(part) for part in self.parts]
        return next(filter(None, names), "")

    def grade_of(self, act: str) -> Grade | None:
        """Return what an act is worth, or nothing where there is no such act."""
        grades = {choice.id: choice.grade for choice in self.acts} | {REPORT: self.report}
        return grades.get(act)

    def right_act(self) -> Choice | None:
        """Return the act that is right, or nothing where that is to report."""
        return next((choice for choice in self.acts if choice.grade == Grade.RIGHT), None)


def _name(part: Part) -> str:
    if isinstance(part, Person):
        return part.name
    if isinstance(part, Waiting):
        return part.rows[0].name
    return part.sender if isinstance(part, Message) else ""


def placed(part: Part) -> tuple[str, ...]:
    """Return the acts whose buttons a part shows."""
    if isinstance(part, Waiting):
        return tuple(act for row in part.rows for act in row.acts)
    return part.acts if isinstance(part, Facts) else ()


def band(count: int) -> Band:
    """Return how many cues that is (TN 2276, table 2): few up to 8, some up to 14, many from 15."""
    return Band.FEW if count <= FEW else Band.SOME if count <= SOME else Band.MANY


def premise(rating: int) -> Premise:
    """Return how strong that is (TN 2276, table 6): weak up to 10, medium up to 17, strong from 18."""
    weak, medium = 10, 17
    return Premise.WEAK if rating <= weak else Premise.MEDIUM if rating <= medium else Premise.STRONG
