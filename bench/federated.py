"""Four hospitals that learn together: as good as one that holds all patients? The UCI heart data, ten splits.

`python -m bench.federated` writes docs/federated-figures.md. The data (CC BY 4.0) is not in the repository: PARAVENT_TEST_DATA says where it lies.
"""

import csv
import os
import platform
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean, stdev
from string import Template

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from paravent.learning import design, models, privacy
from paravent.learning.joining import Seat, answer
from paravent.learning.leading import Waiting, next_letter, public_hex
from paravent.learning.letters import Letter, Post
from paravent.learning.terms import DELTA, Charter, Column, Facts, Kind, Result, Site, Source

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[1]
DATA = Path(os.environ.get("PARAVENT_TEST_DATA", "")) / "heart_uci" / "heart_disease_uci.csv"
TEMPLATE, PAGE = HERE / "federated-figures.md", ROOT / "docs" / "federated-figures.md"
SPLITS, TEST_SHARE = 10, 0.3
ROUNDS = 10
PROMISES = {1.0: 3, 3.0: 6}
"""The ε for which noise is added, over all rounds together, and how many these are: the rounds share the promise, so that with more noise
fewer of them learn more. Chosen on other splits of the same data."""

Floats = npt.NDArray[np.float64]


def number(name: str, low: float, high: float) -> Column:
    return Column(name=name, source=Source.OBSERVATION, code=name, unit="1", low=low, high=high)


def values(name: str, *among: str) -> Column:
    return Column(name=name, source=Source.OBSERVATION, code=name, among=among)


# Ranges are what is plausible of a grown-up, chosen before anything was computed; they are the charter's, not the data's.
COLUMNS = (
    Column(name="age", source=Source.AGE, low=20, high=80),
    Column(name="sex", source=Source.SEX, among=("Male", "Female")),
    values("cp", "typical angina", "atypical angina", "non-anginal", "asymptomatic"),
    number("trestbps", 80, 200),
    number("chol", 100, 400),
    values("fbs", "TRUE", "FALSE"),
    values("restecg", "normal", "st-t abnormality", "lv hypertrophy"),
    number("thalch", 60, 200),
    values("exang", "TRUE", "FALSE"),
    number("oldpeak", -1, 4),
    values("slope", "upsloping", "flat", "downsloping"),
    number("ca", 0, 3),
    values("thal", "normal", "fixed defect", "reversable defect"),
)
NEVER_ZERO = {"trestbps", "chol"}
"""Measurements whose zero means that nobody measured."""


@dataclass(frozen=True, slots=True)
class Patients:
    """Some patients: what is known of them, and who has heart disease."""

    facts: list[Facts]
    labels: list[bool]

    def __add__(self, other: "Patients") -> "Patients":
        return Patients(self.facts + other.facts, self.labels + other.labels)

    def first(self, many: int) -> "Patients":
        """Return so many of them; they lie in no order."""
        return Patients(self.facts[:many], self.labels[:many])


def hospitals() -> dict[str, list[tuple[Facts, bool]]]:
    """Return the patients of each hospital."""
    found: dict[str, list[tuple[Facts, bool]]] = {}
    with DATA.open() as file:
        for row in csv.DictReader(file):
            found.setdefault(row["dataset"], []).append((facts_of(row), int(row["num"]) > 0))
    return dict(sorted(found.items()))


def facts_of(row: dict[str, str]) -> Facts:
    facts: dict[str, float | str] = {}
    for column in COLUMNS:
        text = row[column.name]
        if text == "" or (column.name in NEVER_ZERO and float(text) == 0):
            continue
        facts[column.name] = text if column.among else float(text)
    return facts


def split(of: dict[str, list[tuple[Facts, bool]]], nth: int) -> tuple[dict[str, Patients], dict[str, Patients]]:
    """Return what each hospital learns from and what it is tested on, the nth time."""
    chance, learn, test = Random(nth), {}, {}
    for name, held in of.items():
        rows = chance.sample(held, len(held))
        cut = int(TEST_SHARE * len(rows))
        test[name], learn[name] = some(rows[:cut]), some(rows[cut:])
    return learn, test


def some(rows: Iterable[tuple[Facts, bool]]) -> Patients:
    pairs = list(rows)
    return Patients([facts for facts, _ in pairs], [label for _, label in pairs])


