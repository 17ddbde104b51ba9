"""From the question on the page to the token, as a program goes; what is tried against a served process is in tests/threats."""

import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from paravent.access.terms import Actor, Purpose, Role
from paravent.people.tests.cast import a_browser_of, a_patient, newest_lines, somebody
from paravent.programs.models import Code, Program, Token
from paravent.programs.operations import access_of
from paravent.programs.terms import Lasting
from paravent.programs.tests.cast import a_program
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db
BACK = "http://127.0.0.1:9/back"
FHIR = "http://localhost:8000/fhir/R4"


@dataclass
class App:
    """A public program as its maker would write it, without a library: the requests stand here as they go over the wire."""

    program: Program
    scope: str = "user/*.rs"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def question(self, **changed: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": str(self.program.id),
            "redirect_uri": BACK,
            "scope": self.scope,
            "state": "opaque",
            "aud": FHIR,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        } | changed
        return "/programs/authorize?" + urlencode({name: value for name, value in asked.items() if value})

    def exchange(self, code: str, **changed: str) -> Any:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": str(self.program.id),
            "code_verifier": self.verifier,
        } | changed
        return Client().post("/programs/token", {name: value for name, value in sent.items() if value})

    def come_back(self, refresh: str, **more: str) -> Any:
        sent = {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": str(self.program.id), **more}
        return Client().post("/programs/token", sent)


def returned(answer: Any) -> dict[str, str]:
    """Return what the browser brings back to the program."""
    assert answer.status_code == 302, answer.content
    assert answer["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def started(page: Any) -> tuple[str, str]:
    """Return what a program is told that was started out of a file: where the FHIR server is, and by which start."""
    address = unescape(re.findall(r'href="([^"]+)" data-start', page.content.decode())[0])
    assert address.startswith("https://growth.example/launch?")
    told = parse_qs(urlsplit(address).query)
    return told["iss"][0], told["launch"][0]


def allowed(browser: Client, app: App, **choice: str) -> dict[str, str]:
    """Let somebody read the question and say yes, and return the tokens."""
    assert browser.get(app.question()).status_code == 200
    back = returned(browser.post(app.question(), {"answer": "yes", "purpose": "TREAT", **choice}))
    answer = app.exchange(back["code"])
    assert answer.status_code == 200, answer.content
    told: dict[str, str] = answer.json()
    return told


def bea() -> tuple[Actor, Client]:
    actor = somebody("Bea", Role.CLINICIAN)
    return actor, a_browser_of(actor)


def test_somebody_lets_a_program_in_and_it_acts_in_their_name() -> None:
    actor, browser = bea()
    app = App(a_program())

    told = allowed(browser, app)

    access = access_of(told["access_token"])
    assert access.actor == actor
    assert (access.purpose, access.program, access.patient) == (Purpose.TREATMENT, app.program.id, None)
    assert told["scope"] == "user/*.rs"
    assert told["expires_in"] == 600
    assert "refresh_token" not in told


def test_the_answer_carries_state_and_who_sends_it() -> None:
    _, browser = bea()
    app = App(a_program())

    back = returned(browser.post(app.question(), {"answer": "yes", "purpose": "TREAT"}))

    assert (back["state"], back["iss"]) == ("opaque", "http://localhost:8000")


def test_a_no_is_brought_back_as_one() -> None:
    _, browser = bea()

    back = returned(browser.post(App(a_program()).question(), {"answer": "no"}))

    assert back["error"] == "access_denied"
    assert not Code.objects.exists()


def test_the_page_says_who_asks_for_what_and_where_it_leads() -> None:
    _, browser = bea()
    app = App(a_program("Growth Chart"), scope="user/Observation.rs offline_access openid")

    answer = browser.get(app.question())

    page = answer.content.decode()
    assert "May Growth Chart act for you?" in page
    assert "Read: measurements and laboratory results, of every patient whose file is open to you" in page
    assert "For thirty days" in page
    assert "form-action 'self' http://127.0.0.1:9;" in answer["Content-Security-Policy"]


def test_whoever_is_not_signed_in_signs_in_first() -> None:
    answer = Client().get(App(a_program()).question())

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/programs/authorize")


def test_a_session_without_two_factors_is_asked_nothing() -> None:
    from paravent.people.models import Staff

    actor = somebody("Bea", Role.CLINICIAN)
    browser = Client()
    browser.force_login(Staff.objects.get(pk=actor.person), "allauth.account.auth_backends.AuthenticationBackend")

    answer = browser.post(App(a_program()).question(), {"answer": "yes", "purpose": "TREAT"})

    assert answer["Location"] == "/account/set-up/"
    assert not Code.objects.exists()


def test_the_patient_is_picked_among_those_who_are_cared_for() -> None:
    actor, browser = bea()
    ali, other = a_patient("Ali Demir"), a_patient("Ines Kaya")
    a_visit_of(actor, ali)
    app = App(a_program(), scope="launch/patient patient/Observation.rs")

    page = browser.get(app.question()).content.decode()
    assert "Ali Demir" in page
    assert "Ines Kaya" not in page

    told = allowed(browser, app, patient=str(ali))
    assert told["patient"] == str(ali)
    assert access_of(told["access_token"]).patient == ali
    assert browser.post(app.question(), {"answer": "yes", "purpose": "TREAT", "patient": str(other)}).status_code == 403


def test_without_a_patient_the_page_asks_again() -> None:
    _, browser = bea()
    app = App(a_program(), scope="patient/Observation.rs")

    answer = browser.post(app.question(), {"answer": "yes", "purpose": "TREAT"})

    assert answer.status_code == 422
    assert "Choose the patient whom this is about." in answer.content.decode()


def test_only_what_the_program_was_approved_for_can_be_chosen() -> None:
    _, browser = bea()

    answer = browser.post(App(a_program()).question(), {"answer": "yes", "purpose": "HPAYMT"})

    assert answer.status_code == 403
    assert not Code.objects.exists()


def test_reception_lets_no_program_treat() -> None:
    dua = somebody("Dua", Role.RECEPTION)

    answer = a_browser_of(dua).get(App(a_program()).question())

    assert answer.status_code == 403
    assert newest_lines(1)[0].because == "not-your-work"


def test_a_program_that_is_started_out_of_a_file_gets_that_patient_and_the_visit_once() -> None:
    actor, browser = bea()
    ali = a_patient()
    visit = a_visit_of(actor, ali)
    program = a_program(launch_uri="https://growth.example/launch")
    app = App(program, scope="launch patient/Observation.rs")

    assert "Start Growth Chart with this file" in browser.get(f"/files/{ali}/").content.decode()

    iss, launch = started(browser.post(f"/programs/{program.id}/start/{ali}/", {"visit": str(visit)}))
    assert iss == FHIR

    question = app.question(launch=launch)
    assert "Ali Demir" in browser.get(question).content.decode()
    back = returned(browser.post(question, {"answer": "yes", "purpose": "TREAT"}))
    told = app.exchange(back["code"]).json()
    assert told["patient"] == str(ali)
    assert told["fhirContext"] == [{"reference": f"Appointment/{visit}"}]
    assert browser.post(question, {"answer": "yes", "purpose": "TREAT"}).status_code == 403


def test_a_start_is_of_no_use_to_somebody_else() -> None:
    actor, browser = bea()
    ali = a_patient()
    a_visit_of(actor, ali)
    program = a_program(launch_uri="https://growth.example/launch")
    _, launch = started(browser.post(f"/programs/{program.id}/start/{ali}/"))
    cem = somebody("Cem", Role.CLINICIAN)
    a_visit_of(cem, ali)

    answer = a_browser_of(cem).get(App(program, scope="launch patient/Observation.rs").question(launch=launch))

    assert answer.status_code == 403
    assert newest_lines(1)[0].because == "start-used-or-old"


def test_nobody_starts_a_program_with_a_patient_they_do_not_care_for() -> None:
    _, browser = bea()
    program = a_program(launch_uri="https://growth.example/launch")

    answer = browser.post(f"/programs/{program.id}/start/{a_patient()}/")

    assert answer.status_code == 403


@pytest.mark.parametrize("lasting", [Lasting.ONLINE, Lasting.OFFLINE])
def test_a_program_that_may_come_back_gets_a_new_refresh_token_each_time(lasting: Lasting) -> None:
    actor, browser = bea()
    app = App(a_program(), scope=f"user/*.rs {lasting}")
    first = allowed(browser, app)

    second = app.come_back(first["refresh_token"]).json()

    assert second["refresh_token"] != first["refresh_token"]
    assert access_of(second["access_token"]).actor == actor


def test_a_program_comes_back_for_less_but_not_for_more() -> None:
    _, browser = bea()
    app = App(a_program(), scope="user/Observation.rs offline_access")
    first = allowed(browser, app)

    wider = app.come_back(first["refresh_token"], scope="user/*.rs")
    narrower = app.come_back(first["refresh_token"], scope="user/Observation.r")

    assert (wider.status_code, wider.json()["error"]) == (400, "invalid_scope")
    assert narrower.json()["scope"] == "user/Observation.r offline_access"


def test_online_ends_with_the_session() -> None:
    _, browser = bea()
    app = App(a_program(), scope="user/*.rs online_access")
    first = allowed(browser, app)
    browser.post("/account/logout/")

    answer = app.come_back(first["refresh_token"])

    assert answer.json()["error"] == "invalid_grant"


def test_what_is_withdrawn_opens_nothing_from_that_moment_on() -> None:
    _, browser = bea()
    app = App(a_program(), scope="user/*.rs offline_access")
    told = allowed(browser, app)
    page = browser.get("/programs/mine/").content.decode()
    assert "Growth Chart" in page

    mandate = Token.objects.values_list("mandate_id", flat=True)[0]

    browser.post(f"/programs/mine/{mandate}/withdraw/")

    assert not Token.objects.filter(ended_at=None).exists()
    assert app.come_back(told["refresh_token"]).json()["error"] == "invalid_grant"
    assert "Growth Chart" not in browser.get("/programs/mine/").content.decode()
