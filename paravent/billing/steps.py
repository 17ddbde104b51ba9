"""Writing a bill and what it adds to the quarter, for use inside an operation."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from paravent.access.operation import Operation
from paravent.billing.models import Bill, CasesSaid, Tally
from paravent.billing.queries import NOT_COUNTED, case_of, opened, place, quarter_of, was_known
from paravent.billing.terms import BilledLine, Considered, Fact, NotOffered
from paravent.kernel import clock
from paravent.kernel.said import Said
from paravent.keys.custody import sealed_for_practice
from paravent.tariff.assessment import Proposal, Refusal
from paravent.tariff.evidence import Evidence
from paravent.tariff.quarters import Quarter
from paravent.tariff.terms import Kind, Scheme


def proposed(proposal: Proposal) -> BilledLine:
    """Return a proposal as a bill keeps it: with its sentence, its wording and its source as they were."""
    return BilledLine(
        code=proposal.code,
        text=_both(proposal.text),
        why=_both(proposal.why),
        points=proposal.points,
        amount=proposal.amount,
        currency=proposal.currency,
        rule_from=proposal.rule.valid_from.isoformat(),
        decided_on=proposal.rule.decided_on.isoformat(),
        source=proposal.source,
        is_checked=proposal.is_checked,
        factor=proposal.factor,
        factor_reason=_both(proposal.factor_reason) if proposal.factor_reason else None,
        quantity=proposal.quantity,
        modifiers=proposal.modifiers,
        place_of_service=proposal.place_of_service,
        is_added_by_association=proposal.is_added_by_association,
        is_marker=proposal.is_marker,
    )


def overruled(refusal: Refusal, reason: str) -> BilledLine:
    """Return a code that the clinician bills against the rules: what it comes to, and why it was refused beside their reason.

    Raises NotOffered for a code that does not exist on the day of the visit.
    """
    if refusal.otherwise is None:
        raise NotOffered
    return replace(proposed(refusal.otherwise), why=_both(refusal.why), reason=reason)


def _both(said: Said) -> dict[str, str]:
    return {"en": said.en, "de": said.de}


def facts_of(considered: Considered) -> tuple[Fact, ...]:
    """Return the evidence as a bill keeps it: times, modality, who, over what. Copied, since seats go after 90 days."""
    seen, stated = considered.evidence, considered.stated
    said_length = stated.talked_minutes is not None
    return tuple(
        Fact(name, value, is_stated)
        for name, value, is_stated in (
            ("began", _instant(seen.started_at), False),
            ("ended", _instant(seen.ended_at), False),
            ("minutes", str(seen.minutes), said_length),
            ("picture_seconds", str(seen.video.both_ways), said_length),
            ("sound_seconds", str(seen.audio.both_ways), said_length),
            *_each_way(considered),
            ("modality", seen.modality.value, said_length),
            ("interruptions", str(seen.interruptions), False),
            ("tool", f"{seen.tool_name} {seen.app}".strip() if seen.is_admissible else seen.app, False),
            ("consent", seen.consent_id, False),
            ("identity", seen.identity_check.value, stated.identity_check is not None),
            ("last_in_person", _day(seen.last_in_person_on), stated.in_person_on is not None),
            ("new_patient", _yes_or_no(seen.is_new_patient), stated.is_new_patient is not None),
            ("occasion", considered.occasion.value, stated.occasion is not None),
            ("called_by", _caller(considered), True),
            *_said_alone(seen),
        )
        if value
    )


def _each_way(considered: Considered) -> Iterable[tuple[str, str, bool]]:
    """Return for how long picture and sound flowed in each direction, where the page counted it."""
    if considered.stated.talked_minutes is not None or not considered.is_measured:
        return
    for name, flow in (("picture", considered.evidence.video), ("sound", considered.evidence.audio)):
        yield f"{name}_from_clinician", str(flow.from_clinician), False
        yield f"{name}_from_patient", str(flow.from_patient), False


def _caller(considered: Considered) -> str:
    """Return who called a conference or asked for a consilium; of other visits nobody is asked."""
    if considered.evidence.kind not in {Kind.CASE_CONFERENCE, Kind.TELECONSILIUM}:
        return ""
    return "biller" if considered.stated.is_initiator else "colleague"


def _said_alone(seen: Evidence) -> Iterable[tuple[str, str, bool]]:
    """Return what there is no trace of: somebody said it."""
    yield "kind", seen.kind.value, seen.kind not in {Kind.CONSULTATION, Kind.ON_CALL}
    yield "place", seen.place.value if seen.place != "not-said" else "", True
    yield "initiator", seen.initiator.value if seen.initiator != "not-said" else "", True
    yield "audio_reason", seen.audio_reason.value if seen.audio_reason else "", True
    yield "decision_making", seen.decision_making.value if seen.decision_making else "", True
    yield "stated_minutes", str(seen.stated_minutes) if seen.stated_minutes is not None else "", True


def _instant(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")


def _day(on: date | None) -> str:
    return on.isoformat() if on else "not-known"


def _yes_or_no(said: object) -> str:
    return "" if said is None else "yes" if said else "no"


def keep_bill(op: Operation, considered: Considered, lines: tuple[BilledLine, ...], reason: str) -> UUID:
    """Keep what was accepted, sealed, and add it to the quarter's tally; returns the bill's id."""
    bill_id, held_at = uuid4(), considered.evidence.started_at
    scheme, quarter = considered.payer.scheme, quarter_of(held_at)
    tally = add_to_quarter(op, considered, lines)
    content = {
        "payer": considered.payer.name,
        "lines": [_stored(line) for line in lines],
        "facts": [asdict(fact) for fact in facts_of(considered)],
        "refused": [(one.code, _both(one.why)) for one in considered.assessment.refusals],
        "reason": reason,
        "diagnoses": [asdict(one) for one in considered.stated.diagnoses],
        "edition": considered.assessment.edition,
        "known_on": considered.assessment.known_on.isoformat(),
        "tally": str(tally),
    }
    op.note(bill=bill_id, codes=" ".join(line.code for line in lines), scheme=scheme)
    Bill(
        id=bill_id,
        visit_id=considered.visit_id,
        patient_id=considered.patient.patient_id,
        clinician_id=considered.clinician_id,
        quarter_on=quarter.begins_on,
        held_at=held_at,
        scheme=scheme,
        sealed=sealed_for_practice(json.dumps(content), place(bill_id, "content")),
        accepted_by=op.actor.person,
        accepted_at=clock.now(),
    ).save(force_insert=True)
    return bill_id


def _stored(line: BilledLine) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(line).items()}


def add_to_quarter(op: Operation, considered: Considered, lines: tuple[BilledLine, ...]) -> UUID:
    """Add a bill to its quarter's sums, under the keyed hash of its case; returns the row's id, which the bill alone knows."""
    held_at = considered.evidence.started_at
    quarter, seen = quarter_of(held_at), considered.evidence.last_in_person_on
    was_seen = seen is not None and quarter.begins_on <= seen <= quarter.ends_on
    row = Tally(
        quarter_on=quarter.begins_on,
        week=(timezone.localdate(held_at) - quarter.begins_on).days // 7,
        case=case_of(considered.patient.patient_id, quarter),
        clinician_id=considered.clinician_id,
        codes={line.code: line.points or 0 for line in lines if not line.is_added_by_association},
        is_statutory=considered.payer.scheme == Scheme.EBM,
        is_video_only=considered.evidence.is_admissible and not was_seen,
        is_counted=considered.occasion not in NOT_COUNTED,
        is_known=was_known(seen, quarter),
    )
    row.save(force_insert=True)
    op.note(video_only="yes" if row.is_video_only else "no")
    return row.id


def keep_cases(op: Operation, quarter: Quarter, cases: int, unknown: int | None = None) -> None:
    """Keep how many cases the practice software counts in a quarter so far; the newest count holds."""
    op.note(quarter=quarter, cases=cases)
    said = {"said_by": op.actor.person, "said_at": clock.now()}
    CasesSaid(quarter_on=quarter.begins_on, cases=cases, unknown=unknown, **said).save(force_insert=True)


def end_bill(op: Operation, row: Bill, reason: str) -> None:
    """Take a bill back, with the reason; the quarter's sums lose what it had added."""
    op.note(bill=row.id)
    Tally.objects.filter(id=opened(row)["tally"]).update(taken_back=True)
    changed = Bill.objects.filter(pk=row.pk, taken_back_at=None).update(
        taken_back_at=clock.now(),
        taken_back_by=op.actor.person,
        sealed_end=sealed_for_practice(reason, place(row.id, "end")),
    )
    op.was_first(changed, "taken-back-already")


def number_bill(op: Operation, row: Bill) -> int:
    """Give a bill its invoice number, the next after the last one given; once."""
    if row.number is not None:
        return row.number
    # Two at once would take the same one, and one of them would fail.
    op.alone("billing: invoice numbers")
    last = Bill.objects.exclude(number=None).order_by("-number").values_list("number", flat=True).first()
    row.number, row.numbered_at = (last or 0) + 1, clock.now()
    row.save(update_fields=["number", "numbered_at"])
    op.note(number=row.number)
    return row.number


def hand_out(op: Operation, bill_ids: Iterable[UUID]) -> None:
    """Note of bills that they leave the house; when they left first stays."""
    left = Bill.objects.filter(pk__in=list(bill_ids), handed_out_at=None).update(handed_out_at=clock.now())
    op.note(handed_out=left)
