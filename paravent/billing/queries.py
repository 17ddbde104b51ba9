"""Reading what was billed, and what a bill is made of. Row security decides whose."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from paravent.billing.models import Bill, CasesSaid, Tally, Terms
from paravent.billing.terms import ASKS_DIAGNOSIS, KNOWN_FOR, BilledLine, Considered, Fact, Stated
from paravent.billing.terms import Bill as BillView
from paravent.billing.terms import CasesSaid as CasesSaidView
from paravent.billing.terms import Terms as TermsView
from paravent.consent.queries import choice_for_visit
from paravent.consent.terms import Topic
from paravent.detours.queries import app_of, held_elsewhere
from paravent.fhir.diagnoses import Diagnosis, Problem, problems
from paravent.kernel import clock
from paravent.kernel.blind import token
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.keys.custody import blind_key, opened_for_practice
from paravent.people.queries import names_of, patients_by_id
from paravent.people.terms import Coverage, Person, VerifiedHow
from paravent.records.queries import conditions_of, contacts_of
from paravent.records.terms import Contact
from paravent.tariff.assessing import assess
from paravent.tariff.evidence import Evidence, Flow
from paravent.tariff.payer import PROFILES, Payer
from paravent.tariff.quarters import Quarter
from paravent.tariff.reading import catalogues
from paravent.tariff.shares import KNOWN_FOR as KNOWN_FOR_QUARTERS
from paravent.tariff.shares import Counts
from paravent.tariff.standing import Billed, Standing
from paravent.tariff.terms import IdentityCheck, Kind, Occasion, Scheme, Specialty, Tool
from paravent.visits.queries import consultations_over
from paravent.visits.terms import Held, VisitView

TOOL = "Paravent"
LOOKED_BACK_QUARTERS = 3
NOT_COUNTED = {Occasion.ON_CALL, Occasion.TSS_ACUTE}
"""Occasions whose cases count for no limit on cases by video (KV Hessen, KV Brandenburg)."""
CHECKS = {
    VerifiedHow.KNOWN_PERSONALLY: IdentityCheck.KNOWN_BY_SIGHT,
    VerifiedHow.INSURANCE_CARD: IdentityCheck.CARD_SHOWN,
    VerifiedHow.IDENTITY_DOCUMENT: IdentityCheck.CARD_SHOWN,
    VerifiedHow.CONTROL_QUESTIONS: IdentityCheck.NONE,
}
"""How visits note who somebody is, in the words of billing."""
FOUNDED_ON = {"began", "ended", "modality", "tool", "identity"}
"""What every bill shows, whatever it is for (Anlage 31b BMV-Ä; documentation of a visit by video)."""
SAYS_NOTHING = {"", IdentityCheck.NONE.value}


def place(bill_id: UUID, part: str) -> tuple[str, ...]:
    """Return what a text of a bill is sealed to."""
    return ("billing.bill", str(bill_id), part)


def quarter_of(at: datetime) -> Quarter:
    """Return the quarter of an instant, in the practice's time zone."""
    return Quarter.of(timezone.localdate(at))


def case_of(patient_id: UUID, quarter: Quarter) -> bytes:
    """Return by what a patient's case of a quarter is counted: a keyed hash, which names nobody and joins no two quarters."""
    return token(blind_key(), "billing case", f"{patient_id} {quarter}")


def terms_now() -> TermsView:
    """Return what the administration said last of the practice."""
    row = Terms.objects.order_by("-said_at").first()
    return terms_from(row.terms) if row else TermsView()


def terms_from(said: Mapping[str, Any]) -> TermsView:
    """Return the practice's terms as they were stored."""
    value = said.get("point_value")
    return TermsView(**{**said, "point_value": Decimal(value) if value else None})


def payer_of(coverage: Coverage | None, terms: TermsView) -> Payer:
    """Return the profile of who pays, with what the practice has set; the practice's usual one where nobody said."""
    known = PROFILES.get(coverage.payer if coverage else "") or PROFILES[terms.default_payer]
    if known.scheme == Scheme.GOAE:
        return known
    if known.scheme == Scheme.CPT:
        asks = known.id in terms.modifier_95
        return replace(
            known,
            asks_modifier_95=asks,
            fees={code: Decimal(fee) for code, fee in terms.fees.get(known.id, {}).items()},
        )
    limits = {"ceiling-01450": Decimal(terms.ceiling_01450)} if terms.ceiling_01450 is not None else {}
    return Payer(known.id, known.name, known.scheme, region=terms.region, point_value=terms.point_value, limits=limits)


