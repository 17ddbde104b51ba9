"""The models: what a site adds up over its patients, and what becomes of the sum of all sites. Nothing else leaves a site.

Logistic regression is learned by steps along the summed gradient (Cox 1958; one row counts at most 1, so that one patient moves a sum
by a known amount). Naive Bayes counts once, by label, in which cells patients are, and needs no step. ADR 0127 says why so.
"""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

import numpy as np

from paravent.learning import design
from paravent.learning.design import Floats
from paravent.learning.terms import Charter, Facts, Kind, Result, State

COUNTED_AS = 0.25
"""What one patient adds to the count of a logistic sum: less than to the gradient, since noise harms a count less."""
AT_LEAST = 1.0
"""What each cell of naive Bayes counts as before anybody is counted (Laplace), and the fewest patients a noisy count is taken for."""


def beginning(charter: Charter) -> State:
    """Return the model before the first round: it knows nothing."""
    return (0.0,) * (
        design.width(charter.columns) if charter.kind is Kind.LOGISTIC else 2 * sum(design.sizes(charter.columns))
    )


def length(charter: Charter) -> int:
    """Return how many numbers a site adds up."""
    return design.width(charter.columns) + 1 if charter.kind is Kind.LOGISTIC else len(beginning(charter))


def influence(charter: Charter) -> float:
    """Return how far one patient can move a sum at most (Euclidean)."""
    return sqrt(1 + COUNTED_AS**2) if charter.kind is Kind.LOGISTIC else design.reach(charter.columns)


def added_up(charter: Charter, state: State, people: Sequence[Facts], labels: Sequence[bool]) -> Floats:
    """Return what a site adds to the sum, over its patients."""
    return (
        _gradient(charter, state, people, labels) if charter.kind is Kind.LOGISTIC else _counts(charter, people, labels)
    )


def moved(charter: Charter, before: Result, total: Floats) -> Result:
    """Return the model after a round whose sum this is. Every site computes it for itself."""
    if charter.kind is Kind.BAYES:
        first = design.sizes(charter.columns)[0]
        per_label = len(total) // 2
        patients = float(total[:first].sum() + total[per_label : per_label + first].sum())
        return Result(tuple(map(float, total)), patients, before.after + 1)
    patients = max(float(total[-1]) / COUNTED_AS, AT_LEAST)
    state = np.array(before.state) + charter.step * design.LONGEST**2 * total[:-1] / patients
    return Result(tuple(map(float, state)), patients, before.after + 1)


def scores(charter: Charter, state: State, people: Sequence[Facts]) -> Floats:
    """Return how much more likely each has the label than not: the logarithm of the odds."""
    if charter.kind is Kind.LOGISTIC:
        return np.asarray(design.matrix(charter.columns, people) @ np.array(state), dtype=np.float64)
    without, having = _tables(charter, state)
    placed = [design.cells(charter.columns, facts) for facts in people]
    odds = [sum(float(having[at][cell] - without[at][cell]) for at, cell in enumerate(one)) for one in placed]
    return np.array(odds) + _prior(charter, state)


def _gradient(charter: Charter, state: State, people: Sequence[Facts], labels: Sequence[bool]) -> Floats:
    rows = design.matrix(charter.columns, people)
    expected = 1 / (1 + np.exp(-(rows @ np.array(state))))
    gradient = rows.T @ (np.array(labels, dtype=np.float64) - expected)
    return np.append(gradient, COUNTED_AS * len(people))


def _counts(charter: Charter, people: Sequence[Facts], labels: Sequence[bool]) -> Floats:
    sizes = design.sizes(charter.columns)
    begins = np.cumsum([0, *sizes])
    counts = np.zeros(2 * int(begins[-1]))
    for facts, label in zip(people, labels, strict=True):
        for at, cell in enumerate(design.cells(charter.columns, facts)):
            counts[int(label) * begins[-1] + begins[at] + cell] += 1
    return counts


def _tables(charter: Charter, state: State) -> tuple[list[Floats], list[Floats]]:
    """Return, without and with the label, how likely each cell of each column is: its logarithm."""
    counts = np.maximum(np.array(state), 0) + AT_LEAST
    begins = np.cumsum([0, *design.sizes(charter.columns)])
    halves = counts[: begins[-1]], counts[begins[-1] :]
    without, having = (
        [np.log(half[start:end] / half[start:end].sum()) for start, end in pairwise(begins)] for half in halves
    )
    return without, having


def _prior(charter: Charter, state: State) -> float:
    first, per_label = design.sizes(charter.columns)[0], len(state) // 2
    without, having = (max(sum(state[at : at + first]), AT_LEAST) for at in (0, per_label))
    return float(np.log(having / without))


def version_of(charter: Charter, result: Result) -> str:
    """Return by what a model is called: charter, round, and the numbers themselves, eight letters each."""
    numbers = hashlib.sha256(np.array(result.state, dtype="<f8").tobytes()).hexdigest()
    return f"{charter.digest[:8]}-{result.after}-{numbers[:8]}"
