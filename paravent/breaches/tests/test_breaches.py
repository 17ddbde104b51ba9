"""A breach from the first word to its end, as Gül works on it."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from paravent.access.operation import operation
from paravent.access.terms import Actor, Refused, Role
from paravent.breaches import operations, queries
from paravent.breaches.models import Breach
from paravent.breaches.notices import draft, pdf
from paravent.breaches.terms import (
    Act,
    Addressee,
    AwareTooLate,
    Context,
    Ease,
    Factors,
    Loss,
    NotAssessed,
    TextTooShort,
)
from paravent.breaches.tests.cast import HAPPENED, breach_by
from paravent.kernel import clock
from paravent.people.tests.cast import WORK, a_browser_of, a_patient, at, somebody, the_log_says

GRAVE = Factors(Context.SENSITIVE, Ease.MAXIMUM, Loss.SOME, Loss.NONE, Loss.NONE, is_malicious=True)
SMALL = Factors(Context.SIMPLE, Ease.LIMITED, Loss.NONE, Loss.NONE, Loss.NONE, is_malicious=False)
MARKUP = '#strong[x] #read("/etc/passwd") = not a heading $a$ *b* <c>'


@pytest.fixture
def gul(db: None) -> Actor:
    return somebody("Gul", Role.DPO)


@pytest.fixture
def breach_id(gul: Actor) -> UUID:
    bea, ali = somebody("Bea", Role.CLINICIAN), a_patient()
    return breach_by(gul, bea.person, [ali])


def test_a_breach_starts_the_clock_and_names_whom_it_concerns(gul: Actor, breach_id: UUID) -> None:
    found = operations.see_breach(gul, breach_id)
    assert found.due_at - found.became_aware_at == timedelta(hours=72)
    assert [name for _, name in found.patients] == ["Ali Demir"]
    assert [one.name for one in found.involved] == ["Bea"]
    assert the_log_says(Act.SEE, "done", "watches")
    assert operations.list_breaches(gul) == (found,)


def test_many_breaches_are_read_by_as_many_queries_as_one(gul: Actor, breach_id: UUID) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            operations.list_breaches(gul)
        return len(captured)

    asked()
    one = asked()
    for nth in range(3):
        breach_by(gul, somebody(f"Cem{nth}", Role.CLINICIAN).person)

    assert asked() == one


def test_the_clock_is_urgent_in_its_last_day_late_afterwards_and_stops_when_the_authority_knows(
    gul: Actor, breach_id: UUID
) -> None:
    opened = clock.now()

    def clock_in(hours: int) -> tuple[bool, bool]:
        (one,) = queries.clocks(opened + timedelta(hours=hours))
        return one.is_urgent, one.is_late

    assert [clock_in(hours) for hours in (1, 49, 73)] == [(False, False), (True, False), (True, True)]
    operations.note_told(gul, breach_id, Addressee.AUTHORITY)
    assert queries.clocks(clock.now()) == []


def test_a_grave_breach_is_closed_only_when_both_were_told(gul: Actor, breach_id: UUID) -> None:
    with pytest.raises(NotAssessed):
        operations.close_breach(gul, breach_id, "Everybody who has to know was told.")
    operations.assess_breach(gul, breach_id, GRAVE, "Talked to the person.")
    operations.note_told(gul, breach_id, Addressee.AUTHORITY)
    with pytest.raises(Refused, match="somebody-has-to-be-told"):
        operations.close_breach(gul, breach_id, "Everybody who has to know was told.")
    operations.note_told(gul, breach_id, Addressee.PATIENTS)
    operations.close_breach(gul, breach_id, "Everybody who has to know was told.")

    closed = operations.see_breach(gul, breach_id)
    assert closed.closing == "Everybody who has to know was told."
    with pytest.raises(Refused, match="closed-already"):
        operations.assess_breach(gul, breach_id, SMALL, "")


def test_an_unlikely_risk_is_closed_with_the_reason_alone(gul: Actor, breach_id: UUID) -> None:
    operations.assess_breach(gul, breach_id, SMALL, "")
    operations.close_breach(gul, breach_id, "The paper was shredded unread, which two people saw.")
    assert queries.clocks(clock.now()) == []


def test_what_says_too_little_or_lies_ahead_is_not_kept(gul: Actor) -> None:
    with pytest.raises(TextTooShort):
        operations.report_breach(gul, happened="Oops.", became_aware_at=clock.now())
    with pytest.raises(AwareTooLate):
        operations.report_breach(gul, happened=HAPPENED, became_aware_at=clock.now() + timedelta(minutes=5))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DPO, Role.SYSTEM, Role.PATIENT, Role.PROGRAM, Role.PAUSED}))
def test_nobody_else_reads_a_breach(breach_id: UUID, role: Role) -> None:
    other = somebody("Other", role)
    with pytest.raises(Refused, match="only-dpo-handles-breaches"):
        operations.see_breach(other, breach_id)
    with operation("test.look", other, WORK) as op:
        from paravent.access.terms import allow

        op.require(allow("test"))
        assert not Breach.objects.exists()


def test_an_administrator_opens_one_as_the_second_pair_of_eyes_and_reads_it_no_more(gul: Actor) -> None:
    opened = operations.report_breach(
        somebody("Max", Role.ADMINISTRATOR), happened=HAPPENED, became_aware_at=clock.now()
    )
    assert operations.see_breach(gul, opened).opened_by == "Max"


def test_what_was_typed_is_sealed(breach_id: UUID, gul: Actor) -> None:
    with operation("test.look", gul, WORK) as op:
        from paravent.access.terms import allow

        op.require(allow("test"))
        assert b"canteen" not in bytes(Breach.objects.get(pk=breach_id).sealed_happened)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_a_notice_is_set_as_typed_whatever_was_typed(gul: Actor, breach_id: UUID) -> None:
    operations.assess_breach(gul, breach_id, GRAVE, MARKUP)
    found = operations.draft_notice(gul, breach_id, Addressee.AUTHORITY)

    text = text_of(pdf(found, Addressee.AUTHORITY, "en"))

    assert MARKUP.replace(" ", "") in text.replace(" ", "")
    assert HAPPENED in text
    assert "Ali Demir" not in text
    assert "5.0 (very high)" in text or "4.75 (very high)" in text


@pytest.mark.parametrize("language", ["en", "de"])
def test_patients_are_told_in_their_language(gul: Actor, breach_id: UUID, language: str) -> None:
    operations.assess_breach(gul, breach_id, GRAVE, "")
    content = pdf(operations.draft_notice(gul, breach_id, Addressee.PATIENTS), Addressee.PATIENTS, language)
    assert "ENISA" not in text_of(content)
    assert PdfReader(BytesIO(content)).trailer["/Root"]["/Lang"].startswith(language)


def test_a_late_notice_asks_for_the_reason_of_the_delay(gul: Actor, breach_id: UUID) -> None:
    operations.assess_breach(gul, breach_id, GRAVE, "")
    found = operations.see_breach(gul, breach_id)
    assert "after 72 hours" not in str(draft(found, Addressee.AUTHORITY, "en"))
    with at(clock.now() + timedelta(hours=73)):
        assert "after 72 hours" in str(draft(found, Addressee.AUTHORITY, "en"))


def test_a_notice_needs_to_know_how_severe_it_is(gul: Actor, breach_id: UUID) -> None:
    with pytest.raises(NotAssessed):
        operations.draft_notice(gul, breach_id, Addressee.AUTHORITY)


def test_gul_works_through_a_breach_by_its_pages(gul: Actor) -> None:
    browser = a_browser_of(gul)
    opened = browser.post("/breaches/", {"happened": HAPPENED, "became_aware_at": "2026-11-01T08:00"}, follow=True)
    address = opened.redirect_chain[-1][0]
    assert "Known since" in opened.content.decode()
    wrong = browser.post(address, {"context": "4"})
    assert wrong.status_code == 422

    given = {
        "context": "4",
        "ease": "1",
        "confidentiality": "0.25",
        "integrity": "0",
        "availability": "0",
        "measures": "",
    }
    judged = browser.post(address, given, follow=True).content.decode()
    assert "1 (ease of identification) + 0.25 (circumstances) = 4.25: very high" in judged
    notice = browser.get(f"{address}notice-patients-de.pdf")
    assert notice["Content-Type"] == "application/pdf"
    assert browser.get(f"{address}notice-patients-fr.pdf").status_code == 404
    assert browser.get(f"{address}notice-press-en.pdf").status_code == 404
    refused = browser.post(f"{address}close/", {"reason": "Everybody who has to know was told."})
    assert refused.status_code == 403
    for addressee in Addressee:
        browser.post(f"{address}told/{addressee}/")
    closed = browser.post(f"{address}close/", {"reason": "Everybody who has to know was told."}, follow=True)
    assert "Closed on" in closed.content.decode()


def test_the_clock_stands_on_every_page_of_those_who_answer_for_it(gul: Actor, breach_id: UUID) -> None:
    banner = re.search(
        r"the authority has to know within[^<]*<a href=.([^\"]*).>Breaches<",
        a_browser_of(gul).get("/vigilance/").content.decode(),
    )
    assert banner
    assert banner[1] == "/breaches/"
    assert (
        "the authority has to know within"
        in a_browser_of(somebody("Max", Role.ADMINISTRATOR)).get("/staff/").content.decode()
    )
    assert (
        "the authority has to know"
        not in a_browser_of(somebody("Dua", Role.RECEPTION)).get("/my-accesses/").content.decode()
    )


def test_a_breach_that_is_not_there_is_nowhere(gul: Actor) -> None:
    with pytest.raises(ObjectDoesNotExist):
        operations.see_breach(gul, UUID(int=7))
