"""Bills and who pays, piece by piece, for whoever reads a whole practice's."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from paravent.billing.models import Bill
from paravent.billing.queries import bills_of, in_person_before, opened, views_of
from paravent.billing.terms import Bill as BillView
from paravent.billing.terms import OfErased, Overtaken
from paravent.kernel.ids import PatientId
from paravent.kernel.lots import in_lots
from paravent.people.queries import known_patients, names_of, patients_by_id, relations_of
from paravent.people.terms import Person
from paravent.records.queries import contacts_of
from paravent.tariff.quarters import Quarter
from paravent.visits.terms import Flow, Held

AT_ONCE = 200


def bills_after(bill_id: UUID, owners: frozenset[UUID] | None, *, only: bool = False) -> list[Bill]:
    """Return some bills that stand, by id from one on, of some patients or of all that this actor may see; that one alone where asked."""
    rows = Bill.objects.filter(taken_back_at=None).order_by("id")
    rows = rows.filter(pk=bill_id) if only else rows.filter(pk__gte=bill_id)
    return list((rows if owners is None else rows.filter(patient_id__in=owners))[:AT_ONCE])


def standing_in_the_house(rows: Iterable[Bill]) -> list[BillView]:
    """Return bills that may be handed out: those whose visits were held elsewhere are left out."""
    return [bill for bill in views_of(rows) if not bill.is_held_back]


def all_bills_of(patient_id: UUID) -> list[BillView]:
    """Return every bill of one patient, the newest visit first; also what was taken back or is held back."""
    return views_of(Bill.objects.filter(patient_id=patient_id).order_by("-held_at", "-accepted_at"))


def bills_of_erased(number: int | None, held_on: date | None) -> list[OfErased]:
    """Return the bills of an invoice number, of a day, or of both. Row security shows the officer those of the erased, and no others."""
    rows = Bill.objects.order_by("held_at")
    rows = rows.filter(number=number) if number is not None else rows
    rows = rows.filter(held_at__range=_within(held_on)) if held_on is not None else rows
    found = list(rows)
    names = names_of({row.clinician_id for row in found})
    return [
        OfErased(
            PatientId(row.patient_id),
            row.number,
            row.held_at,
            names.get(row.clinician_id, ""),
            opened(row)["payer"],
        )
        for row in found
    ]


def _within(day: date) -> tuple[datetime, datetime]:
    begins, ends = (timezone.make_aware(datetime.combine(day, end)) for end in (time.min, time.max))
    return begins, ends


def covered_among(owners: frozenset[UUID] | None, after: UUID | None) -> list[Person]:
    """Return patients for whom somebody noted who pays, in the order of their ids, behind one."""
    everybody = known_patients() if owners is None else sorted(owners)
    ids = [one for one in everybody if after is None or one > after]
    for lot in in_lots(ids, AT_ONCE):
        some = patients_by_id(lot)
        if found := [some[one] for one in sorted(some) if some[one].identity.coverage]:
            return found
    return []


def withdrawn_of(quarter: Quarter) -> list[BillView]:
    """Return the bills of a quarter that were taken back after they had left the house."""
    rows = Bill.objects.filter(quarter_on=quarter.begins_on).exclude(taken_back_at=None).exclude(handed_out_at=None)
    return views_of(rows.order_by("held_at"))


def overtaken_marks(quarter: Quarter, clinician_id: UUID) -> list[Overtaken]:
    """Return a clinician's bills that mark a case as treated by video alone though the file knows of a day in the practice in that quarter."""
    cared_for, found = relations_of(clinician_id), []
    for bill in bills_of(quarter, clinician_id, standing=True):
        code = next((line.code for line in bill.lines if line.is_marker), None)
        if code and bill.patient_id in cared_for and not bill.is_held_back:
            seen = in_person_before(contacts_of(bill.patient_id, quarter.begins_on), quarter.ends_on)
            found += [Overtaken(bill, code, seen)] if seen else []
    return found


def as_was_counted(held: Held) -> Held:
    """Return a visit with the count that an earlier bill of it has kept, where its seats have forgotten theirs (after 90 days)."""
    if held.flow is not None:
        return held
    for row in Bill.objects.filter(visit_id=held.visit_id).order_by("-accepted_at"):
        facts = {one["name"]: one["value"] for one in opened(row)["facts"] if not one["is_stated"]}
        if COUNTED.keys() <= facts.keys():
            return replace(held, flow=Flow(**{part: int(facts[name]) for name, part in COUNTED.items()}))
    return held


COUNTED = {
    "picture_from_clinician": "shown",
    "picture_from_patient": "seen",
    "picture_seconds": "faced",
    "sound_from_clinician": "spoke",
    "sound_from_patient": "heard",
    "sound_seconds": "talked",
    "interruptions": "interruptions",
}
"""By which facts a bill keeps what was counted, and where it belongs."""
