"""The end of a visit, and what the patient keeps of it."""

import json
from typing import Any
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose, Role
from paravent.fhir import making
from paravent.kernel import clock
from paravent.kernel.ids import NOBODY, PatientId, VisitId
from paravent.kernel.sealing import seal, unseal
from paravent.keys.custody import signers
from paravent.keys.queries import patient_key
from paravent.keys.terms import Scope
from paravent.ledger.queries import disclosures_of, receipt_of
from paravent.ledger.receipts import Receipt
from paravent.ledger.terms import Disclosure
from paravent.people.queries import blocked_by, colleagues, names_of, patient
from paravent.programs.queries import names_of as programs_named
from paravent.programs.words import program_in_words
from paravent.records import queries as records
from paravent.records import steps as file
from paravent.visits import policy, steps
from paravent.visits.models import Party, Visit
from paravent.visits.models import Summary as SummaryRow
from paravent.visits.queries import OPENINGS, withheld_from
from paravent.visits.terms import SUMMARY_FOR, AcceptedItem, AccessLine, Act, Flow, Status, Summary


def end_visit(actor: Actor, purpose: Purpose, visit_id: VisitId, *, for_patient: str, flow: Flow | None = None) -> None:
    """End the visit: the encounter goes into the file, the summary behind the patient's link, everybody out."""
    with operation(Act.END, actor, purpose) as op:
        visit = Visit.objects.select_for_update().get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        op.require(policy.may_consult(actor, visit))

        visit.status, visit.ended_at = Status.ENDED, clock.now()
        visit.ends_at = max(visit.ends_at, visit.ended_at) if visit.is_spontaneous else visit.ends_at
        visit.save(update_fields=["status", "ended_at", "ends_at"])
        _file_encounter(op, visit)
        _keep_summary(op, visit, for_patient)
        steps.keep_flow(op, visit, flow)
        steps.tell_room(op, visit.id, "room.ended")
        steps.tell_day(op, visit.clinician_id)


def read_summary(guest: Actor, visit_id: VisitId) -> Summary:
    """Return what the patient keeps: what was said for them, what was taken into the file, who opened it."""
    with operation(Act.READ_SUMMARY, guest, Purpose.PATIENT_REQUEST) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id)
        row = SummaryRow.objects.filter(visit_id=visit_id).first()
        op.require(policy.may_read_summary(op.actor, row, clock.now(), took_part=_took_part(visit_id, guest)))
        assert row is not None  # noqa: S101 (the policy has refused None)
        return _summary(visit, row)


def _took_part(visit_id: VisitId, guest: Actor) -> bool:
    """Tell whether a guest was let in: a link that was passed on may have waited in vain, and reads nothing."""
    seats = Party.objects.filter(visit_id=visit_id, id=guest.party or NOBODY, admitted_at__isnull=False)
    return seats.exists()


def _file_encounter(op: Operation, visit: Visit) -> None:
    ended_at = visit.ended_at or clock.now()
    resource = making.encounter(
        encounter_id=visit.id,
        patient_id=visit.patient_id,
        clinician_id=visit.clinician_id,
        # Ended before its time, and before anybody was admitted: it took no time at all.
        starts_at=min(visit.opened_at or visit.starts_at, ended_at),
        ends_at=ended_at,
    )
    file.file_resource(op, patient_id=visit.patient_id, resource=resource, visit_id=visit.id)


def _keep_summary(op: Operation, visit: Visit, for_patient: str) -> None:
    until = clock.now() + SUMMARY_FOR
    accepted = [
        {"id": str(item.resource_id), "kind": item.kind, "detail": item.detail} for item in _accepted(VisitId(visit.id))
    ]
    body = json.dumps({"for_patient": for_patient, "accepted": accepted}).encode()
    key = patient_key(visit.patient_id, Scope.CLINICAL)
    SummaryRow.objects.create(
        visit_id=visit.id,
        patient_id=visit.patient_id,
        sealed=seal(key, body, steps.summary_place(visit.id)),
        readable_until=until,
    )
    steps.keep_until(op, visit.id, until)


def _accepted(visit_id: VisitId) -> list[AcceptedItem]:
    found = records.resources_of_visit(visit_id)
    kinds = {"Observation", "DocumentReference"}
    return [
        _item(item.resource_id, making.in_short(item.resource))
        for item in found
        if item.resource["resourceType"] in kinds
    ]


def _item(resource_id: UUID, short: making.InShort) -> AcceptedItem:
    return AcceptedItem(resource_id, short.kind, short.detail)


