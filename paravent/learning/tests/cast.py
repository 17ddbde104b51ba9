"""Hospitals that never were, with patients who follow a rule, and a run between them in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import exp
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.learning.joining import Answer, Seat, answer
from paravent.learning.leading import Waiting, next_letter, public_hex
from paravent.learning.letters import Letter, Post
from paravent.learning.terms import Charter, Column, Facts, Kind, Site, Source

NAMES = ("Aalen", "Bonn", "Celle", "Dessau")
COLUMNS = (
    Column(name="age", source=Source.AGE, low=20, high=90),
    Column(name="sex", source=Source.SEX, among=("female", "male")),
    Column(name="pressure", source=Source.OBSERVATION, code="http://loinc.org|8480-6", unit="mm[Hg]", low=80, high=200),
)


def a_key(nth: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([nth + 1]) * 32)


def a_charter(
    kind: Kind = Kind.LOGISTIC, names: Sequence[str] = NAMES, *, rounds: int = 3, noise: float = 0.0, **more: object
) -> Charter:
    """Return what the hospitals agree to; the first leads."""
    sites = tuple(Site(name=name, key=public_hex(a_key(NAMES.index(name)))) for name in names)
    agreed = Charter.model_validate(
        {
            "title": "Who has a high sugar",
            "kind": kind,
            "cohort": "Patient?birthdate=ge1900",
            "label": "Condition?code=http://snomed.info/sct|73211009",
            "columns": COLUMNS,
            "rounds": 1 if kind is Kind.BAYES else rounds,
            "noise": noise or 1.0,
            "sites": sites,
            "leader": names[0],
            "until": date(2030, 1, 1),
        }
        | more
    )
    # What no charter may say of counts is tried all the same: sums are compared where there is no noise in them.
    return agreed if noise else agreed.model_copy(update={"noise": 0.0})


def people(chance: Random, many: int) -> tuple[list[Facts], list[bool]]:
    """Return patients of whom the older, with the higher pressure, have the label more often; some pressures are not known."""
    found, labels = [], []
    for _ in range(many):
        age, pressure, sex = chance.uniform(20, 90), chance.gauss(135, 20), chance.choice(["female", "male"])
        facts: dict[str, float | str] = {"age": age, "sex": sex}
        if chance.random() < 0.8:
            facts["pressure"] = pressure
        odds = (age - 55) / 12 + (pressure - 135) / 20
        found.append(facts)
        labels.append(chance.random() < 1 / (1 + exp(-odds)))
    return found, labels


@dataclass
class Hospital:
    """One site: its key, its patients, and its seat."""

    name: str
    held: tuple[list[Facts], list[bool]]
    seat: Seat | None = None
    asked: int = 0
    answers: list[Answer] = field(default_factory=list)

    @property
    def key(self) -> Ed25519PrivateKey:
        return a_key(NAMES.index(self.name))

    def gather(self) -> tuple[list[Facts], list[bool]]:
        self.asked += 1
        return self.held

    def step(self, charter: Charter, post: list[Letter]) -> bool:
        """Do what is due, and tell whether something was."""
        done = answer(charter, self.key, self.seat, Post(post), self.gather)
        if done is None:
            return False
        self.seat = done.seat
        self.answers.append(done)
        post.extend([done.letter] if done.letter else [])
        return True


def hospitals(many: int = 60, names: Sequence[str] = NAMES, seed: int = 1) -> list[Hospital]:
    chance = Random(seed)
    return [Hospital(name, people(chance, many + 5 * nth)) for nth, name in enumerate(names)]


def led(charter: Charter, post: list[Letter], without: Iterable[str] = ()) -> bool:
    """Let the leader write what is due, and tell whether they wrote."""
    letter = next_letter(charter, a_key(0), Post(post), tuple(without))
    if letter is None or isinstance(letter, Waiting):
        return False
    post.append(letter)
    return True


def run(charter: Charter, sites: Sequence[Hospital], post: list[Letter], without: Iterable[str] = ()) -> None:
    """Go on until nobody has anything to do."""
    while any([led(charter, post, without), *(site.step(charter, post) for site in sites)]):
        pass
