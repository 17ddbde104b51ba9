"""A visit's end: what may be billed and why, what not and why; accepted, overruled with a reason, taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, allow
from paravent.billing import operations
from paravent.billing.models import Bill, Tally
from paravent.billing.queries import (
    cases_said,
    considered,
    counts_of,
    quarter_of,
    standing_since,
    tallies_of,
    unfounded,
    video_only_cases,
)
from paravent.billing.steps import keep_bill
from paravent.billing.terms import BilledAlready, NothingChosen, NotOffered, ReasonMissing, Stated
from paravent.billing.tests.cast import a_visit_that_was_held, seen_in_the_practice, sound, video
from paravent.detours.operations import own_up
from paravent.detours.terms import App, Why
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.queries import patient
from paravent.people.terms import Coverage
from paravent.people.tests.cast import a_browser_of, a_patient, newest_lines, the_log_says
from paravent.tariff.shares import Counts
from paravent.tariff.terms import Cause, IdentityCheck, Kind, Modality, Occasion
from paravent.visits import operations as visits
from paravent.visits.queries import held
from paravent.visits.steps import bring_held
from paravent.visits.terms import Flow
from paravent.visits.tests.cast import a_visit_of

REASON = "The association confirmed it by telephone."


@pytest.fixture
def visit(bea: Actor, ali: PatientId) -> VisitId:
    """Return a visit of Ali's with twelve minutes of picture and sound, who was in the practice 100 days before."""
    visit = a_visit_that_was_held(bea, ali, video(12))
    seen_in_the_practice(ali, clock.now().date() - timedelta(days=100))
    return visit


def codes(found: operations.Considered) -> set[str]:
    return {one.code for one in found.assessment.proposals}


def causes(found: operations.Considered) -> dict[str, Cause]:
    return {one.code: one.cause for one in found.assessment.refusals}


def test_a_video_consultation_is_billed_with_what_the_visit_itself_shows(bea: Actor, visit: VisitId) -> None:
    found = operations.consider_bill(bea, visit, Stated())

    assert the_log_says("bill.consider", "done", "own-visit", visit)
    assert (found.evidence.minutes, found.evidence.modality, found.is_measured) == (12, Modality.VIDEO, True)
    assert found.evidence.last_in_person_on == clock.now().date() - timedelta(days=100)
    assert {"01450", "88220"} <= codes(found)
    assert all(one.why.en and one.why.de for one in found.assessment.proposals)
    assert all(one.why.en and one.why.de for one in found.assessment.refusals)


def test_what_is_accepted_is_kept_with_its_evidence_and_counts_in_the_quarter(bea: Actor, visit: VisitId) -> None:
    found = operations.consider_bill(bea, visit, Stated())

    bill = operations.see_bill(bea, operations.accept_bill(bea, visit, Stated(), codes(found)))

    assert {line.code for line in bill.lines} == codes(found)
    assert {fact.name: fact.value for fact in bill.facts}["minutes"] == "12"
    assert bill.points == sum(one.points or 0 for one in found.assessment.proposals if not one.is_added_by_association)
    assert bill.patient_name == "Ali Demir"
    view = operations.see_quarter(bea, quarter_of(clock.now()))
    assert (view.bills, view.meter.share.video_only) == (1, 1)
    assert [one.ceiling.used for one in view.doctors] == [40]


def test_a_bill_that_does_not_say_how_identity_was_checked_is_found(bea: Actor, visit: VisitId) -> None:
    operations.accept_bill(bea, visit, Stated(), {"01450"})
    (bare,) = _standing()
    operations.take_back_bill(bea, visit, REASON)
    operations.accept_bill(bea, visit, Stated(identity_check=IdentityCheck.CARD_SHOWN), {"01450"})
    (founded,) = _standing()

    assert [unfounded(bare), unfounded(founded)] == [True, False]


def _standing() -> list[Bill]:
    with unseen("test.look", INSTALLATION, Purpose.OPERATIONS):
        return standing_since(clock.now() - timedelta(days=1))


