"""A report from two taps and a sentence to its answer."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import Actor, Refused, Role, allow
from paravent.breaches.operations import see_breach
from paravent.kernel import clock
from paravent.people.tests.cast import WORK, a_browser_of, at, somebody, the_log_says
from paravent.reports import operations, queries
from paravent.reports.models import Report
from paravent.reports.terms import Act, Noticed

pytestmark = pytest.mark.django_db
SAID = "I sent the laboratory result to the wrong M. Weber."


@pytest.fixture
def gul() -> Actor:
    return somebody("Gul", Role.DPO)


@pytest.fixture
def dua() -> Actor:
    return somebody("Dua", Role.RECEPTION)


def test_a_report_is_read_by_the_officer_and_answered_once(dua: Actor, gul: Actor) -> None:
    report = operations.make_report(dua, text=SAID, noticed=Noticed.JUST_NOW)
    (found,) = operations.list_reports(gul)
    assert (found.text, found.reporter, found.answered_at) == (SAID, "Dua", None)

    assert operations.answer_report(gul, report, "Thank you, she has deleted it.", opens_breach=False) is None
    assert the_log_says(Act.ANSWER, "done", "watches")
    assert operations.list_reports(gul)[0].answer == "Thank you, she has deleted it."
    with pytest.raises(Refused, match="answered-already"):
        operations.answer_report(gul, report, "Again.", opens_breach=False)


def test_a_breach_is_opened_out_of_it_and_runs_since_it_was_noticed(dua: Actor, gul: Actor) -> None:
    report = operations.make_report(dua, text=SAID, noticed=Noticed.EARLIER)
    breach_id = operations.answer_report(gul, report, "I open a breach.", opens_breach=True)
    assert breach_id is not None

    breach, (view,) = see_breach(gul, breach_id), operations.list_reports(gul)
    assert breach.happened == SAID
    assert view.breach_id == breach_id
    assert view.reported_at - breach.became_aware_at == timedelta(days=1)


def test_nobody_else_reads_it_and_it_is_sealed(dua: Actor, gul: Actor) -> None:
    operations.make_report(dua, text=SAID, noticed=Noticed.TODAY)
    bea = somebody("Bea", Role.CLINICIAN)
    with pytest.raises(Refused, match="only-dpo-watches"):
        operations.list_reports(bea)
    for reader, seen in ((bea, 0), (dua, 1), (gul, 1)):
        with operation("test.look", reader, WORK) as op:
            op.require(allow("test"))
            assert len(queries.reports()) == seen
            assert all(b"Weber" not in bytes(row.sealed_text) for row in Report.objects.all())


def test_nobody_reports_in_anothers_name(dua: Actor) -> None:
    other = somebody("Bea", Role.CLINICIAN)
    with pytest.raises(DatabaseError, match="row-level security"), operation("test.write", dua, WORK) as op:
        op.require(allow("test"))
        Report(reporter_id=other.person, sealed_text=b"x", noticed="today", reported_at="2026-01-01T00:00Z").save()


def test_the_button_stands_on_every_page_and_takes_a_sentence(dua: Actor) -> None:
    browser = a_browser_of(dua)
    assert b'href="/report/"' in browser.get("/my-accesses/").content
    assert browser.post("/report/", {"text": "Odd", "noticed": "just-now"}).status_code == 422
    done = browser.post("/report/", {"text": SAID, "noticed": "just-now"}, follow=True)
    assert b"on the data-protection officer" in done.content
    assert browser.get("/reports/").status_code == 403


def test_the_desk_answers(dua: Actor, gul: Actor) -> None:
    report = operations.make_report(dua, text=SAID, noticed=Noticed.JUST_NOW)
    browser = a_browser_of(gul)
    assert SAID.encode() in browser.get("/reports/").content
    opened = browser.post(f"/reports/{report}/answer/", {"answer": "Thank you.", "opens_breach": "on"})
    assert opened.url.startswith("/breaches/")
    assert b"Thank you." in browser.get("/reports/").content


def test_the_desk_says_how_soon_reports_came_and_were_answered(dua: Actor, gul: Actor) -> None:
    made = [operations.make_report(dua, text=SAID, noticed=when) for when in Noticed]
    assert queries.soonness(operations.list_reports(gul)).until_answered is None
    with at(clock.now() + timedelta(hours=3)):
        operations.answer_report(gul, made[0], "Thank you.", opens_breach=False)

    found = queries.soonness(operations.list_reports(gul))
    assert (found.reports, found.at_once, found.same_day) == (3, 1, 2)
    assert found.until_answered is not None
    assert timedelta(hours=3) <= found.until_answered < timedelta(hours=4)
    page = a_browser_of(gul).get("/reports/").content.decode()
    assert "3 reports: 1 as soon as it was noticed, 2 on the same day." in page
    assert "Half of the answers came within 3\xa0hours" in page