def charter(kind: Kind, names: Iterable[str], noise: float, rounds: int = ROUNDS) -> Charter:
    sites = tuple(Site(name=name, key=public_hex(key_of(name))) for name in names)
    agreed = Charter(
        title="Heart disease",
        kind=kind,
        cohort="Patient?birthdate=ge1900",
        label="Condition?code=I25",
        columns=COLUMNS,
        rounds=1 if kind is Kind.BAYES else rounds,
        noise=noise or 1.0,
        sites=sites,
        leader=sites[0].name,
        until=date(2030, 1, 1),
    )
    # No charter lets counts out without noise; here they are measured, to compare.
    return agreed if noise else agreed.model_copy(update={"noise": 0.0})


def key_of(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b".")[:32])


def together(agreed: Charter, learn: dict[str, Patients]) -> tuple[Floats, list[Letter]]:
    """Run every round by letters, as installations do; returns the model that all of them have, and what travelled."""
    seats: dict[str, Seat | None] = dict.fromkeys(learn)
    post: list[Letter] = []
    while True:
        before = len(post), [seat and seat.after for seat in seats.values()]
        letter = next_letter(agreed, key_of(agreed.leader), Post(post))
        post += [letter] if letter and not isinstance(letter, Waiting) else []
        for name, held in learn.items():
            done = answer(agreed, key_of(name), seats[name], Post(post), lambda held=held: (held.facts, held.labels))
            if done:
                seats[name] = done.seat
                post += [done.letter] if done.letter else []
        if before == (len(post), [seat and seat.after for seat in seats.values()]):
            break
    states = {seat.state for seat in seats.values() if seat and seat.after == agreed.rounds}
    (state,) = states
    return np.array(state), post


def alone(agreed: Charter, held: Patients) -> Floats:
    """Learn the same from patients who lie in one place."""
    now = Result(models.beginning(agreed), 0, 0)
    for _ in range(agreed.rounds):
        now = models.moved(agreed, now, models.added_up(agreed, now.state, held.facts, held.labels))
    return np.array(now.state)


def auc(agreed: Charter, state: Floats, test: Patients) -> float:
    return float(roc_auc_score(test.labels, models.scores(agreed, tuple(state), test.facts)))


def yardstick(learn: Patients, test: Patients) -> float:
    """Return how well scikit-learn's logistic regression does on the same rows, all in one place."""
    fitted = LogisticRegression(max_iter=5000).fit(design.matrix(COLUMNS, learn.facts), learn.labels)
    return float(roc_auc_score(test.labels, fitted.decision_function(design.matrix(COLUMNS, test.facts))))


def right_about_members(agreed: Charter, state: Floats, inside: Patients, outside: Patients) -> float:
    """Return how often somebody is right who says whether a patient was learned from, by how well the model knows them.

    The threshold on the loss is the best there is (Yeom et al. 2018), chosen with the truth in hand: no real attacker knows it. As many
    inside as outside, so that a coin is right half the time.
    """
    within, beyond = (loss(agreed, state, one) for one in (inside, outside))
    thresholds = np.concatenate([within, beyond])
    return float(max(((within <= one).mean() + (beyond > one).mean()) / 2 for one in thresholds))


def loss(agreed: Charter, state: Floats, of: Patients) -> Floats:
    signs = np.where(np.array(of.labels), 1.0, -1.0)
    return np.logaddexp(0, -signs * models.scores(agreed, tuple(state), of.facts))


# What is measured


Way = Callable[[dict[str, Patients]], Floats]


def ways(kind: Kind, names: Sequence[str]) -> dict[str, tuple[Charter, Way]]:
    plain = charter(kind, names, 0.0)
    found: dict[str, tuple[Charter, Way]] = {
        "pooled, all patients in one place": (plain, lambda learn: alone(plain, everybody(learn))),
        "together, by masked sums": (plain, lambda learn: together(plain, learn)[0]),
    }
    for promise in PROMISES:
        noisy = with_noise(kind, names, promise)
        found[f"together, with noise: ε = {promise:g} for a patient"] = (noisy, partial(learned_together, noisy))
    for name in names:
        found[f"{name} alone"] = (plain, partial(learned_at, plain, name))
    return found


def learned_together(agreed: Charter, learn: dict[str, Patients]) -> Floats:
    return together(agreed, learn)[0]


