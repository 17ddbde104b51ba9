"""Reading ties; row security decides whose. What is sealed is opened here."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from paravent.kernel.ids import PatientId
from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice
from paravent.people.queries import names_of, patients_by_id
from paravent.ties import models
from paravent.ties.models import Declaration
from paravent.ties.terms import Declared, Home, Kind, Notable, Renown


def place(owner: UUID, what: str) -> tuple[str, ...]:
    """Return what something is sealed to."""
    return ("ties", str(owner), what)


def declared_by(person_id: UUID) -> tuple[Declared, ...]:
    """Return what somebody of the staff declared and did not take back, the newest first."""
    live = Declaration.objects.filter(person_id=person_id, by_patient=False, withdrawn_at=None)
    rows = list(live.order_by("-said_at"))
    names = _names_of_patients(row.patient_id for row in rows)
    return tuple(
        Declared(row.id, row.patient_id, names.get(row.patient_id, ""), _kind_of(row), row.said_at) for row in rows
    )


def has_declared(person_id: UUID, patient_id: UUID) -> bool:
    """Tell whether somebody of the staff declared a tie to this patient."""
    live = Declaration.objects.filter(withdrawn_at=None, by_patient=False)
    return live.filter(person_id=person_id, patient_id=patient_id).exists()


def home_of(person_id: UUID) -> Home:
    """Return where somebody lives, as far as it was given."""
    row = models.Home.objects.filter(pk=person_id).first()
    return Home(**json.loads(opened_for_practice(row.sealed, place(person_id, "home")))) if row else Home()


def homes_kept() -> set[UUID]:
    """Return of whom an address is kept; whoever gave a telephone alone has no door that could be a neighbour's."""
    return set(models.Home.objects.filter(door_tokens__len__gt=0).values_list("person_id", flat=True))


def pile() -> Pile:
    """Return which patients were proposed as notable and are not decided about."""
    rows = models.Notable.objects.filter(decided_at=None)
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("proposed_at")))


def notables(now: datetime) -> list[Notable]:
    """Return who is on the list or was proposed, by name; what is over or was declined is left out."""
    rows = list(
        models.Notable.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), declined=False).order_by("proposed_at")
    )
    names, staff = _names_of_patients(row.patient_id for row in rows), names_of({row.proposed_by for row in rows})
    return [
        Notable(
            notable_id=row.id,
            patient_id=PatientId(row.patient_id),
            name=names.get(row.patient_id, ""),
            renown=Renown(row.kind),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            remark=opened_for_practice(row.sealed_remark, place(row.id, "remark")),
            proposed_by=staff.get(row.proposed_by, ""),
            is_decided=row.decided_at is not None,
        )
        for row in rows
    ]


def _kind_of(row: Declaration) -> Kind:
    return Kind(opened_for_practice(row.sealed_kind, place(row.id, "kind")))


def _names_of_patients(ids: Iterable[UUID]) -> dict[UUID, str]:
    return {one: person.identity.name for one, person in patients_by_id(set(ids)).items()}