def _summary(visit: Visit, row: SummaryRow) -> Summary:
    key = patient_key(visit.patient_id, Scope.CLINICAL)
    body = json.loads(unseal(key, bytes(row.sealed), steps.summary_place(visit.id)))
    return Summary(
        clinician_name=names_of([visit.clinician_id]).get(visit.clinician_id, ""),
        started_at=visit.opened_at,
        ended_at=visit.ended_at,
        for_patient=body["for_patient"],
        accepted=tuple(AcceptedItem(UUID(item["id"]), item["kind"], item["detail"]) for item in body["accepted"]),
        accesses=tuple(_accesses(visit)),
        readable_until=row.readable_until,
        patient_id=PatientId(visit.patient_id),
        **_kept_out(visit.patient_id),
    )


def _kept_out(patient_id: UUID) -> dict[str, Any]:
    """Return whom a patient whom we know keeps out of their file, and whom else they could."""
    if not patient(patient_id).is_verified:
        return {}
    blocked = tuple(blocked_by(patient_id))
    out = {one.person_id for one in blocked}
    others = tuple((one.person_id, one.name) for one in colleagues(Role.CLINICIAN) if one.person_id not in out)
    return {"is_verified": True, "blocked": blocked, "clinicians": others}


def take_receipt(guest: Actor, visit_id: VisitId, entry_id: UUID) -> Receipt:
    """Return the proof of one line about the patient, for whoever may read the summary that shows it."""
    with operation(Act.TAKE_RECEIPT, guest, Purpose.PATIENT_REQUEST) as op:
        visit = Visit.objects.get(pk=visit_id)
        op.note(visit=visit_id, patient=visit.patient_id, entry=entry_id)
        row = SummaryRow.objects.filter(visit_id=visit_id).first()
        op.require(policy.may_read_summary(op.actor, row, clock.now(), took_part=_took_part(visit_id, guest)))
        line = next((found for found in _lines(visit) if found.entry_id == entry_id), None)
        op.require(policy.may_take_receipt(line))
        assert line is not None  # noqa: S101 (the policy has refused None)
        return receipt_of(entry_id, signers(), among=visit.patient_id).saying(
            who=_names([line], visit.patient_id).get(line.actor, "")
        )


def _accesses(visit: Visit) -> list[AccessLine]:
    lines = _lines(visit)
    names, withheld = _names(lines, visit.patient_id), withheld_from(visit.patient_id)
    alike: dict[tuple[object, ...], list[Disclosure]] = {}
    for line in lines:
        alike.setdefault(_alike(line), []).append(line)
    return [_in_words(same, names, is_withheld=same[0].actor in withheld) for same in alike.values()]


def _names(lines: list[Disclosure], patient_id: UUID) -> dict[UUID, str]:
    """Return who did it, staff and programs that act themselves, and the programs that staff did it through; nobody whose name is withheld."""
    through = {UUID(line.facts["client"]) for line in lines if line.facts.get("client")}
    actors = {line.actor for line in lines} - set(withheld_from(patient_id))
    programs = {program: program_in_words(name) for program, name in programs_named(actors | through).items()}
    return names_of(actors) | programs


def _lines(visit: Visit) -> list[Disclosure]:
    """Return who opened the file: all there is for somebody known, this visit alone while they are not verified."""
    lines = [line for line in disclosures_of(visit.patient_id) if line.actor != visit.patient_id]
    is_verified = patient(visit.patient_id).is_verified
    return [line for line in lines if is_verified or line.visit == visit.id]


def _alike(line: Disclosure) -> tuple[object, ...]:
    is_among = line.patient is None
    return (line.actor, line.act, line.outcome, line.visit, line.because, line.facts.get("client"), is_among)


def _in_words(lines: list[Disclosure], names: dict[UUID, str], *, is_withheld: bool) -> AccessLine:
    newest = lines[0]
    return AccessLine(
        at=newest.at,
        who=names.get(newest.actor, ""),
        through=names.get(UUID(client), "")
        if (client := newest.facts.get("client")) and client != str(newest.actor)
        else "",
        act=newest.act,
        outcome=newest.outcome.value,
        because=newest.because,
        purpose=newest.purpose,
        times=len(lines),
        is_opening=newest.act in OPENINGS,
        entries=tuple((line.entry_id, line.at) for line in lines),
        is_among=newest.patient is None,
        is_withheld=is_withheld,
    )
