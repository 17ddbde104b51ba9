"""Searching by name: who is found by what is typed, and how often somebody may who is slowed down.

Names are sealed: blind tokens find them, and row security decides among whom.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from paravent.access.operation import Operation
from paravent.access.terms import BETWEEN_SEARCHES, BrakeKind, TooSoon
from paravent.kernel import clock
from paravent.kernel.blind import name_words, split_words, token
from paravent.kernel.ids import PatientId
from paravent.keys.custody import blind_key
from paravent.ledger.queries import lines
from paravent.ledger.terms import Outcome
from paravent.people.models import Patient
from paravent.people.queries import listed
from paravent.people.terms import MOST_FOUND, Act, Person

MOST_OPENED = 500
"""Of how many whom a search finds the names are looked at, to show the first ones."""

DATE_FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
MOST_RECENT = 200
"""Lines of one person in the time between two searches: nobody does more in so few seconds by hand."""


def find_patients(text: str) -> list[Person]:
    """Return the first patients by name of those whom `search_tokens` finds, MOST_FOUND at most; provisional files excluded."""
    tokens = search_tokens(text)
    if not tokens:
        return []
    rows = Patient.objects.filter(tokens__contains=tokens, is_provisional=False, merged_into=None)
    # To find a colleague by a day would tell when they were born.
    rows = rows.filter(works_here=False) if _days_in(text) else rows
    # Names are sealed: to say which come first, all have to be opened. Who finds more than that has to say more.
    return sorted(listed(rows.order_by("id")[:MOST_OPENED]), key=lambda person: person.identity.name)[:MOST_FOUND]


def search_tokens(text: str) -> list[bytes]:
    """Return the blind tokens that a typed search must all meet: beginnings of names, a date of birth, or both."""
    days = _days_in(text)
    words = split_words(" ".join(word for word in text.split() if _as_date(word) is None))
    names = [token(blind_key(), "name", word[:12]) for word in words if len(word) > 1]
    return names + [token(blind_key(), "birth_date", born.isoformat()) for born in days]


def _days_in(text: str) -> list[date]:
    return [born for word in text.split() if (born := _as_date(word))]


def _as_date(text: str) -> date | None:
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def patients_called(name: str) -> list[PatientId]:
    """Return those of exactly that name whom nobody has marked yet; the tokens narrow, the names decide."""
    words = name_words(name)
    tokens = [token(blind_key(), "name", word[:12]) for word in words if len(word) > 1]
    rows = Patient.objects.filter(tokens__contains=tokens, works_here=False, merged_into=None) if tokens else []
    return [person.patient_id for person in listed(rows) if name_words(person.identity.name) == words]


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