def learned_at(agreed: Charter, name: str, learn: dict[str, Patients]) -> Floats:
    return alone(agreed, learn[name])


def with_noise(kind: Kind, names: Sequence[str], promise: float) -> Charter:
    rounds = 1 if kind is Kind.BAYES else PROMISES[promise]
    return charter(kind, names, privacy.noise_for(rounds, promise), rounds)


def everybody(of: dict[str, Patients]) -> Patients:
    return sum(of.values(), Patients([], []))


def measured(
    kind: Kind, splits: Sequence[tuple[dict[str, Patients], dict[str, Patients]]]
) -> dict[str, list[tuple[float, float]]]:
    """Return, by way of learning, the AUC and how often a guess at membership is right, in each split."""
    found: dict[str, list[tuple[float, float]]] = {}
    for learn, test in splits:
        for name, (agreed, way) in ways(kind, list(learn)).items():
            state = way(learn)
            # Of each hospital as many inside as outside: hospitals differ, and the attack is about patients.
            whose = [name.removesuffix(" alone")] if name.endswith(" alone") else list(test)
            outside = everybody({one: test[one] for one in whose})
            inside = everybody({one: learn[one].first(len(test[one].facts)) for one in whose})
            guess = right_about_members(agreed, state, inside, outside)
            found.setdefault(name, []).append((auc(agreed, state, everybody(test)), guess))
    return found


def rows(found: dict[str, list[tuple[float, float]]]) -> str:
    pooled = [one for one, _ in found["pooled, all patients in one place"]]
    return "\n".join(
        f"| {name} | {fmean(aucs):.3f} ({stdev(aucs):.3f}) | {fmean(aucs) - fmean(pooled):+.3f} | {fmean(guesses):.1%} |"
        for name, pairs in found.items()
        for aucs, guesses in [tuple(zip(*pairs, strict=True))]
    )


def promises() -> str:
    """Return what noise promises, in a table: for one patient, and for a whole hospital."""
    lines = []
    for promise, most in PROMISES.items():
        for kind, rounds in ((Kind.LOGISTIC, most), (Kind.BAYES, 1)):
            noise = privacy.noise_for(rounds, promise)
            right = privacy.at_most_right(privacy.epsilon(rounds, noise))
            lines.append(f"| {kind} | {rounds} | {noise:.2f} | {privacy.epsilon(rounds, noise):.2f} | {right:.1%} |")
    return "\n".join(lines)


def main() -> None:
    if not DATA.exists():
        sys.exit(
            f"{DATA} is not there: PARAVENT_TEST_DATA names the folder in which heart_uci/heart_disease_uci.csv lies."
        )
    of = hospitals()
    splits = [split(of, nth) for nth in range(SPLITS)]
    logistic, bayes = (measured(kind, splits) for kind in (Kind.LOGISTIC, Kind.BAYES))
    sklearn = [yardstick(everybody(learn), everybody(test)) for learn, test in splits]
    _, post = together(charter(Kind.LOGISTIC, list(of), 0.0), splits[0][0])
    gap = abs(
        fmean(a for a, _ in logistic["together, by masked sums"])
        - fmean(a for a, _ in logistic["pooled, all patients in one place"])
    )
    page = Template(TEMPLATE.read_text()).substitute(
        hospitals=", ".join(f"{name} {len(rows)}" for name, rows in of.items()),
        patients=sum(map(len, of.values())),
        splits=SPLITS,
        rounds=ROUNDS,
        noisy=" or ".join(map(str, PROMISES.values())),
        logistic=rows(logistic),
        bayes=rows(bayes),
        sklearn=f"{fmean(sklearn):.3f}",
        gap=f"{gap:.4f}",
        promises=promises(),
        delta=f"{DELTA:g}",
        site_epsilon=f"{privacy.epsilon(20, 1.0):.0f}",
        letters=len(post),
        kilobytes=f"{sum(len(one.content) for one in post) / 1024:.0f}",
        python=platform.python_version(),
    )
    PAGE.write_text(page)
    print(f"Written: {PAGE.relative_to(ROOT)}; together is {gap:.4f} from pooled.")
    if gap > 0.005:
        sys.exit("Together is further than .005 from pooled.")


if __name__ == "__main__":
    main()
