"""Noise, and what it promises: exactly sampled, added by each site for its own patients, accounted over all rounds.

Each site adds the whole noise, so that the promise holds against whoever leads together with all other sites. Sampled is a discrete
Gaussian over whole parts by OpenDP (Canonne, Kamath, Steinke 2020): floating point in a sampler has given numbers away (Mironov 2012).
"""

from math import ceil, inf, log, log1p, sqrt

import numpy as np

from paravent.learning.summing import FRACTION, Wholes
from paravent.learning.terms import DELTA, Charter
from paravent.noise.meaning import right_by_odds
from paravent.noise.mechanisms import gaussian_noised
from paravent.noise.terms import THOUSANDTHS

ORDERS = tuple(1 + step / 20 for step in range(1, 2000)) + tuple(range(101, 2000))
"""Rényi orders over which the smallest promise is sought."""


def epsilon(rounds: int, noise: float, delta: float = DELTA) -> float:
    """Return ε of so many Gaussian rounds: Rényi's (Mironov 2017), turned by Canonne, Kamath and Steinke's proposition 12."""
    if noise <= 0:
        return inf
    return max(0.0, min(_of_order(order, rounds / (2 * noise**2), delta) for order in ORDERS))


def _of_order(order: float, rho: float, delta: float) -> float:
    return order * rho + log1p(-1 / order) - (log(delta) + log(order)) / (order - 1)


def noise_for(rounds: int, wanted: float) -> float:
    """Return the smallest noise, to a hundredth, whose ε is at most what is wanted."""
    low, high = 0, 100_000
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if epsilon(rounds, middle / 100) <= wanted else (middle + 1, high)
    return low / 100


def cost(charter: Charter) -> int:
    """Return what the run of a charter costs each patient, all rounds together, in thousandths of ε; 0 without noise, which promises nothing."""
    return ceil(THOUSANDTHS * epsilon(charter.rounds, charter.noise)) if charter.noise else 0


def at_most_right(promise: float, delta: float = DELTA) -> float:
    """Return how often somebody is right at most who guesses whether one person took part, where a coin is right half the time."""
    # (e^ε + δ) / (1 + e^ε) of Kairouz, Oh and Viswanath 2015, with all of δ: no large ε overflows.
    return min(1.0, right_by_odds(promise) + delta)


def noised(parts: Wholes, charter: Charter, influence: float) -> Wholes:
    """Return a site's parts with its noise; as they were where the charter has none."""
    if charter.noise == 0:
        return parts
    # Rounding may move each part by one more than the patient does.
    scale = charter.noise * (influence * FRACTION + sqrt(len(parts)))
    return np.array(gaussian_noised(parts.tolist(), ceil(scale)), dtype=np.int64)
