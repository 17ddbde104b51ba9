"""Reading visits. Row security decides what each reader sees."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from paravent.access.terms import Actor
from paravent.fhir.views import Booked
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, PartyId, PatientId, PersonId, VisitId
from paravent.kernel.sealing import DataKey, SealBroken, seal, unseal
from paravent.keys.custody import opened_for_practice
from paravent.keys.queries import patient_key, patient_keys
from paravent.keys.terms import Scope
from paravent.people.queries import BROKEN, names_of, patients_by_id
from paravent.people.terms import Person
from paravent.tariff.terms import Occasion
from paravent.visits.models import Erasure, Invitation, Party, Visit, Withheld
from paravent.visits.terms import (
    LONGEST_VISIT,
    Erased,
    Flow,
    Ground,
    Held,
    InvitationView,
    PartyKind,
    PartyState,
    PartyView,
    RoomView,
    Status,
    VisitView,
    Wanted,
)

LONGEST_OCCASION = max(map(len, Occasion))

OPENINGS = {
    "glass.break",
    "file.export",
    "file.print",
    "file.copy",
    "file.copy-by-hand",
    "chart.open",
    "document.open",
    "document.keep-anyway",
    "document.send-anyway",
    "note.read",
    "records.import",
    "fhir.read",
    "fhir.vread",
    "fhir.history",
    "fhir.search",
    "fhir.everything",
    "patient.search",
}
"""What counts as looking into the file; the rest is the work around a visit."""


def reason_place(visit_id: UUID) -> tuple[str, ...]:
    """Return what a visit's reason is sealed to."""
    return ("visits.reason", str(visit_id))


def occasion_place(visit_id: UUID) -> tuple[str, ...]:
    """Return what a visit's occasion is sealed to."""
    return ("visits.occasion", str(visit_id))


def sealed_occasion(patient_id: UUID, visit_id: UUID, occasion: Occasion) -> bytes:
    """Seal on what duty a visit is held; each word is as long as the others."""
    return sealed_for(patient_id, occasion.value.ljust(LONGEST_OCCASION), occasion_place(visit_id))


def _occasion(visit: Visit) -> Occasion:
    if visit.sealed_occasion is None:
        return Occasion.ORDINARY
    key = patient_key(visit.patient_id, Scope.IDENTITY)
    return Occasion(unseal(key, bytes(visit.sealed_occasion), occasion_place(visit.id)).decode().strip())


def name_place(party_id: UUID) -> tuple[str, ...]:
    """Return what a party's name is sealed to."""
    return ("visits.party", str(party_id))


def secret_place(digest: bytes) -> tuple[str, ...]:
    """Return what an invitation's secret is sealed to."""
    return ("visits.invitation", digest.hex())


def sealed_for(patient_id: UUID, text: str, place: tuple[str, ...]) -> bytes:
    """Seal a short administrative text under the patient's identity key."""
    return seal(patient_key(patient_id, Scope.IDENTITY), text.encode(), place)


def day_of(at: datetime) -> tuple[datetime, datetime]:
    """Return the local day around an instant, in the practice's time zone."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    # Noon plus a day, cut to midnight: right also when the clocks change.
    end = (start + timedelta(hours=36)).replace(hour=0)
    return start, end


def visits_on(day: datetime, clinician_id: UUID | None = None) -> list[VisitView]:
    """Return a day's visits in order, those of one clinician or all that this actor may see."""
    start, end = day_of(day)
    # One that began the evening before and goes on past midnight stays in sight, and so does who waits for it.
    begun = {"starts_at__gt": start - LONGEST_VISIT, "starts_at__lt": end}
    found = Visit.objects.filter(**begun, ends_at__gt=start).order_by("starts_at")
    return views_of(found.filter(clinician_id=clinician_id) if clinician_id else found)


def consultations_over(since: datetime, until: datetime, clinician_id: UUID | None) -> list[VisitView]:
    """Return the visits that began in a span, are over and in which people met, in order: one clinician's, or all that this actor may see."""
    over = Visit.objects.filter(status=Status.ENDED, starts_at__gte=since, starts_at__lt=until)
    rows = over.exclude(joined_at=None).order_by("starts_at")
    return views_of(rows.filter(clinician_id=clinician_id) if clinician_id else rows)


def visit_view(visit: Visit) -> VisitView:
    """Return one visit as staff see it."""
    return views_of([visit])[0]


def visit_at(visit_id: UUID) -> VisitView:
    """Return the visit of an id as staff see it; DoesNotExist where there is none for this actor."""
    return visit_view(Visit.objects.get(pk=visit_id))


