"""The pages: the queue, a case, the question, what is held about oneself."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.utils.formats import date_format

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.operations import make_team
from paravent.people.tests.cast import a_browser_of, at, somebody
from paravent.vigilance import operations
from paravent.vigilance.models import Run
from paravent.vigilance.terms import Unknown, Verdict
from paravent.vigilance.tests.cast import REMARK, a_case_about, entry_of

ASKED = "A question about an access of yours waits for your answer."
pytestmark = pytest.mark.django_db


@pytest.fixture
def case_id(cem: Actor, ali: PatientId) -> UUID:
    return a_case_about(cem, ali)


def test_from_the_queue_to_the_answer_and_the_decision(gul: Actor, cem: Actor, case_id: UUID) -> None:
    officer, clinician = a_browser_of(gul), a_browser_of(cem)
    assert "The patient belongs to their family." in officer.get("/vigilance/").content.decode()
    page = officer.get(f"/vigilance/cases/{case_id}/").content.decode()
    assert '<circle class="look"' in page
    assert "Opened the file: refused" in page
    assert "Ali Demir" in page
    asked = officer.post(f"/vigilance/cases/{case_id}/ask/{entry_of(case_id)}/", follow=True)
    assert "The question stands on their page." in asked.content.decode()

    own = clinician.get("/vigilance/mine/").content.decode()
    assert "Why did you try to open this file?" in own
    assert "Opened the file: refused" in own
    question = own.split("/vigilance/questions/")[1].split("/")[0]
    answered = clinician.post(f"/vigilance/questions/{question}/", {"answer": "mistake"}, follow=True)
    assert "I opened the wrong file" in answered.content.decode()
    assert "I opened the wrong file" in officer.get(f"/vigilance/cases/{case_id}/").content.decode()

    kept = officer.post(f"/vigilance/cases/{case_id}/decide/", {"verdict": "mistake", "remark": REMARK}, follow=True)
    assert "No case waits." in kept.content.decode()
    assert "A mistake, without intent" in clinician.get("/vigilance/mine/").content.decode()


def test_who_is_asked_and_who_has_to_confirm_read_so_on_every_page(gul: Actor, cem: Actor, ali: PatientId) -> None:
    case_id, max_ = a_case_about(cem, ali), somebody("Max", Role.ADMINISTRATOR)
    asked, second = a_browser_of(cem), a_browser_of(max_)
    operations.ask_person(gul, case_id, entry_of(case_id))

    assert ASKED in asked.get("/today/").content.decode()
    question = operations.see_own(cem)[0][0].question_id
    asked.post(f"/vigilance/questions/{question}/", {"answer": "mistake"})
    assert ASKED not in asked.get("/today/").content.decode()
    operations.decide_case(gul, case_id, Verdict.BREACH, REMARK)
    assert "A breach waits for a second person." in second.get("/staff/").content.decode()


def test_what_repeats_is_one_row_that_opens(gul: Actor, cem: Actor, ali: PatientId) -> None:
    page = a_browser_of(gul).get(f"/vigilance/cases/{a_case_about(cem, ali, times=100)}/").content.decode()

    assert page.count("Opened the file: refused") == 1
    assert "100 times on" in page
    assert page.count("<li><time") == 100


def test_numbers_and_names_stand_beside_a_reason(gul: Actor, cem: Actor, ali: PatientId) -> None:
    ward = make_team(INSTALLATION, "Ward 3")
    weighed = {"name": "ward", "weight": 0.4, "evidence": {"team": str(ward), "files": "7"}}
    many = {"name": "many-unexplained", "weight": 1.1, "evidence": {"count": "12", "usual": "3.0"}}
    case_id = a_case_about(cem, ali, reasons=[many, weighed], met={"team": str(ward)}, explanation="standing")
    page = a_browser_of(gul).get(f"/vigilance/cases/{case_id}/").content.decode()

    assert "12 in this week; usual is 3" in page
    assert "7 files of Ward 3" in page
    assert "a team of theirs that has long cared for the patient, team Ward 3" in page
    assert str(ward) not in page


def test_what_stayed_below_says_why_and_what_waits_until_when(gul: Actor, cem: Actor) -> None:
    reason = {"name": "ward", "weight": 0.4, "evidence": {"files": "4", "team": str(make_team(INSTALLATION, "Ward 3"))}}
    below = {"person": str(cem.person), "week": "2026-11-23", "reasons": [reason]}
    sunday = datetime(2026, 12, 13, 23, tzinfo=UTC)
    with at(sunday), operation("test.file", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        own = below | {"person": str(gul.person), "score": 0.73}
        late = below | {"score": 1.3, "week": "2026-11-16"}
        rows = [below | {"score": 0.4}, below | {"score": 1.2}, below | {"score": 1.8}, late, own]
        Run(at=clock.now(), version="1", below=rows).save(force_insert=True)
    with at(sunday):
        page = a_browser_of(gul).get("/vigilance/").content.decode()

    waits, stayed = page.split('id="unplaced"')[1].split('id="below"')
    last_day = date_format(date(2026, 12, 13), "SHORT_DATE_FORMAT")
    assert waits.index(f"1.80: waits, at most until {last_day}") < waits.index(f"1.20: waits, at most until {last_day}")
    assert "0.40 of 1.00" in stayed
    assert "1.30: found no place in time" in stayed
    assert "4 files of Ward 3" in waits
    assert "4 files of Ward 3" in stayed
    assert "0.73" not in page


def test_the_queue_says_what_is_not_known_and_who_adds_it(gul: Actor, ali: PatientId) -> None:
    page = a_browser_of(gul).get("/vigilance/").content.decode()
    assert "staff is not kept: neighbours are not seen for them." in page
    assert "The file of 1 of 1 patients holds no address" in page
    assert "No duty roster is kept" in page
    assert "An administrator enters them among the staff" in page
    assert (
        '<a href="/staff/">Enter them'
        in a_browser_of(somebody("Max", Role.ADMINISTRATOR)).get("/vigilance/").content.decode()
    )


def test_where_all_is_known_nothing_is_said() -> None:
    assert Unknown(3, 0, 9, 0, has_roster=True).is_nothing
    assert not Unknown(3, 0, 9, 1, has_roster=True).is_nothing
    assert not Unknown(3, 0, 9, 0, has_roster=False).is_nothing


def test_a_breach_goes_to_an_administrator(gul: Actor, cem: Actor, case_id: UUID) -> None:
    officer, other = a_browser_of(gul), a_browser_of(somebody("Max", Role.ADMINISTRATOR))
    officer.post(f"/vigilance/cases/{case_id}/decide/", {"verdict": "breach", "remark": REMARK})
    own = officer.post(f"/vigilance/cases/{case_id}/confirm/", {"agrees": "yes", "remark": REMARK})
    assert own.status_code == 403
    about = a_browser_of(cem).get("/vigilance/mine/").content.decode()
    assert "waits for a second person" in about
    assert REMARK not in about
    assert "waits for a second person" in other.get("/vigilance/").content.decode()
    assert other.post(f"/vigilance/cases/{case_id}/confirm/", {"agrees": "yes", "remark": "x"}).status_code == 422
    other.post(f"/vigilance/cases/{case_id}/confirm/", {"agrees": "yes", "remark": REMARK})

    assert a_browser_of(cem).get("/vigilance/mine/").content.decode().count(REMARK) == 2
    assert "Kept until" in officer.get(f"/vigilance/cases/{case_id}/").content.decode()


def test_a_decision_without_a_reason_is_asked_for_again(gul: Actor, case_id: UUID) -> None:
    answer = a_browser_of(gul).post(f"/vigilance/cases/{case_id}/decide/", {"verdict": "fine", "remark": "ok"})

    assert answer.status_code == 422
    assert "Write a sentence that somebody can follow later." in answer.content.decode()


def test_the_officer_keeps_how_many(gul: Actor) -> None:
    officer = a_browser_of(gul)
    assert officer.post("/vigilance/budget/", {"per_week": "99"}).status_code == 422
    officer.post("/vigilance/budget/", {"per_week": "3"})

    assert 'value="3"' in officer.get("/vigilance/").content.decode()


def test_an_answer_that_is_none_is_not_there(cem: Actor, case_id: UUID) -> None:
    assert a_browser_of(cem).post(f"/vigilance/questions/{case_id}/", {"answer": "perhaps"}).status_code == 404


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.RESEARCHER])
def test_nobody_else_finds_the_queue_or_a_case(role: Role, case_id: UUID) -> None:
    browser = a_browser_of(somebody("Eve", role))

    assert browser.get("/vigilance/").status_code == 403
    assert browser.get(f"/vigilance/cases/{case_id}/").status_code == 404
    assert "None of which you were told." in browser.get("/vigilance/mine/").content.decode()