def considered(held: Held, person: Person, stated: Stated) -> Considered:
    """Return what may be billed for a visit and what not, each with why, and what was accepted before and stands."""
    terms, found = terms_now(), contacts(held.patient_id, held)
    payer, evidence = payer_of(person.identity.coverage, terms), evidence_of(held, person, found, stated)
    visit_on, row = timezone.localdate(evidence.started_at), standing_bill(held.visit_id)
    return Considered(
        visit_id=held.visit_id,
        patient=person,
        clinician_id=held.clinician_id,
        coverage=person.identity.coverage,
        payer=payer,
        evidence=evidence,
        is_measured=held.flow is not None,
        assessment=assess(
            catalogues()[payer.scheme],
            evidence,
            standing_of(held, found, terms, stated),
            payer,
            visit_on=visit_on,
            known_on=today(),
        ),
        stated=stated,
        occasion=occasion_of(held, stated),
        on_file_in_person=in_person_before(found, visit_on),
        problems=_problems(held) if payer.scheme in ASKS_DIAGNOSIS else (),
        bill=views_of([row])[0] if row else None,
    )


def _problems(held: Held) -> tuple[Problem, ...]:
    return tuple(problems(conditions_of(held.patient_id, held.clinician_id)))


def contacts(patient_id: UUID, held: Held) -> list[Contact]:
    """Return when the patient was seen, as the file says, but for this visit; newest first."""
    since = timezone.localdate(held.starts_at) - KNOWN_FOR
    return [one for one in contacts_of(patient_id, since) if one.fhir_id != str(held.visit_id)]


def in_person_before(found: Iterable[Contact], on: date) -> date | None:
    """Return when a patient was last in the practice in person until a day."""
    return max((one.on for one in found if one.is_in_person and one.on <= on), default=None)


def evidence_of(held: Held, person: Person, found: list[Contact], stated: Stated) -> Evidence:
    """Return one visit as its own traces tell it, with what the clinician stated where there is no trace."""
    on = timezone.localdate(held.starts_at)
    before = [one for one in found if one.on < on]
    video, audio = flows(held, stated)
    app = app_of(held.visit_id)
    consent = choice_for_visit(Topic.VIDEO_CONSULTATION, held.visit_id)
    checked = CHECKS[person.verified_how] if person.verified_how else IdentityCheck.NONE
    begun = held.joined_at or held.starts_at
    return Evidence(
        started_at=begun,
        ended_at=max(held.ended_at or begun, begun),
        video=video,
        audio=audio,
        interruptions=held.flow.interruptions if held.flow else 0,
        tool=Tool.DETOUR if app else Tool.PARAVENT,
        tool_name=TOOL,
        app=app,
        kind=kind_of(held, stated),
        identity_check=stated.identity_check or checked,
        last_in_person_on=stated.in_person_on or in_person_before(found, on),
        is_new_patient=stated.is_new_patient if stated.is_new_patient is not None else (not before),
        place=stated.place,
        initiator=stated.initiator,
        audio_reason=stated.audio_reason,
        decision_making=stated.decision_making,
        stated_minutes=stated.stated_minutes,
        factors=stated.factors,
        consent_id=f"{consent.topic} {consent.version}" if consent and consent.withdrawn_at is None else "",
    )


def occasion_of(held: Held, stated: Stated) -> Occasion:
    """Return on what duty a visit was held: as its clinician states, else as it was marked."""
    return stated.occasion or held.occasion


def kind_of(held: Held, stated: Stated) -> Kind:
    """Return what took place: a consultation on call is an act of its own in the catalogues."""
    is_on_call = stated.kind == Kind.CONSULTATION and occasion_of(held, stated) == Occasion.ON_CALL
    return Kind.ON_CALL if is_on_call else stated.kind


def flows(held: Held, stated: Stated) -> tuple[Flow, Flow]:
    """Return for how long picture and sound flowed: as the clinician states it, else as their page counted."""
    if stated.talked_minutes is not None:
        said = stated.talked_minutes * 60
        return (Flow(said, said, said) if stated.with_picture else Flow()), Flow(said, said, said)
    if held.flow is None:
        return Flow(), Flow()
    seen = held.flow
    return Flow(seen.shown, seen.seen, seen.faced), Flow(seen.spoke, seen.heard, seen.talked)


def standing_of(held: Held, found: list[Contact], terms: TermsView, stated: Stated) -> Standing:
    """Return how patient, doctor and practice stand in the visit's quarter, this visit not counted."""
    quarter = quarter_of(held.starts_at)
    tallies = tallies_of(quarter)
    days = {one.on for one in found if one.is_in_person} | ({stated.in_person_on} if stated.in_person_on else set())
    counts = counts_of(tallies, cases_said(quarter))
    case = case_of(held.patient_id, quarter)
    return Standing(
        practice_cases=counts.cases,
        video_only_cases=counts.video_only,
        unknown_cases=counts.unknown,
        video_only_unknown_cases=counts.video_only_unknown,
        case_is_counted=occasion_of(held, stated) not in NOT_COUNTED,
        is_first_in_quarter=all(bytes(one.case) != case for one in tallies),
        doctor_points=points_of(tallies, held.clinician_id),
        case_had_in_person=any(quarter.begins_on <= day <= quarter.ends_on for day in days),
        patient_codes=codes_before(held, quarter),
        specialty=Specialty(terms.specialty),
        is_reported=terms.is_reported,
        is_initiator=stated.is_initiator,
    )


def codes_before(held: Held, quarter: Quarter) -> tuple[Billed, ...]:
    """Return what was accepted for the patient in this quarter and those before it; this visit's own not counted."""
    rows = Bill.objects.filter(
        patient_id=held.patient_id, taken_back_at=None, quarter_on__gte=quarter.before(LOOKED_BACK_QUARTERS).begins_on
    ).exclude(visit_id=held.visit_id)
    return tuple(Billed(line["code"], timezone.localtime(row.held_at)) for row in rows for line in opened(row)["lines"])


def tallies_of(quarter: Quarter) -> list[Tally]:
    """Return what stands in a quarter's tally."""
    return list(Tally.objects.filter(quarter_on=quarter.begins_on, taken_back=False).order_by("week"))


def video_only_cases(tallies: Iterable[Tally]) -> dict[bytes, int]:
    """Return the statutory cases that count and that nobody saw in person, each with the week of its first visit."""
    return {case: week for case, (week, _) in _video_only(list(tallies)).items()}


def _video_only(tallies: list[Tally]) -> dict[bytes, tuple[int, bool]]:
    """Return of each such case the week of its first visit, and whether its patient was known."""
    found: dict[bytes, tuple[int, bool]] = {}
    seen = {bytes(one.case) for one in tallies if not one.is_video_only}
    for one in tallies:
        if one.is_statutory and one.is_counted and bytes(one.case) not in seen:
            found.setdefault(bytes(one.case), (one.week, one.is_known))
    return found


def was_known(last_in_person_on: date | None, quarter: Quarter) -> bool:
    """Tell whether a patient was in the practice in a quarter or one of the three before it."""
    return last_in_person_on is not None and Quarter.of(last_in_person_on) >= quarter.before(KNOWN_FOR_QUARTERS)


def counts_of(tallies: Iterable[Tally], said: CasesSaidView | None) -> Counts:
    """Return the cases of a quarter until now, as limits count them: at least those that are known to be by video alone."""
    cases = _video_only(list(tallies))
    unknown = sum(not is_known for _, is_known in cases.values())
    return Counts(
        cases=max(said.cases if said else 0, len(cases)),
        video_only=len(cases),
        unknown=max((said.unknown or 0) if said else 0, unknown),
        video_only_unknown=unknown,
    )


def points_of(tallies: Iterable[Tally], clinician_id: UUID) -> dict[str, int]:
    """Return the points that one doctor has of each code."""
    counted: Counter[str] = Counter()
    for one in tallies:
        if one.clinician_id == clinician_id:
            counted.update(one.codes)
    return dict(counted)


def cases_said(quarter: Quarter) -> CasesSaidView | None:
    """Return how many cases somebody read in the practice software last."""
    row = CasesSaid.objects.filter(quarter_on=quarter.begins_on).order_by("-said_at").first()
    return CasesSaidView(row.cases, row.said_at, row.unknown) if row else None


def standing_bill(visit_id: UUID) -> Bill | None:
    """Return the bill of a visit that stands."""
    return Bill.objects.filter(visit_id=visit_id, taken_back_at=None).first()


def standing_since(accepted_since: datetime) -> list[Bill]:
    """Return the bills that were accepted since an instant and stand."""
    return list(Bill.objects.filter(accepted_at__gte=accepted_since, taken_back_at=None))


def unfounded(row: Bill) -> bool:
    """Tell whether a bill lacks something that each has to show: beginning, end, modality, tool, and how identity was checked."""
    known = {one["name"] for one in opened(row)["facts"] if one["value"] not in SAYS_NOTHING}
    return not known >= FOUNDED_ON


def bills_of(quarter: Quarter, clinician_id: UUID | None = None, *, standing: bool = False) -> list[BillView]:
    """Return the bills of a quarter in the order of their visits: one clinician's, or all that this actor may see."""
    rows = Bill.objects.filter(quarter_on=quarter.begins_on).order_by("held_at")
    rows = rows.filter(clinician_id=clinician_id) if clinician_id else rows
    return views_of(rows.filter(taken_back_at=None) if standing else rows)


def views_of(rows: Iterable[Bill]) -> list[BillView]:
    """Return bills as they are read; four questions, however many there are."""
    rows = list(rows)
    people = patients_by_id({row.patient_id for row in rows})
    names = names_of({row.clinician_id for row in rows})
    elsewhere = held_elsewhere({row.visit_id for row in rows if row.taken_back_at is None})
    terms = terms_now()
    views = [
        _view(row, people.get(row.patient_id), names.get(row.clinician_id, ""), is_held_back=row.visit_id in elsewhere)
        for row in rows
    ]
    return [
        replace(one, npi=terms.npi, clinician_npi=terms.clinician_npis.get(str(one.clinician_id), "")) for one in views
    ]


def unbilled(quarter: Quarter, clinician_id: UUID | None) -> list[VisitView]:
    """Return the visits of a quarter that are over and have no bill; what was held in another app has none to have."""
    since, until = (
        timezone.make_aware(datetime.combine(day, time())) for day in (quarter.begins_on, quarter.before(-1).begins_on)
    )
    over = consultations_over(since, until, clinician_id)
    ids = {one.visit_id for one in over}
    done = set(Bill.objects.filter(visit_id__in=ids, taken_back_at=None).values_list("visit_id", flat=True))
    return [one for one in over if one.visit_id not in done | held_elsewhere(ids)]


def held_back(quarter: Quarter, clinician_id: UUID | None) -> int:
    """Return how many bills stand though their visits were held elsewhere, in a quarter and the one before."""
    rows = Bill.objects.filter(quarter_on__in=[quarter.begins_on, quarter.before(1).begins_on], taken_back_at=None)
    rows = rows.filter(clinician_id=clinician_id) if clinician_id else rows
    return len(held_elsewhere(rows.values_list("visit_id", flat=True)))


def recalled_since(taken_back_since: datetime) -> int:
    """Return how many bills were taken back since an instant though they had left the house."""
    return Bill.objects.filter(taken_back_at__gte=taken_back_since).exclude(handed_out_at=None).count()


def opened(row: Bill) -> dict[str, Any]:
    """Return what a bill holds."""
    content: dict[str, Any] = json.loads(opened_for_practice(row.sealed, place(row.id, "content")))
    return content


def _view(row: Bill, person: Person | None, clinician_name: str, *, is_held_back: bool) -> BillView:
    content = opened(row)
    return BillView(
        bill_id=row.id,
        visit_id=VisitId(row.visit_id),
        patient_id=PatientId(row.patient_id),
        clinician_id=PersonId(row.clinician_id),
        clinician_name=clinician_name,
        patient_name=person.identity.name if person else "",
        coverage=person.identity.coverage if person else None,
        payer_name=content["payer"],
        quarter=Quarter.of(row.quarter_on),
        held_at=row.held_at,
        scheme=Scheme(row.scheme),
        lines=tuple(_line(one) for one in content["lines"]),
        facts=tuple(Fact(**one) for one in content["facts"]),
        refused=tuple((code, why) for code, why in content["refused"]),
        reason=content["reason"],
        accepted_by=row.accepted_by,
        accepted_at=row.accepted_at,
        taken_back_at=row.taken_back_at,
        taken_back_because=opened_for_practice(row.sealed_end, place(row.id, "end")) if row.sealed_end else "",
        number=row.number,
        numbered_at=row.numbered_at,
        handed_out_at=row.handed_out_at,
        diagnoses=tuple(Diagnosis(**one) for one in content.get("diagnoses", [])),
        is_held_back=is_held_back and row.taken_back_at is None,
    )


def _line(stored: dict[str, Any]) -> BilledLine:
    amount, factor = stored["amount"], stored["factor"]
    return BilledLine(
        **{
            **stored,
            "amount": Decimal(amount) if amount is not None else None,
            "factor": Decimal(factor) if factor is not None else None,
            "modifiers": tuple(stored["modifiers"]),
        }
    )


def bills_past_their_term(before: datetime) -> Any:
    """Return what was accepted so long ago that nothing asks for it any more, the oldest first."""
    return Bill.objects.filter(accepted_at__lt=before).order_by("accepted_at")


def today() -> date:
    """Return the day in the practice."""
    return timezone.localdate(clock.now())
