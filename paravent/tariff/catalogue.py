"""A scheme's rules as data: codes and limits, each in versions that say for which days they hold, and since when that is known.

A version is never changed and never taken away. What was decided later stands beside it with its own dates; which of them answers is
worked out in `paravent.tariff.knowing`. See docs/spec/tariff.md.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from paravent.kernel.said import Said
from paravent.tariff.terms import AudioReason, DecisionMaking, IdentityCheck, Kind, Scheme, Specialty

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=48)]


def _is_quoted(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("is a number to YAML, which drops zeros and rounds: put it in quotes")  # noqa: TRY004 - pydantic takes no other
    return value


Exact = Annotated[Decimal, BeforeValidator(_is_quoted)]
"""A number as it is written: quoted, so that no machine rounds it."""
CodeName = Annotated[str, BeforeValidator(_is_quoted), StringConstraints(pattern=r"^[A-Z]?[0-9]{1,5}$")]
CodeOrSet = Annotated[str, BeforeValidator(_is_quoted), StringConstraints(pattern=r"^(@[a-z-]+|[A-Z]?[0-9]{1,5})$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


PLACEHOLDERS = {
    *("code", "minutes", "needed", "other", "day", "points", "left", "ceiling", "tool", "app", "person", "group"),
    *("reason", "setting", "instead", "quarters", "times", "factor", "value", "amount", "known"),
}


def _is_fillable(words: Said) -> Said:
    try:
        words.filled(dict.fromkeys(PLACEHOLDERS, ""))
    except (KeyError, ValueError, IndexError) as odd:
        raise ValueError(
            f"has {odd} in braces, which nothing fills; there are: {', '.join(sorted(PLACEHOLDERS))}"
        ) from None
    return words


Sentence = Annotated[Said, AfterValidator(_is_fillable)]


class Dated(StrEnum):
    """Whence a day of decision is known."""

    DECIDED = "decided"
    TOLD = "told"
    """The first day on which a source tells of it: it may have been decided before, and nobody here knew."""
    ASSUMED = "assumed"
    """No source tells: the first day on which it held."""


class Version(_Part):
    """One wording: for which days it holds, since when that is known, and where it stands."""

    valid_from: date
    valid_to: date | None = None
    decided_on: date
    dated: Dated
    source: Line
    checked: bool
    contradiction: Said | None = None
    """What another source says. Then `checked` is no."""
    note: Said | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(
                f"holds until {self.valid_to}, before it begins on {self.valid_from}: one of them is wrong"
            )
        if self.contradiction and self.checked:
            raise ValueError("is contradicted and called checked: say `checked: no`, or leave the contradiction out")
        return self

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class PointValue(Version):
    """What a point is worth, in cents."""

    cents: Exact


class LimitKind(StrEnum):
    """What a limit bounds."""

    POINTS_PER_DOCTOR = "points-per-doctor"
    """Points of its codes for one doctor in a quarter."""
    VIDEO_ONLY_SHARE = "video-only-share"
    """Cases treated by video alone, of all cases in a quarter."""
    VIDEO_ONLY_SHARE_KNOWN = "video-only-share-known"
    """The same, counting known patients only; of all cases still."""
    VIDEO_ONLY_SHARE_UNKNOWN = "video-only-share-unknown"
    """Cases of unknown patients by video alone, of all cases of unknown patients."""
    SHARE_OF_EACH_CODE = "share-of-each-code"
    """How much of one code's points may come from video in a quarter."""


class LimitVersion(Version):
    """How much, from when until when; or that the limit is gone."""

    value: Exact | None = None
    is_gone: bool = False
    per: Said | None = None
    """Of whom: the doctor, the practice."""

    @model_validator(mode="after")
    def _has_a_value_or_is_gone(self) -> Self:
        if self.is_gone == (self.value is not None):
            raise ValueError("has to say a value, or is_gone: yes, and not both")
        return self


class Limit(_Part):
    """Something that may not be exceeded in a quarter."""

    id: Slug
    kind: LimitKind
    text: Said
    may_be_set: bool = False
    """Whether a practice may set its own value, because sources disagree."""
    versions: tuple[LimitVersion, ...] = Field(min_length=1)


class Minutes(_Part):
    """How long: from `at_least`, beyond `more_than`, until `at_most`; in whole minutes."""

    at_least: int | None = None
    more_than: int | None = None
    at_most: int | None = None

    @property
    def shortest(self) -> int:
        """The fewest whole minutes that are enough."""
        return self.at_least if self.at_least is not None else (self.more_than or -1) + 1


class Seen(_Part):
    """Whether the patient was in the practice before this visit, in this quarter or one of so many before it.

    `or_in_this`: a contact later in this quarter counts as well.
    """

    quarters_before: int = Field(ge=0, le=12)
    or_in_this: bool = False


class Times(_Part):
    """How often in so many quarters, this one included."""

    at_most: int = Field(ge=1)
    quarters: int = Field(default=1, ge=1, le=12)