def held(visit_id: UUID) -> Held:
    """Return how a visit was held; DoesNotExist where there is none for this actor."""
    visit = Visit.objects.get(pk=visit_id)
    seats = Party.objects.filter(visit_id=visit_id, staff_id=visit.clinician_id, flow__isnull=False)
    counted = seats.values_list("flow", flat=True).first()
    return Held(
        visit_id=VisitId(visit.id),
        patient_id=PatientId(visit.patient_id),
        clinician_id=PersonId(visit.clinician_id),
        status=Status(visit.status),
        starts_at=visit.starts_at,
        joined_at=visit.joined_at,
        ended_at=visit.ended_at,
        flow=Flow(**counted) if counted else None,
        occasion=_occasion(visit),
    )


def booked_just_so(wanted: Wanted, by: PersonId) -> VisitView | None:
    """Return the visit that somebody booked in the same words before, where it still stands."""
    rows = Visit.objects.filter(
        patient_id=wanted.patient_id,
        clinician_id=wanted.clinician_id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        status__in=[Status.BOOKED, Status.OPEN],
        is_spontaneous=False,
        made_by=by,
    )
    same = [view for view in views_of(rows) if view.reason == wanted.reason]
    return next((view for view in same if held(view.visit_id).occasion == wanted.occasion), None)


def views_of(visits: Iterable[Visit]) -> list[VisitView]:
    """Return visits as staff see them; three queries, however many there are."""
    visits = list(visits)
    patients = patients_by_id({visit.patient_id for visit in visits})
    keys = patient_keys({visit.patient_id for visit in visits}, Scope.IDENTITY)
    names = names_of({visit.clinician_id for visit in visits})
    waiting = _waiting_since(visits)
    return [
        _view(
            visit,
            patients[visit.patient_id],
            reason=_reason(visit, keys[visit.patient_id]),
            clinician_name=names.get(visit.clinician_id, ""),
            waiting_since=waiting.get(visit.id),
        )
        for visit in visits
        if visit.patient_id in patients and visit.patient_id in keys
    ]


def _reason(visit: Visit, key: DataKey) -> str:
    """Return a visit's reason; one that was changed outside shows as such and does not shut the day."""
    try:
        return unseal(key, bytes(visit.sealed_reason), reason_place(visit.id)).decode()
    except SealBroken:
        return BROKEN


def _view(
    visit: Visit,
    patient: Person,
    *,
    reason: str,
    clinician_name: str,
    waiting_since: datetime | None,
) -> VisitView:
    return VisitView(
        visit_id=VisitId(visit.id),
        patient=patient,
        clinician_id=PersonId(visit.clinician_id),
        clinician_name=clinician_name,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        reason=reason,
        status=Status(visit.status),
        is_spontaneous=visit.is_spontaneous,
        waiting_since=waiting_since,
    )


def _waiting_since(visits: list[Visit]) -> dict[UUID, datetime]:
    waiting = Party.objects.filter(
        visit_id__in=[visit.id for visit in visits if visit.status in {Status.BOOKED, Status.OPEN}],
        kind=PartyKind.PATIENT,
        state=PartyState.WAITING,
    ).order_by("-since")
    return {party.visit_id: party.since for party in waiting}


def live_invitation(visit_id: UUID) -> InvitationView | None:
    """Return the link of a visit for staff to pass on, or nothing where none is good."""
    row = Invitation.objects.filter(visit_id=visit_id, revoked_at=None).first()
    if row is None:
        return None
    key = patient_key(row.patient_id, Scope.IDENTITY)
    secret = unseal(key, bytes(row.sealed_secret), secret_place(bytes(row.digest)))
    return InvitationView(secret.decode(), row.valid_from, row.valid_until)


def parties_of(visit: Visit) -> tuple[PartyView, ...]:
    """Return everybody in the waiting room or the call, by name."""
    return _views(visit, _seated(visit))


def _seated(visit: Visit) -> QuerySet[Party]:
    return Party.objects.filter(visit_id=visit.id).exclude(state=PartyState.LEFT).order_by("since")


def _views(visit: Visit, rows: Iterable[Party]) -> tuple[PartyView, ...]:
    """Return parties of one visit by name; three queries, however many there are."""
    rows = list(rows)
    patient = patients_by_id([visit.patient_id]).get(visit.patient_id)
    keys = patient_keys({row.patient_id for row in rows}, Scope.IDENTITY)
    verified = patient is not None and patient.is_verified
    return tuple(_party_view(row, keys.get(row.patient_id), verified=verified) for row in rows)


