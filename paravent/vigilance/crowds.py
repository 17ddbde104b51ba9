"""Who came to one file at once: their cases stand in one place. Row security decides whom each reader sees."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from paravent.people.queries import patients_by_id
from paravent.vigilance import models
from paravent.vigilance.queries import asked_of, listed_of, look_of, whose_of
from paravent.vigilance.terms import CROWD, Member


def crowd_of(row: models.Case) -> list[models.Case]:
    """Return the other cases that stand in a case's place, as far as the reader may see them."""
    place = row.beside_id or row.id
    return list(models.Case.objects.filter(Q(id=place) | Q(beside_id=place)).exclude(id=row.id))


def members(rows: Iterable[models.Case]) -> tuple[Member, ...]:
    """Return people of a crowd with their accesses to its file, whoever came first first."""
    rows = list(rows)
    asked = models.Question.objects.filter(case_id__in=[row.id for row in rows])
    questions = {one.entry_id: one for one in map(asked_of, asked)}
    drawn = {row.id: [look for look in row.looks if CROWD in look["reasons"]] or row.looks[:1] for row in rows}
    patients = {UUID(look["patient"]) for looks in drawn.values() for look in looks if look["patient"]}
    names = {one: person.identity.name for one, person in patients_by_id(patients).items()}
    found = [
        Member(
            one,
            tuple(
                look_of(UUID(look["entry"]), look, whose_of(look), names, questions, {}) for look in drawn[one.case_id]
            ),
        )
        for one in listed_of(rows)
    ]
    return tuple(sorted(found, key=lambda one: min((look.at for look in one.looks), default=one.listed.filed_at)))
