"""The noise: OpenDP's discrete mechanisms on whole numbers, and nothing of our own. The one room that knows OpenDP.

Whole numbers alone, from the count to the noise: what is added to floating-point numbers can betray itself by their last bits (Mironov,
CCS 2012). "contrib" is on, since without it OpenDP has no mechanism at all: it marks what has not passed the project's own vetting.
OpenDP is imported when noise is drawn, not before: it takes a second and 60 MB.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from paravent.noise.people import contributions, from_middle, reach, records
from paravent.noise.questions import categories
from paravent.noise.terms import THOUSANDTHS, Facts, Measure, Question

UNIT = "i64"
HAIR = 2**-50


class BudgetExceeded(Exception):
    """A mechanism would cost more than was said: never raised while the arithmetic of scales holds."""


def noised(asked: Question, people: Iterable[Facts], cost: int) -> tuple[int, ...]:
    """Return the answer to a question about people, a number for each category, at a cost in thousandths of ε."""
    _enable()
    known = list(people)
    if asked.measure is Measure.MEAN:
        return _mean(asked, known, cost)
    found = [record for one in known for record in records(asked, one)]
    return tuple(_counted(found, len(categories(asked)), contributions(asked), cost / THOUSANDTHS))


def gaussian_noised(numbers: Sequence[int], deviation: int) -> list[int]:
    """Return whole numbers with exactly sampled discrete Gaussian noise of a standard deviation (Canonne, Kamath, Steinke 2020)."""
    return list(_gaussian(deviation)(list(numbers)))


@lru_cache(maxsize=4)
def _gaussian(deviation: int) -> Any:
    _enable()
    from opendp.domains import atom_domain, vector_domain
    from opendp.measurements import make_gaussian
    from opendp.metrics import l2_distance

    return make_gaussian(vector_domain(atom_domain(T=UNIT)), l2_distance(T="f64"), scale=float(deviation))


def _enable() -> None:
    from opendp.mod import enable_features

    enable_features("contrib")


def scale(contribution: int, epsilon: float) -> float:
    """Return the scale of the noise that hides so much: wider by a hair, so that no rounding makes it cost more than was said."""
    return contribution / epsilon * (1 + HAIR)


def _mean(asked: Question, people: Sequence[Facts], cost: int) -> tuple[int, ...]:
    """Return the noisy number of those measured and the noisy sum of their values from the middle; each takes half of the cost."""
    half = cost / 2 / THOUSANDTHS
    (number,) = _counted([0 for one in people if one.steps is not None], 1, 1, half)
    values = [value for one in people for value in from_middle(asked, one)]
    return number, _summed(values, reach(asked), half)


def _counted(found: list[int], cells: int, contribution: int, epsilon: float) -> list[int]:
    from opendp.domains import atom_domain, vector_domain
    from opendp.metrics import symmetric_distance
    from opendp.transformations import make_count_by_categories

    by_category = make_count_by_categories(
        vector_domain(atom_domain(T=UNIT)),
        symmetric_distance(),
        list(range(cells)),
        null_category=False,
        MO=f"L1Distance<{UNIT}>",
        TOA=UNIT,
    )
    return list(_with_noise(by_category, contribution, contribution, epsilon)(found))


def _summed(values: list[int], within: tuple[int, int], epsilon: float) -> int:
    from opendp.domains import atom_domain, vector_domain
    from opendp.metrics import symmetric_distance
    from opendp.transformations import make_clamp, make_sum

    clamped = make_clamp(vector_domain(atom_domain(T=UNIT)), symmetric_distance(), within)
    total = clamped >> make_sum(clamped.output_domain, clamped.output_metric)
    return int(_with_noise(total, max(map(abs, within)), 1, epsilon)(values))


def _with_noise(exact: Any, farthest: int, people: int, epsilon: float) -> Any:
    """Return a mechanism whose cost OpenDP itself has computed: it adds up what one person may change."""
    from opendp.measurements import make_laplace

    mechanism = exact >> make_laplace(exact.output_domain, exact.output_metric, scale(farthest, epsilon))
    if not mechanism.check(people, epsilon):
        raise BudgetExceeded
    return mechanism