class Repeats(_Part):
    """A code that counts once from `first` minutes, and again for each so many more."""

    first: int = Field(ge=1)
    each: int = Field(ge=1)
    at_most: int = Field(ge=1)

    def count(self, minutes: int) -> int:
        """Return how often it counts in so many minutes."""
        return max(1, min(self.at_most, 1 + (minutes - self.first) // self.each))


class Quiet(_Part):
    """No visit under these codes shortly before or after."""

    codes: tuple[CodeOrSet, ...] = Field(min_length=1)
    days_before: int = Field(ge=0, le=31)
    hours_after: int = Field(ge=0, le=240)


class Factor(_Part):
    """GOÄ § 5: the factor charged as a rule, and the highest without an agreement."""

    usual: Exact
    at_most: Exact


class TakenBy(StrEnum):
    """Which payers take a code (CPT)."""

    ALL = "all"
    OFFICE_PAYERS = "office-payers"
    """Who wants telemedicine under the codes of visits to the office, as Medicare does."""
    TELEMEDICINE_PAYERS = "telemedicine-payers"
    """Who takes CPT's own codes for telemedicine."""


class Clock(StrEnum):
    """When, in Germany: weekdays from 7 to 19, or the other hours. Public holidays are for people to know."""

    DAY = "day"
    NIGHT = "night"


class Carried(StrEnum):
    """What the consultation has to be carried by."""

    VIDEO = "video"
    AUDIO = "audio"
    EITHER = "either"
    NOTHING = "nothing"
    """Whether there was a conversation does not matter."""


class Conditions(_Part):
    """What has to be so. What is left out is not asked."""

    kinds: tuple[Kind, ...] = (Kind.CONSULTATION,)
    taken_by: TakenBy = TakenBy.ALL
    only_specialties: tuple[Specialty, ...] = ()
    not_specialties: tuple[Specialty, ...] = ()
    over_admissible_tool: bool = True
    tool_is_reported: bool = False
    carried_by: Carried = Carried.EITHER
    minutes: Minutes | None = None
    """CPT: the clinician's time, as stated, or else the talking."""
    or_decision_making: DecisionMaking | None = None
    """CPT: this or the minutes; the one that the clinician states is enough."""
    talk: Minutes | None = None
    """How long the talking itself lasted, whatever else took time."""
    seen: Seen | None = None
    not_seen: Seen | None = None
    video_only_case: bool = False
    is_new_patient: bool | None = None
    by_patient: bool = False
    is_initiator: bool | None = None
    """Of a conference or a consilium: who called it, or who was called."""
    clock: Clock | None = None
    identity: tuple[IdentityCheck, ...] = ()
    audio_reasons: tuple[AudioReason, ...] = ()
    """By sound alone only for one of these."""
    patient_elsewhere: bool = False


class CodeVersion(Version):
    """One wording of a code: what it asks, what it pays, what it excludes; or that it is deleted."""

    is_gone: bool = False
    instead: str = ""
    """The code that takes its place."""
    points: int | None = Field(default=None, ge=0)
    price: Exact | None = None
    factor: Factor | None = None
    analogy: Said | None = None
    """GOÄ § 6 (2): to which number it is like, and why."""
    is_marker: bool = False
    is_added_by_association: bool = False
    conditions: Conditions = Conditions()
    limits: tuple[Slug, ...] = ()
    not_beside: tuple[CodeOrSet, ...] = ()
    """Not in the same visit."""
    not_in_case: tuple[CodeOrSet, ...] = ()
    times: Times | None = None
    repeats: Repeats | None = None
    quiet: Quiet | None = None
    only_one_of: str = ""
    """Of the codes with one word here, the one with the highest rank that is met is proposed, and no other."""
    rank: int = 0
    modifiers: tuple[str, ...] = ()
    takes_modality_modifier: bool = False
    """CPT: 95 or 93, where the payer asks for it."""
    takes_place_of_service: bool = False
    why: Sentence | None = None
    to_confirm: tuple[Sentence, ...] = ()
    """Conditions that no evidence shows: without the clinician's yes the code is not billed."""
    beware: tuple[Sentence, ...] = ()
    """What to know beside it; no condition."""
    evidence: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_why_and_how_much(self) -> Self:
        if self.is_gone:
            return self
        if self.why is None or not self.evidence:
            raise ValueError(
                "needs `why`, a sentence for the clinician, and `evidence`, which facts prove it; or is_gone: yes"
            )
        if self.points is not None and self.price is not None:
            raise ValueError("has points and a price: only one of them is what is paid")
        return self


class Code(_Part):
    """A code and its versions, oldest first."""

    code: CodeName
    text: Said
    versions: tuple[CodeVersion, ...] = Field(min_length=1)


class Rounding(_Part):
    """How an amount becomes whole cents."""

    step: Exact
    text: Said
    source: Line
    checked: bool


class Catalogue(_Part):
    """Everything a scheme says, in one file."""

    scheme: Scheme
    edition: str
    title: Said
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    system: Line
    """The address by which FHIR names the codes' system."""
    letter_system: str = ""
    """Of codes that begin with a letter, where those belong to another system."""
    rounding: Rounding
    sets: Mapping[str, tuple[CodeName, ...]] = {}
    point_values: tuple[PointValue, ...] = ()
    limits: tuple[Limit, ...] = ()
    codes: tuple[Code, ...] = Field(min_length=1)

    def system_of(self, code: str) -> str:
        """Return the address by which FHIR names the system of one code: HCPCS codes stand beside CPT's and are not CPT's."""
        return self.letter_system if self.letter_system and code[:1].isalpha() else self.system

    def limit(self, limit_id: str) -> Limit:
        """Return a limit by its id."""
        return next(limit for limit in self.limits if limit.id == limit_id)

    def code(self, code: str) -> Code | None:
        """Return a code by its name, or nothing where the scheme has none of that name."""
        return next((one for one in self.codes if one.code == code), None)

    def spelled_out(self, names: tuple[str, ...]) -> frozenset[str]:
        """Return the codes that a list names, its sets spelled out."""
        return frozenset(code for name in names for code in (self.sets[name[1:]] if name[0] == "@" else (name,)))
