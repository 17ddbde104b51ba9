"""The words of learning together: the charter that all agree to, the letters that travel, and what can be wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from paravent.kernel.canonical import canonical

FEWEST_SITES, MOST_SITES = 3, 64
FEWEST_PATIENTS = 20
"""A site with fewer does not take part, whatever a charter says."""
DELTA = 1e-5
"""The chance that is left out of what noise promises."""

Facts = Mapping[str, float | str]
"""What is known of one patient, by the name of a column. What is not known is not there."""
State = tuple[float, ...]
"""A model between two rounds: its weights, or what it counted."""


class Kind(StrEnum):
    """Which model is learned."""

    LOGISTIC = "logistic"
    BAYES = "bayes"


class Source(StrEnum):
    """Where the value of a column comes from."""

    AGE = "age"
    SEX = "sex"
    OBSERVATION = "observation"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Frozen):
    """One thing that the model may use: a number within a range that the charter names, or one of the values that it names."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    source: Source
    code: Annotated[str, Field(max_length=120)] = ""
    unit: Annotated[str, Field(max_length=20)] = ""
    low: float = 0.0
    high: float = 0.0
    among: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.among) == (self.low < self.high):
            raise ValueError("a column has either values (among) or a range (low below high)")
        if (self.source is Source.OBSERVATION) != bool(self.code):
            raise ValueError("an observation has a code, and nothing else has one")
        if self.source is Source.OBSERVATION and not self.among and not self.unit:
            raise ValueError("a measured number has a unit of UCUM (1 where it has none): in another it is not counted")
        return self


class Site(_Frozen):
    """An installation, by the name that the others know it by and its public key (Ed25519, in hex)."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Charter(_Frozen):
    """What is learned, from whom, by whom and how. Who agrees to it agrees to these bytes."""

    form: Literal["paravent round charter v1"] = "paravent round charter v1"
    title: Annotated[str, Field(min_length=3, max_length=200)]
    kind: Kind
    cohort: Annotated[str, Field(min_length=1, max_length=2000)]
    """Criteria as a study's cohort has them: among whom is learned."""
    label: Annotated[str, Field(min_length=1, max_length=2000)]
    """Criteria that tell who has what the model is to recognise."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=40)]
    rounds: Annotated[int, Field(ge=1, le=30)] = 6
    noise: Annotated[float, Field(ge=0, le=1000)] = 9.91
    """Standard deviation of the noise that each site adds, in multiples of what one patient can change: ε = 1 where nothing else is said,
    as much as a study may be given."""
    step: Annotated[float, Field(gt=0, le=50)] = 4.0
    fewest_patients: Annotated[int, Field(ge=FEWEST_PATIENTS)] = FEWEST_PATIENTS
    sites: Annotated[tuple[Site, ...], Field(min_length=FEWEST_SITES, max_length=MOST_SITES)]
    leader: str
    until: date

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len({site.key for site in self.sites}) < len(self.sites) or len(self.by_name) < len(self.sites):
            raise ValueError("each site is there once, under a name and a key of its own")
        if self.leader not in self.by_name:
            raise ValueError("who leads is one of the sites, by name")
        if len({column.name for column in self.columns}) < len(self.columns):
            raise ValueError("each column has a name of its own")
        if self.kind is Kind.BAYES and self.rounds != 1:
            raise ValueError("naive Bayes is counted in one round")
        if self.kind is Kind.BAYES and not self.noise:
            raise ValueError("naive Bayes counts, and counts of few are not told: it needs noise")
        return self

    @property
    def by_name(self) -> dict[str, Site]:
        """The sites by name."""
        return {site.name: site for site in self.sites}

    @property
    def content(self) -> bytes:
        """The canonical bytes, which are agreed to."""
        return canonical(self.model_dump(mode="json"))

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hex: the charter's name in every letter."""
        return hashlib.sha256(self.content).hexdigest()


class Letters(StrEnum):
    """What letters say."""

    CALL = "call"
    SEAT = "seat"
    ASK = "ask"
    SHARE = "share"
    GATHERED = "gathered"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Result:
    """A model, how many took part in its last round (with noise, about so many), and after which round it stands."""

    state: State
    patients: float
    after: int


class NotForUs(Exception):
    """A letter that is not accepted: not signed by who it says, changed on its way, of another charter or run, or answered before."""


class LeftOut(Exception):
    """The leader goes on without this site: its letters had not come. Nothing that it added can be read."""


class SaidTwice(Exception):
    """A site has sent two different letters where one is due: somebody else holds its key, or it sat down twice. The run ends."""


class TooFewSites(Exception):
    """A round needs three sites at least."""


class TooFewPatients(Exception):
    """Too few patients permit it here now for this site to take part: their part could be guessed from the sum."""


class CircleChanged(Exception):
    """Somebody left after a sum was opened. The difference of two sums would show what they hold: the run ends, the last model stands."""


class NotYours(Exception):
    """The charter names another site as the one that leads."""


class DoesNotFit(Exception):
    """A number is larger than a sum can hold, or a letter has another length than the charter asks for."""


class NotSigned(Exception):
    """The request is not signed by a site's key, or not for this address, or the clocks of the two sites lie more than five minutes apart."""


class NotABox(Exception):
    """This is no address of a post box: it begins with https:// (on this machine http://localhost) and ends with /rounds/NAME/letters/, as the leader's page shows it."""


class BoxUnreachable(Exception):
    """The post box does not answer, or not as one does. Nothing is lost: letters wait here and are brought as soon as it does."""


class BoxRefuses(Exception):
    """The post box answers that it does not take, or does not give, what was asked; it says why."""


ENDS = (NotForUs, LeftOut, SaidTwice, TooFewSites, TooFewPatients, CircleChanged, NotYours, DoesNotFit)
"""All by which a step in a run ends; what each means stands in its docstring, which people are shown."""
