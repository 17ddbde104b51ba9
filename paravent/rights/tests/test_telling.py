"""Being told by e-mail: switched by the patient, tried again, in their language; and names that are withheld."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from pypdf import PdfReader

from paravent.access.terms import INSTALLATION, Actor, Refused
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, newest_lines, the_log_says
from paravent.records.operations import open_chart
from paravent.records.tests.cast import a_condition, cares_for, filed
from paravent.rights import operations, steps
from paravent.rights.models import Telling
from paravent.rights.paper import pdf, report
from paravent.rights.terms import Kind, TextTooShort, WithheldFor
from paravent.rights.tests.test_requests import after_a_visit

pytestmark = pytest.mark.django_db
WHY = "The patient has threatened her; the police know."


@pytest.fixture
def with_mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.practice.example"


@pytest.mark.usefixtures("with_mail")
def test_a_patient_switches_it_on_is_told_and_switches_it_off(bea: Actor, ali: PatientId) -> None:
    guest, visit = after_a_visit(bea, ali)
    filed(ali, a_condition(ali))
    browser, page = a_browser_of(guest), f"/join/{visit}/rights/"
    assert "Tell me by e-mail" in browser.get(page).content.decode()
    assert "Do not tell me" in browser.post(f"{page}telling/", {"on": "yes"}, follow=True).content.decode()
    cares_for(bea, ali)
    open_chart(bea, TREAT, ali)

    assert operations.tell_patients(INSTALLATION) == 1
    assert [(one.to, one.subject) for one in mail.outbox] == [(["ali@home.example"], "Something new")]
    assert the_log_says("telling.send", "done", "asked-to-be-told")

    assert "Tell me by e-mail" in browser.post(f"{page}telling/", {"on": "no"}, follow=True).content.decode()
    assert not operations.see_own_rights(guest, visit).is_told
    assert "ordinary" in browser.get("/something-new/").content.decode()


def test_without_a_mail_server_nobody_is_told_and_the_page_says_so(bea: Actor, ali: PatientId) -> None:
    guest, visit = after_a_visit(bea, ali)
    operations.switch_telling(guest, visit, on=True)
    assert not operations.see_own_rights(guest, visit).can_be_told
    assert operations.tell_patients(INSTALLATION) == 0
    assert mail.outbox == []


@pytest.mark.usefixtures("with_mail")
def test_what_could_not_be_sent_is_tried_again(bea: Actor, ali: PatientId, monkeypatch: pytest.MonkeyPatch) -> None:
    guest, visit = after_a_visit(bea, ali)
    operations.switch_telling(guest, visit, on=True)
    cares_for(bea, ali)
    open_chart(bea, TREAT, ali)
    with monkeypatch.context() as patch:
        patch.setattr(steps, "send_mail", _refuses)
        assert operations.tell_patients(INSTALLATION) == 0
    newest = newest_lines(1)[0]
    assert (newest.act, newest.outcome, newest.because) == ("telling.send", "failed", "ConnectionRefusedError")
    assert Telling.objects.get(pk=ali).told_at is None

    assert operations.tell_patients(INSTALLATION) == 1


def _refuses(*_: object) -> None:
    raise ConnectionRefusedError


@pytest.mark.usefixtures("with_mail")
def test_nobody_but_the_installation_tells(bea: Actor, gul: Actor) -> None:
    for actor in (bea, gul):
        with pytest.raises(Refused, match="not-your-work"):
            operations.tell_patients(actor)


@pytest.mark.usefixtures("with_mail")
def test_it_is_said_in_the_language_of_the_patient(bea: Actor) -> None:
    ali = a_patient("Ali Demir", email="ali@home.example", language="de")
    guest, visit = after_a_visit(bea, ali)
    operations.switch_telling(guest, visit, on=True)
    cares_for(bea, ali)
    open_chart(bea, TREAT, ali)
    operations.tell_patients(INSTALLATION)
    assert mail.outbox[0].subject == "Etwas Neues"


def test_a_name_is_withheld_from_report_and_table_with_a_reason(bea: Actor, gul: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    filed(ali, a_condition(ali))
    open_chart(bea, TREAT, ali)
    request = operations.enter_request(gul, ali, Kind.ACCESS, "", clock.now())
    until = clock.now() + timedelta(days=30)
    with pytest.raises(TextTooShort):
        operations.withhold_name(gul, request, bea.person, WithheldFor.RIGHTS, "because", until)
    browser, page = a_browser_of(gul), f"/rights/{request}/"
    typed = {"person": str(bea.person), "ground": "rights", "days": "30", "reason": WHY}
    assert browser.post(f"{page}withhold/", typed | {"days": "999"}).status_code == 422
    assert WHY in browser.post(f"{page}withhold/", typed, follow=True).content.decode()

    made = operations.pick_up(operations.hand_out(gul, request))
    assert bea.person not in made.names
    text = "".join(found.extract_text() for found in PdfReader(BytesIO(pdf(report(made, "en")))).pages)
    assert "(name withheld)" in " ".join(text.split())
    assert "Bea" not in text

    browser.post(f"{page}tell/{bea.person}/")
    assert operations.pick_up(operations.hand_out(gul, request)).names[bea.person] == "Bea"