def _party_view(row: Party, key: DataKey | None, *, verified: bool) -> PartyView:
    name = unseal(key, bytes(row.sealed_name), name_place(row.id)).decode() if key else "…"
    return PartyView(
        party_id=PartyId(row.id),
        name=name,
        kind=PartyKind(row.kind),
        state=PartyState(row.state),
        is_verified=row.kind == PartyKind.CLINICIAN or verified,
        since=row.since,
    )


def room_view(visit: Visit, me: Party) -> RoomView:
    """Return the room as one party sees it. A waiting guest is told of the clinician, not of other guests."""
    view, *others = _views(visit, [me, *_seated(visit).exclude(id=me.id)])
    if me.kind == PartyKind.PATIENT and me.state != PartyState.ADMITTED:
        others = [party for party in others if party.kind == PartyKind.CLINICIAN]
    everybody = (view, *others) if view.state != PartyState.LEFT else tuple(others)
    has_ended = visit.status in {Status.ENDED, Status.CANCELLED}
    return RoomView(VisitId(visit.id), view, everybody, has_ended, is_taken=_is_taken(visit, me))


def admitted_patients(visit_id: UUID, *, but: UUID = NOBODY) -> int:
    """Return how many guests are in the call, apart from one."""
    seats = Party.objects.filter(visit_id=visit_id, kind=PartyKind.PATIENT, state=PartyState.ADMITTED)
    return seats.exclude(id=but).count()


def _is_taken(visit: Visit, me: Party) -> bool:
    waits = me.kind == PartyKind.PATIENT and me.state == PartyState.WAITING
    return waits and admitted_patients(visit.id, but=me.id) > 0


def seat_of(actor: Actor, visit: Visit) -> Party:
    """Return the actor's own seat; DoesNotExist where they have none."""
    if actor.party:
        return Party.objects.get(id=actor.party, visit_id=visit.id)
    return Party.objects.get(visit_id=visit.id, staff_id=actor.person)


def booked(owners: Iterable[UUID] | None, after: UUID | None, limit: int) -> list[Booked]:
    """Return visits as appointments, in an order that no write changes: of some patients, or all this actor may see."""
    rows = Visit.objects.order_by("id")
    rows = rows if owners is None else rows.filter(patient_id__in=list(owners))
    found = list((rows.filter(id__gt=after) if after else rows)[:limit])
    names = names_of({row.clinician_id for row in found})
    return [
        Booked(
            visit_id=str(row.id),
            patient_id=str(row.patient_id),
            clinician_id=str(row.clinician_id),
            clinician_name=names.get(row.clinician_id, ""),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            status=row.status,
            made_at=row.made_at,
            opened_at=row.opened_at,
        )
        for row in found
    ]


def erasure_place(patient_id: UUID) -> tuple[str, ...]:
    """Return what the reason of an erasure is sealed to."""
    return ("visits.erasure", str(patient_id))


def erasures() -> list[Erased]:
    """Return erasures, the newest first, for whoever row security shows them to."""
    rows = list(Erasure.objects.order_by("-erased_at"))
    names = names_of({row.erased_by for row in rows})
    return [
        Erased(
            patient_id=PatientId(row.patient_id),
            ground=Ground(row.ground),
            reason=opened_for_practice(row.sealed_reason, erasure_place(row.patient_id)),
            erased_by=row.erased_by,
            by_name=names.get(row.erased_by, ""),
            erased_at=row.erased_at,
            entry_id=row.entry_id,
        )
        for row in rows
    ]


def consulting(clinician_id: UUID) -> UUID | None:
    """Return the visit in which a clinician is with a patient just now, if there is one."""
    admitted = Party.objects.filter(visit_id=OuterRef("pk"), kind=PartyKind.PATIENT, state=PartyState.ADMITTED)
    begun = {"status": Status.OPEN, "opened_at__gt": clock.now() - LONGEST_VISIT}
    found = Visit.objects.filter(Exists(admitted), clinician_id=clinician_id, **begun).order_by("-opened_at")
    return found.values_list("id", flat=True).first()


def erased_patients() -> set[UUID]:
    """Return who was erased, by id."""
    return set(Erasure.objects.values_list("patient_id", flat=True))


def withheld_place(withheld_id: UUID) -> tuple[str, ...]:
    """Return what the reason for withholding a name is sealed to."""
    return ("visits.withheld", str(withheld_id))


def withheld_from(patient_id: UUID) -> dict[UUID, Withheld]:
    """Return whose names this patient is not told now where they read who looked, the newest word on each."""
    rows = Withheld.objects.filter(patient_id=patient_id, ends_at__gt=clock.now()).order_by("said_at")
    return {row.person_id: row for row in rows}


def why_withheld(row: Withheld) -> str:
    """Return why a name is withheld, in the officer's words."""
    return opened_for_practice(row.sealed_reason, withheld_place(row.id))
