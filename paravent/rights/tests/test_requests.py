"""A request from the first word to its end: deadline, answer, code, correction, restriction, and what is forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel import clock, retention
from paravent.kernel.ids import PatientId, VisitId
from paravent.people.operations import search_patients, verify_patient
from paravent.people.queries import patient
from paravent.people.terms import Identity, VerifiedHow
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, at, newest_lines, the_log_says
from paravent.records.operations import open_chart
from paravent.records.tests.cast import a_condition, a_document, cares_for, filed
from paravent.rights import operations, queries
from paravent.rights.models import Correction, Request
from paravent.rights.terms import (
    CODE_FOR,
    CodeNotValid,
    Kind,
    Outcome,
    ReceivedTooLate,
    TextTooShort,
    months_later,
)
from paravent.visits import operations as visits
from paravent.visits.tests.cast import a_visit_of, in_the_call

pytestmark = pytest.mark.django_db
WHY = "It is a file of many years, in parts on paper."
DONE = "You have your copy. You may complain to the authority."


def entered(gul: Actor, ali: PatientId, kind: Kind = Kind.COPY) -> UUID:
    return operations.enter_request(gul, ali, kind, "I want my file", clock.now())


def after_a_visit(bea: Actor, ali: PatientId) -> tuple[Actor, VisitId]:
    """Return Ali on the device on which they were in a visit that is over."""
    visit = a_visit_of(bea, ali)
    guest = in_the_call(visit, bea)
    verify_patient(bea, TREAT, ali, VerifiedHow.KNOWN_PERSONALLY)
    visits.end_visit(bea, TREAT, visit, for_patient="")
    return guest, visit


def test_a_patient_asks_on_their_page_and_reads_how_it_stands(bea: Actor, gul: Actor, ali: PatientId) -> None:
    guest, visit = after_a_visit(bea, ali)
    browser = a_browser_of(guest)
    said = browser.post(f"/join/{visit}/rights/", {"kind": "copy", "wish": "For my new practice"}, follow=True)

    assert said.status_code == 200
    assert "For my new practice" in said.content.decode()
    (own,) = operations.see_own_rights(guest, visit).requests
    assert (own.kind, own.is_from_patient, own.is_open) == (Kind.COPY, True, True)
    (seen,) = operations.list_requests(gul)
    assert (seen.request_id, seen.name) == (own.request_id, "Ali Demir")
    assert browser.post(f"/join/{visit}/rights/", {"kind": "everything"}).status_code == 422


def test_whoever_is_not_known_asks_for_nothing(bea: Actor, ali: PatientId) -> None:
    visit = a_visit_of(bea)
    guest = in_the_call(visit, bea)
    visits.end_visit(bea, TREAT, visit, for_patient="")

    with pytest.raises(Refused, match="not-verified"):
        operations.ask_for(guest, visit, Kind.COPY, "")
    assert the_log_says("right.ask", "refused", "not-verified", visit)


def test_the_month_runs_from_when_the_letter_came(gul: Actor, ali: PatientId) -> None:
    came = clock.now() - timedelta(days=20)
    found = operations.see_request(gul, operations.enter_request(gul, ali, Kind.ACCESS, "", came))
    assert found.due_at == months_later(came, 1)

    operations.extend_deadline(gul, found.request_id, WHY)
    longer = operations.see_request(gul, found.request_id)
    assert (longer.due_at, longer.extension, longer.can_be_extended) == (months_later(came, 3), WHY, False)
    with pytest.raises(Refused, match="extended-already"):
        operations.extend_deadline(gul, found.request_id, WHY)
    with pytest.raises(ReceivedTooLate):
        operations.enter_request(gul, ali, Kind.ACCESS, "", clock.now() + timedelta(hours=1))
    with pytest.raises(TextTooShort):
        operations.extend_deadline(gul, found.request_id, "long")


def test_an_overdue_request_is_seen_on_every_page_of_the_officer_until_it_is_answered(
    gul: Actor, ali: PatientId
) -> None:
    late = operations.enter_request(gul, ali, Kind.ACCESS, "", clock.now() - timedelta(days=40))
    browser = a_browser_of(gul)
    assert "whose deadline is over" in browser.get("/vigilance/").content.decode()
    assert operations.list_requests(gul)[0].is_overdue
    assert queries.overdue(clock.now()) == 1
    with pytest.raises(Refused, match="deadline-is-over"):
        operations.extend_deadline(gul, late, WHY)

    operations.answer_request(gul, late, Outcome.FULFILLED, DONE)

    assert "whose deadline is over" not in browser.get("/vigilance/").content.decode()
    with pytest.raises(ObjectDoesNotExist):
        operations.answer_request(gul, late, Outcome.REFUSED, DONE)


def test_a_code_gives_the_whole_file_once_and_for_an_hour(bea: Actor, gul: Actor, ali: PatientId) -> None:
    filed(ali, a_condition(ali))
    filed(ali, a_document(ali, b"Dear colleague"))
    cares_for(bea, ali)
    open_chart(bea, Purpose.TREATMENT, ali)
    code = operations.hand_out(gul, entered(gul, ali))

    made = operations.pick_up(code.lower().replace("-", " "))

    assert {one["resource"]["resourceType"] for one in made.bundle["entry"]} == {
        "Patient",
        "Condition",
        "DocumentReference",
    }
    assert made.documents == (("documents/001.txt", b"Dear colleague"),)
    assert "chart.open" in {line.act for line in made.lines}
    newest = newest_lines(1)[0]
    assert (newest.act, newest.outcome, newest.actor, newest.facts["resources"]) == ("right.pick-up", "done", ali, "3")
    assert operations.pick_up(code).documents == made.documents
    with at(clock.now() + timedelta(hours=2)), pytest.raises(CodeNotValid):
        operations.pick_up(code)


def test_a_code_ends_with_a_newer_one_and_with_its_time(gul: Actor, ali: PatientId) -> None:
    request = entered(gul, ali)
    first, second = operations.hand_out(gul, request), operations.hand_out(gul, request)
    for code in (first, "AAAAA-AAAAA-AAAAA-AAAAA", ""):
        with pytest.raises(CodeNotValid):
            operations.pick_up(code)
    with at(clock.now() + CODE_FOR + timedelta(seconds=1)), pytest.raises(CodeNotValid):
        operations.pick_up(second)
    with pytest.raises(Refused, match="nothing-to-hand-out"):
        operations.hand_out(gul, entered(gul, ali, Kind.ERASURE))


def test_reception_corrects_and_the_earlier_name_stays(dua: Actor, gul: Actor, ali: PatientId) -> None:
    request = operations.enter_request(gul, ali, Kind.CORRECTION, "My name is Ali Demirel", clock.now())
    (found,) = operations.list_corrections(dua)
    assert (found.name, found.request.wish) == ("Ali Demir", "My name is Ali Demirel")

    typed = {"name": "Ali Demirel", "email": "ali@home.example", "phone": "", "birth_date": ""}
    assert a_browser_of(dua).post(f"/rights/{request}/correct/", typed, follow=True).status_code == 200

    assert [one.identity.name for one in search_patients(dua, WORK, "Demirel")] == ["Ali Demirel"]
    the_log_of = newest_lines(3)
    assert "patient.correct" in {line.act for line in the_log_of}
    assert Correction.objects.filter(patient_id=ali).count() == 1
    assert patient(ali).identity.email == "ali@home.example"
    with pytest.raises(Refused, match="only-reception-corrects"):
        operations.correct_identity(gul, request, Identity("Somebody"))


def test_a_restricted_file_is_closed_until_it_is_lifted(bea: Actor, gul: Actor, ali: PatientId) -> None:
    filed(ali, a_condition(ali))
    cares_for(bea, ali)
    request = entered(gul, ali, Kind.RESTRICTION)
    operations.restrict_file(gul, request)
    assert operations.see_request(gul, request).is_restricted

    with pytest.raises(Refused, match="file-is-restricted"):
        open_chart(bea, TREAT, ali)
    with pytest.raises(Refused, match="patient-said-no"):
        a_visit_of(bea, ali)
    operations.answer_request(gul, request, Outcome.FULFILLED, DONE)
    operations.lift_restriction(gul, request)

    assert open_chart(bea, TREAT, ali).chart.problems


def test_after_an_erasure_the_words_go_and_that_there_was_a_request_stays(gul: Actor, ali: PatientId) -> None:
    request = operations.enter_request(gul, ali, Kind.ERASURE, "Ali Demir asks to be forgotten", clock.now())
    visits.erase_patient(gul, ali)
    operations.answer_request(gul, request, Outcome.FULFILLED, DONE)

    operations.forget_requests(INSTALLATION)

    (left,) = operations.list_requests(gul)
    assert (left.is_erased, left.wish, left.name, left.outcome) == (True, "", "", Outcome.FULFILLED)


def test_an_answered_request_goes_three_years_later_and_an_open_one_never(gul: Actor, ali: PatientId) -> None:
    long_ago = clock.now() - retention.REQUESTS - timedelta(days=60)
    with at(long_ago):
        old, waiting = entered(gul, ali), entered(gul, ali)
    with at(long_ago + timedelta(days=1)):
        operations.answer_request(gul, old, Outcome.FULFILLED, DONE)
    recent = entered(gul, ali)
    operations.answer_request(gul, recent, Outcome.FULFILLED, DONE)

    with pytest.raises(Refused, match="not-your-work"):
        operations.forget_requests(gul)
    assert operations.forget_requests(INSTALLATION) == 1

    assert {one.request_id for one in operations.list_requests(gul)} == {waiting, recent}
    newest_lines(1)
    assert Request.objects.all().delete()[0] == 0, "nothing younger goes, whoever forgets to ask"


def test_the_pages_of_a_request(gul: Actor, dua: Actor, ali: PatientId) -> None:
    browser = a_browser_of(gul)
    assert "Ali Demir" in browser.post("/rights/", {"q": "Demir"}).content.decode()
    wrong = {"kind": "copy", "received_on": "2999-01-01", "wish": ""}
    assert browser.post(f"/rights/enter/{ali}/", wrong).status_code == 422
    today = clock.now().date().isoformat()
    shown = browser.post(f"/rights/enter/{ali}/", wrong | {"received_on": today}, follow=True)
    (one,) = operations.list_requests(gul)
    assert "Make a code" in shown.content.decode()
    assert 'class="code"' in browser.post(f"/rights/{one.request_id}/hand-out/").content.decode()
    assert browser.post(f"/rights/{one.request_id}/extend/", {"reason": "x"}).status_code == 422
    assert browser.post(f"/rights/{one.request_id}/answer/", {"outcome": "refused", "answer": "no"}).status_code == 422
    assert a_browser_of(dua).get("/rights/").status_code == 403


def test_nobody_else_finds_whose_request_it_is(dua: Actor, ali: PatientId) -> None:
    with pytest.raises(Refused, match="only-dpo-handles-requests"):
        operations.find_for_request(dua, "Demir")
    assert Role.RECEPTION in dua.roles