def test_the_log_names_codes_and_never_a_typed_reason(bea: Actor, visit: VisitId) -> None:
    found = operations.consider_bill(bea, visit, Stated())
    refused = next(code for code, cause in causes(found).items() if cause == Cause.ANOTHER_KIND)

    bill_id = operations.accept_bill(bea, visit, Stated(reason=REASON), {"01450"}, against={refused})

    (line,) = newest_lines(1)
    assert (line.act, line.facts["overruled"]) == ("bill.accept", refused)
    assert REASON not in str(line)
    bill = operations.see_bill(bea, bill_id)
    assert {one.code: one.reason for one in bill.lines} == {"01450": "", refused: REASON}
    against = next(one for one in bill.lines if one.code == refused)
    assert against.points
    assert against.amount
    assert against.why["en"].startswith(f"{refused} is for something else")


@pytest.mark.parametrize(
    ("stated", "chosen", "against", "trouble"),
    [
        (Stated(), {"01450"}, {"*"}, ReasonMissing),
        (Stated(talked_minutes=30), {"01450"}, set(), ReasonMissing),
        (Stated(), {"99999"}, set(), NotOffered),
        (Stated(reason=REASON), set(), {"01450"}, NotOffered),
        (Stated(), set(), set(), NothingChosen),
    ],
    ids=["overruled without why", "corrected without why", "unknown code", "overruled what is offered", "nothing"],
)
def test_nothing_is_billed_that_nobody_answers_for(
    bea: Actor, visit: VisitId, stated: Stated, chosen: set[str], against: set[str], trouble: type[Exception]
) -> None:
    if against == {"*"}:
        against = {next(iter(causes(operations.consider_bill(bea, visit, Stated()))))}

    with pytest.raises(trouble):
        operations.accept_bill(bea, visit, stated, chosen, against=against)

    assert not Bill.objects.exists()
    assert not Tally.objects.exists()


def test_a_bill_stands_once_and_is_taken_back_with_a_reason(bea: Actor, visit: VisitId) -> None:
    bill_id = operations.accept_bill(bea, visit, Stated(), {"01450"})
    with pytest.raises(BilledAlready):
        operations.accept_bill(bea, visit, Stated(), {"01450"})
    with pytest.raises(ReasonMissing):
        operations.take_back_bill(bea, visit, "no")

    operations.take_back_bill(bea, visit, REASON)

    assert the_log_says("bill.take-back", "done", "own-visit", visit)
    assert operations.see_bill(bea, bill_id).taken_back_because == REASON
    view = operations.see_quarter(bea, quarter_of(clock.now()))
    assert (view.bills, view.meter.share.video_only, view.codes) == (0, 0, ())
    with pytest.raises(Refused, match="taken-back-already"):
        operations.take_back_bill(bea, visit, REASON)
    operations.accept_bill(bea, visit, Stated(), {"01450"})


def test_sound_alone_is_no_video_consultation(bea: Actor, ali: PatientId) -> None:
    found = operations.consider_bill(bea, a_visit_that_was_held(bea, ali, sound(12)), Stated())

    assert found.evidence.modality == Modality.AUDIO
    assert causes(found)["01450"] == Cause.AUDIO_ONLY


