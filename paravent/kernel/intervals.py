"""Intervals around shares that were counted: Wilson's for one, Newcombe's for the difference of two. Pure.

Source: R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872 (method 3) and 873-890 (method 10).
"""

from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
"""For 95 %."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return between which shares the true one lies, with 95 % confidence. Of none it may be any."""
    if of == 0:
        return 0.0, 1.0
    share, spread = hits / of, Z * Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt((share * (1 - share) + spread / 4) / of) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(hits: int, of: int, other_hits: int, other_of: int) -> tuple[float, float]:
    """Return between which values the first share less the second lies, with 95 % confidence; both of at least one."""
    share, other = hits / of, other_hits / other_of
    (low, high), (other_low, other_high) = wilson(hits, of), wilson(other_hits, other_of)
    return (
        share - other - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        share - other + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )
