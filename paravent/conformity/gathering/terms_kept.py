"""When the first thing of each term that goes by the clock is due to go: asked of whoever keeps it."""

from collections.abc import Mapping
from datetime import datetime

from paravent.billing.queries import bills_past_their_term
from paravent.doubts import queries as doubts
from paravent.drills import queries as drills
from paravent.kernel import clock
from paravent.kernel.retention import BILLS
from paravent.people import standing as people
from paravent.programs import queries as programs
from paravent.releases import queries as releases
from paravent.rights import queries as rights
from paravent.vigilance import queries as vigilance
from paravent.visits import standing as visits

KEEPERS = (visits, rights, doubts, releases, vigilance, drills, programs, people)
"""Each says with `first_due` when the first of its things is due to go, by the names of the register's terms."""
LOOKED_AT_ELSEWHERE = {
    "connections": "metadata-are-forgotten",
    "whence": "metadata-are-forgotten",
    "access-log": "log-is-kept",
    "survey-answers": "an answer is counted as it comes, and no row is kept of it",
}
"""Terms that have a probe of their own, or nothing to look at."""


def first_due() -> Mapping[str, datetime | None]:
    """Return when the first thing of each term is due to go; nothing for a term of which nothing is kept."""
    bill = bills_past_their_term(clock.now()).values_list("accepted_at", flat=True).first()
    due: dict[str, datetime | None] = {"bills": bill and bill + BILLS}
    for keeper in KEEPERS:
        due |= keeper.first_due()
    return due
