"""Reading breaches. Row security shows them to the data-protection officer; the clock names nobody and is open."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery

from paravent.breaches import models
from paravent.breaches.policy import severity, to_tell
from paravent.breaches.terms import (
    NOTIFY_WITHIN,
    URGENT_WITHIN,
    Addressee,
    Breach,
    Clock,
    Context,
    Ease,
    Factors,
    Involved,
    Loss,
)
from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.kernel.retention import CASE_BREACH
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
    ends = models.Deadline.objects.filter(pk=OuterRef("pk")).values("due_at")
    rows = models.Breach.objects.filter(closed_at=None)
    rows = rows.annotate(ends=Subquery(ends), due=Subquery(ends.filter(stopped_at=None)))
    found = rows.aggregate(number=Count("pk"), first=Min("ends"), due_at=Min("due"))
    return Pile(found["number"], found["first"] and found["first"] - NOTIFY_WITHIN, found["due_at"])


def open_breach_of(matter_id: UUID) -> UUID | None:
    """Return the breach that is open about a matter; that there is one says nothing about anybody."""
    rows = models.Deadline.objects.filter(matter_id=matter_id, closed_at=None)
    return rows.values_list("breach_id", flat=True).first()


def breach_with(case_id: UUID) -> UUID | None:
    """Return the breach that a case is part of, as far as the reader may see it."""
    return models.Involved.objects.filter(case_id=case_id).values_list("breach_id", flat=True).first()


def breaches() -> tuple[Breach, ...]:
    """Return all breaches, those that run first, then the newest."""
    rows = list(models.Breach.objects.order_by("-became_aware_at"))
    return _read(sorted(rows, key=lambda row: row.closed_at is not None))


def breach_of(row: models.Breach) -> Breach:
    """Return a breach with the names of those concerned, as far as the reader may know them."""
    (breach,) = _read([row])
    return breach


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to a breach and lies in rows of its own."""

    due_at: datetime
    involved: list[models.Involved]
    concerned: list[models.Concerned]

    def added(self) -> dict[Addressee, datetime | None]:
        """Return when something was added last that an addressee has to know of: patients are told of themselves alone."""
        patients = [one.added_at for one in self.concerned]
        everything = [*patients, *(one.added_at for one in self.involved)]
        newest = {Addressee.AUTHORITY: everything, Addressee.PATIENTS: patients}
        return {addressee: max(some, default=None) for addressee, some in newest.items()}


def _read(rows: list[models.Breach]) -> tuple[Breach, ...]:
    """Return breaches with their clocks and those concerned: one query of each kind, however many they are."""
    ids = [row.id for row in rows]
    due = dict(models.Deadline.objects.filter(pk__in=ids).values_list("breach_id", "due_at"))
    involved = _by_breach(models.Involved.objects.filter(breach_id__in=ids).order_by("added_at", "id"))
    concerned = _by_breach(models.Concerned.objects.filter(breach_id__in=ids))
    people = names_of({row.opened_by for row in rows} | {one.person_id for some in involved.values() for one in some})
    patients = _named({one.patient_id for some in concerned.values() for one in some})
    parts = {row.id: _Parts(due[row.id], involved.get(row.id, []), concerned.get(row.id, [])) for row in rows}
    return tuple(_breach(row, parts[row.id], people, patients) for row in rows)


Row = TypeVar("Row", models.Involved, models.Concerned)


def _by_breach(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row.breach_id, []).append(row)
    return found


def _breach(row: models.Breach, parts: _Parts, people: Mapping[UUID, str], patients: Mapping[UUID, str]) -> Breach:
    factors = factors_from(row.factors) if row.factors else None
    found = severity(factors) if factors else None
    happened = opened(row.id, "happened", row.sealed_happened)
    concerned = [(one.patient_id, patients[one.patient_id]) for one in parts.concerned]
    told = {Addressee.AUTHORITY: row.authority_last_told_at, Addressee.PATIENTS: row.patients_last_told_at}
    return Breach(
        breach_id=row.id,
        happened=happened,
        account=opened(row.id, "account", row.sealed_account) or happened,
        measures=opened(row.id, "measures", row.sealed_measures),
        # The clock is brought forward when somebody is added who was known earlier: it says when the first was.
        became_aware_at=parts.due_at - NOTIFY_WITHIN,
        due_at=parts.due_at,
        opened_by=people.get(row.opened_by, ""),
        opened_at=row.opened_at,
        factors=factors,
        assessed_at=row.assessed_at,
        severity=found,
        patients=tuple(sorted(concerned, key=lambda pair: (pair[1], str(pair[0])))),
        involved=tuple(_involved(one, people) for one in parts.involved),
        authority_told_at=row.authority_told_at,
        patients_told_at=row.patients_told_at,
        to_tell=to_tell(found, told, parts.added()),
        closed_at=row.closed_at,
        closing=opened(row.id, "closing", row.sealed_closing),
    )


def _involved(row: models.Involved, people: Mapping[UUID, str]) -> Involved:
    return Involved(
        person_id=row.person_id,
        name=people.get(row.person_id, ""),
        case_id=row.case_id,
        found=opened(row.id, "found", row.sealed_found),
        added_at=row.added_at,
        has_case=row.added_at + CASE_BREACH > clock.now(),
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
