"""How often somebody may search by name whose searches are slowed down."""

from collections.abc import Mapping

from paravent.access.operation import Operation
from paravent.access.terms import BETWEEN_SEARCHES, BrakeKind, TooSoon
from paravent.kernel import clock
from paravent.ledger.queries import lines
from paravent.ledger.terms import Outcome
from paravent.people.terms import Act

MOST_RECENT = 200
"""Lines of one person in the time between two searches: nobody does more in so few seconds by hand."""


def wait_between_searches(op: Operation) -> None:
    """Let whoever is slowed down search by name once in a while, wherever they do; raises TooSoon.

    The log is what counts: it is the same for every process, and what was searched stands in it anyway.
    """
    if not op.is_held(BrakeKind.SLOW_SEARCH):
        return
    # One after the other: two at once would each see that nobody has searched.
    op.alone(f"search by {op.actor.person}")
    now = clock.now()
    recent = lines(actor=op.actor.person, since=now - BETWEEN_SEARCHES, limit=MOST_RECENT)
    searched = [line.at for line in recent if line.outcome is Outcome.DONE and _is_search(line.act, line.facts)]
    if searched or "slowed" in op.facts:
        raise TooSoon("search-too-soon", max(searched, default=now) + BETWEEN_SEARCHES)
    op.note(slowed="yes")


def _is_search(act: str, facts: Mapping[str, str]) -> bool:
    return act == Act.PATIENT_SEARCH or "slowed" in facts
