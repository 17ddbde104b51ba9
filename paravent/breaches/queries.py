"""Reading breaches. Row security shows them to the data-protection officer; the clock names nobody and is open."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery

from paravent.breaches import models
from paravent.breaches.policy import severity
from paravent.breaches.terms import URGENT_WITHIN, Breach, Clock, Context, Ease, Factors, Loss
from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.people.queries import names_of, patients_by_id


def sealed(breach_id: UUID, what: str, text: str) -> bytes:
    """Return typed words as a row keeps them: sealed under the practice's key, to their place."""
    return sealed_for_practice(text, ("breaches", str(breach_id), what))


def opened(breach_id: UUID, what: str, content: bytes | memoryview | None) -> str:
    """Return typed words, or nothing where nobody typed any."""
    return opened_for_practice(content, ("breaches", str(breach_id), what)) if content else ""


def clocks(now: datetime) -> list[Clock]:
    """Return the clocks that run, the most urgent first. They say nothing about anybody."""
    running = models.Deadline.objects.filter(stopped_at=None).order_by("due_at")
    return [
        Clock(row.breach_id, row.due_at, is_urgent=row.due_at - now < URGENT_WITHIN, is_late=row.due_at < now)
        for row in running
    ]


def pile() -> Pile:
    """Return what is not closed yet, and when the first authority has to know that does not."""
    runs = models.Deadline.objects.filter(pk=OuterRef("pk"), stopped_at=None).values("due_at")
    rows = models.Breach.objects.filter(closed_at=None).annotate(due=Subquery(runs))
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("became_aware_at"), due_at=Min("due")))


def breaches() -> tuple[Breach, ...]:
    """Return all breaches, those that run first, then the newest."""
    rows = list(models.Breach.objects.order_by("-became_aware_at"))
    return _read(sorted(rows, key=lambda row: row.closed_at is not None))


def breach_of(row: models.Breach) -> Breach:
    """Return a breach with the names of those concerned, as far as the reader may know them."""
    (breach,) = _read([row])
    return breach


def _read(rows: list[models.Breach]) -> tuple[Breach, ...]:
    """Return breaches with their clocks and those concerned: one query of each kind, however many they are."""
    ids = [row.id for row in rows]
    due = dict(models.Deadline.objects.filter(pk__in=ids).values_list("breach_id", "due_at"))
    involved = _by_breach(models.Involved.objects.filter(breach_id__in=ids).values_list("breach_id", "person_id"))
    concerned = _by_breach(models.Concerned.objects.filter(breach_id__in=ids).values_list("breach_id", "patient_id"))
    people = names_of({row.opened_by for row in rows} | {one for found in involved.values() for one in found})
    patients = _named({one for found in concerned.values() for one in found})
    return tuple(
        _breach(
            row,
            due[row.id],
            people,
            involved.get(row.id, []),
            {one: patients[one] for one in concerned.get(row.id, [])},
        )
        for row in rows
    )


def _by_breach(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for breach_id, one in pairs:
        found.setdefault(breach_id, []).append(one)
    return found


def _breach(
    row: models.Breach,
    due_at: datetime,
    names: Mapping[UUID, str],
    involved: list[UUID],
    patients: Mapping[UUID, str],
) -> Breach:
    factors = factors_from(row.factors) if row.factors else None
    return Breach(
        breach_id=row.id,
        case_id=row.case_id,
        happened=opened(row.id, "happened", row.sealed_happened),
        measures=opened(row.id, "measures", row.sealed_measures),
        became_aware_at=row.became_aware_at,
        due_at=due_at,
        opened_by=names.get(row.opened_by, ""),
        opened_at=row.opened_at,
        factors=factors,
        severity=severity(factors) if factors else None,
        patients=tuple(sorted(patients.items(), key=lambda pair: (pair[1], str(pair[0])))),
        persons=tuple(sorted(names.get(one, "") for one in involved)),
        authority_told_at=row.authority_told_at,
        patients_told_at=row.patients_told_at,
        closed_at=row.closed_at,
        closing=opened(row.id, "closing", row.sealed_closing),
    )


def _named(patients: Iterable[UUID]) -> dict[UUID, str]:
    """Return what patients are called; nothing of whom the reader does not see."""
    ids = list(patients)
    known = patients_by_id(ids)
    return {one: known[one].identity.name if one in known else "" for one in ids}


def stored(factors: Factors) -> dict[str, Any]:
    """Return factors as a row keeps them."""
    return asdict(factors)


def factors_from(row: dict[str, Any]) -> Factors:
    """Return the factors that a row keeps."""
    return Factors(
        context=Context(row["context"]),
        ease=Ease(row["ease"]),
        confidentiality=Loss(row["confidentiality"]),
        integrity=Loss(row["integrity"]),
        availability=Loss(row["availability"]),
        is_malicious=row["is_malicious"],
    )