def test_a_call_that_was_not_counted_is_stated_with_a_reason_and_kept_as_stated(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_that_was_held(bea, ali, None)
    found = operations.consider_bill(bea, visit, Stated())
    assert not found.is_measured
    assert causes(found)["01450"] == Cause.NO_CONTACT

    bill_id = operations.accept_bill(bea, visit, Stated(talked_minutes=11, reason=REASON), {"01450"})

    facts = {fact.name: fact for fact in operations.see_bill(bea, bill_id).facts}
    assert (facts["minutes"].value, facts["minutes"].is_stated) == ("11", True)


def test_an_in_person_contact_of_the_quarter_makes_it_no_video_only_case(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_that_was_held(bea, ali, video(12))
    seen_in_the_practice(ali, clock.now().date())

    found = operations.consider_bill(bea, visit, Stated())
    assert "88220" not in codes(found)
    operations.accept_bill(bea, visit, Stated(), {"01450"})

    assert operations.see_quarter(bea, quarter_of(clock.now())).meter.share.video_only == 0


def test_a_bill_is_accepted_anew_on_the_count_it_had_kept_once_the_seats_have_forgotten_theirs(
    bea: Actor, ali: PatientId, visit: VisitId
) -> None:
    counted = Flow(700, 710, 690, 720, 715, 680, interruptions=2)
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        brought = replace(held(visit), visit_id=VisitId(uuid4()), flow=counted)
        bring_held(op, brought, booked_by=INSTALLATION.person, booked_at=brought.starts_at)
        before = considered(brought, patient(ali), Stated())
        keep_bill(op, before, (), "")

    operations.take_back_bill(bea, brought.visit_id, REASON)

    found = operations.consider_bill(bea, brought.visit_id, Stated())
    assert (found.is_measured, found.evidence.minutes, found.evidence.interruptions) == (True, 11, 2)
    assert found.evidence == before.evidence


def test_a_mark_that_a_later_day_in_the_practice_overtook_is_told_to_who_set_it(
    bea: Actor, cem: Actor, dua: Actor, ali: PatientId
) -> None:
    quarter, today, address = quarter_of(clock.now()), timezone.localdate(clock.now()), "/billing/bills/"
    visit = a_visit_that_was_held(bea, ali, video(12))
    operations.accept_bill(bea, visit, Stated(), {"01450", "88220"})
    assert operations.compare_marks(bea, quarter) == []

    seen_in_the_practice(ali, today)

    (found,) = operations.compare_marks(bea, quarter)
    assert (found.code, found.in_person_on, found.bill.visit_id) == ("88220", today, visit)
    assert the_log_says("bill.compare", "done", "own-bills")
    assert operations.compare_marks(cem, quarter) == []
    assert ["seen in the practice" in a_browser_of(one).get(address).content.decode() for one in (bea, cem, dua)] == [
        True,
        False,
        False,
    ]
    operations.take_back_bill(bea, visit, REASON)
    assert "88220" not in codes(operations.consider_bill(bea, visit, Stated()))
    operations.accept_bill(bea, visit, Stated(), {"01450"})
    assert operations.compare_marks(bea, quarter) == []


def test_a_detour_is_told_as_not_billable(bea: Actor, visit: VisitId) -> None:
    own_up(bea, visit, App.WHATSAPP, Why.FASTER, "The picture did not come up, so we went on there.")

    found = operations.consider_bill(bea, visit, Stated())

    assert codes(found) == set()
    assert causes(found)["01450"] == Cause.TOOL_NOT_ADMISSIBLE
    assert "WhatsApp" in found.assessment.notes[0].en
    with pytest.raises(Refused, match="never-billable"):
        operations.accept_bill(bea, visit, Stated(reason=REASON), set(), against={"01450"})


def test_who_pays_decides_by_which_catalogue(bea: Actor, dua: Actor, ali: PatientId, visit: VisitId) -> None:
    operations.keep_coverage(dua, ali, Coverage("goae", "Allianz", "K 123"))
    assert the_log_says("coverage.keep", "done", "notes-coverage")

    found = operations.consider_bill(bea, visit, Stated(kind=Kind.CONSULTATION))

    assert found.payer.id == "goae"
    assert operations.see_coverage(dua, ali).identity.coverage == Coverage("goae", "Allianz", "K 123")
    assert any(one.factor and one.amount and one.amount > Decimal() for one in found.assessment.proposals)


def test_only_whoever_held_a_visit_bills_it_once_it_is_over(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    running = a_visit_of(bea, ali)
    with pytest.raises(Refused, match="visit-not-over"):
        operations.consider_bill(bea, running, Stated())
    visits.end_visit(bea, Purpose.TREATMENT, running, for_patient="")
    with pytest.raises(Refused, match="not-your-visit"):
        operations.consider_bill(dua, running, Stated())
    nobody_named = a_visit_of(bea)
    visits.end_visit(bea, Purpose.TREATMENT, nobody_named, for_patient="")
    with pytest.raises(Refused, match="patient-not-named"):
        operations.consider_bill(bea, nobody_named, Stated())


def test_what_was_stated_is_not_taken_for_measured() -> None:
    assert not Stated().corrects
    assert replace(Stated(), in_person_on=clock.now().date()).corrects


def test_the_pages_take_what_the_clinician_says(bea: Actor, ali: PatientId, visit: VisitId) -> None:
    browser, address = a_browser_of(bea), f"/visits/{visit}/billing/"

    unexplained = browser.post(address, {"accept": "yes", "code": "01450", "talked_minutes": "30"})
    assert (unexplained.status_code, "somebody can follow later" in unexplained.content.decode()) == (422, True)
    again = browser.post(address, {"again": "yes", "talked_minutes": "30"})
    assert "30 minutes" in again.content.decode()
    assert browser.post(address, {"accept": "yes", "code": "01450"}).status_code == 302
    assert browser.post(f"{address}take-back/", {"reason": "no"}).status_code == 422
    assert browser.post(f"{address}take-back/", {"reason": REASON}).status_code == 302
    assert browser.post(f"/patients/{ali}/coverage/?visit={visit}", {"payer": "goae"}).headers["Location"] == address
    assert "GOÄ" in browser.get(address).content.decode()


def test_who_was_asked_for_advice_bills_the_advice_and_no_conference_that_a_colleague_called(
    bea: Actor, visit: VisitId
) -> None:
    browser, address = a_browser_of(bea), f"/visits/{visit}/billing/"

    def offered(**said: str) -> set[str]:
        page = browser.post(address, said | {"again": "yes"}).content.decode()
        return set(re.findall(r'id="code-(\w+)"', page))

    asked = {"kind": "teleconsilium", "is_initiator": "colleague", "stated_minutes": "20"}
    assert offered(kind="teleconsilium") == {"01670"}
    assert offered(**asked) == {"01671", "01672"}
    assert "01450" in offered(kind="case-conference")
    assert "01450" not in offered(kind="case-conference", is_initiator="colleague")
    assert browser.post(address, asked | {"accept": "yes", "code": "01671"}).status_code == 302
    (row,) = _standing()
    facts = {fact.name: fact for fact in operations.see_bill(bea, row.id).facts}
    assert (facts["called_by"].value, facts["called_by"].is_stated) == ("colleague", True)


def test_a_visit_on_call_is_billed_as_one_and_counts_for_no_limit(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_that_was_held(bea, ali, video(12), occasion=Occasion.ON_CALL)

    found = operations.consider_bill(bea, visit, Stated())
    assert codes(found) & {"01210", "01212"}
    assert "03230" not in codes(found)
    operations.accept_bill(bea, visit, Stated(), {"01450"})

    with reading(bea):
        (row,) = Tally.objects.all()
        assert (row.is_counted, row.is_known, len(video_only_cases([row]))) == (False, False, 0)


def test_what_was_not_marked_is_stated_at_the_end_and_kept_as_stated(bea: Actor, dua: Actor, visit: VisitId) -> None:
    said = Stated(occasion=Occasion.TSS_ACUTE)

    bill = operations.accept_bill(bea, visit, said, {"01450"})

    facts = {fact.name: fact for fact in operations.see_bill(dua, bill).facts}
    assert (facts["occasion"].value, facts["occasion"].is_stated) == ("tss-acute", True)
    with reading(bea):
        assert Tally.objects.get().is_counted is False


def test_cases_of_unknown_patients_are_counted_apart(bea: Actor, dua: Actor, ali: PatientId, visit: VisitId) -> None:
    operations.accept_bill(bea, visit, Stated(), {"01450"})
    stranger = a_visit_that_was_held(bea, a_patient("Eve"), video(12))
    operations.accept_bill(bea, stranger, Stated(), {"01450"})
    operations.count_cases(dua, quarter_of(clock.now()), 40, 10)

    with reading(bea):
        counts = counts_of(tallies_of(quarter_of(clock.now())), cases_said(quarter_of(clock.now())))

    assert counts == Counts(cases=40, video_only=2, unknown=10, video_only_unknown=1)


@contextmanager
def reading(actor: Actor) -> Iterator[None]:
    with operation("test.read", actor, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        yield
