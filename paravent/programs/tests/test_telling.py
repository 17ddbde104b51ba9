"""What a program is told about the person and the visit: checked as a program would, by the key that is published."""

import json
from base64 import urlsafe_b64decode
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from paravent.access.terms import Purpose, Role
from paravent.keys import custody
from paravent.people.tests.cast import a_patient, somebody
from paravent.programs.tests.cast import a_program
from paravent.programs.tests.test_flow import App, allowed, bea, returned, started
from paravent.visits import operations as visits
from paravent.visits.tests.cast import a_visit_of

pytestmark = pytest.mark.django_db
WHO = "user/*.rs openid fhirUser"


def published() -> KeySet:
    found = Client().get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://localhost:8000"
    assert found["id_token_signing_alg_values_supported"] == ["RS256"]
    answer = Client().get(found["jwks_uri"].removeprefix("http://localhost:8000"))
    keys: KeySet = KeySet.import_key_set(answer.json())
    return keys


def claims_in(told: dict[str, Any]) -> dict[str, Any]:
    """Return what a program is told, once its signature holds."""
    return dict(jwt.decode(told["id_token"], published(), algorithms=["RS256"]).claims)


def in_visit(browser: Client, app: App, **form: str) -> dict[str, Any]:
    """Start a program out of a file, let it in, and return what it is answered."""
    _, launch = started(browser.post(f"/programs/{app.program.id}/start/{form.pop('patient')}/", form))
    back = returned(browser.post(app.question(launch=launch), {"answer": "yes", "purpose": "TREAT"}))
    told: dict[str, Any] = app.exchange(back["code"]).json()
    return told


def test_a_program_that_asks_is_told_who_let_it_in() -> None:
    actor, browser = bea()
    app = App(a_program(), scope=WHO)
    back = returned(browser.post(app.question(nonce="n-0S6_WzA2Mj"), {"answer": "yes", "purpose": "TREAT"}))

    told = app.exchange(back["code"]).json()

    claims = claims_in(told)
    assert told["scope"] == WHO
    assert claims["fhirUser"] == f"http://localhost:8000/fhir/R4/Practitioner/{actor.person}"
    assert (claims["iss"], claims["aud"]) == ("http://localhost:8000", str(app.program.id))
    assert claims["nonce"] == "n-0S6_WzA2Mj"
    assert claims["exp"] - claims["iat"] == 600
    half = sha256(told["access_token"].encode()).digest()[:16]
    assert urlsafe_b64decode(claims["at_hash"] + "==") == half
    assert "auth_time" not in claims


def test_a_program_knows_somebody_by_a_number_of_its_own() -> None:
    actor, browser = bea()
    chart, other = App(a_program(), scope="user/*.rs openid"), App(a_program("Other"), scope="user/*.rs openid")

    first, again, elsewhere = (claims_in(allowed(browser, app)) for app in (chart, chart, other))

    assert first["sub"] == again["sub"] != elsewhere["sub"]
    assert str(actor.person) not in json.dumps(first)
    assert "fhirUser" not in first


@pytest.mark.parametrize("scope", ["user/*.rs", "user/*.rs fhirUser", "user/*.rs profile"])
def test_whoever_does_not_ask_is_told_nothing(scope: str) -> None:
    _, browser = bea()

    told = allowed(browser, App(a_program(), scope=scope))

    assert "id_token" not in told
    assert told["scope"] == "user/*.rs"


def test_the_person_reads_what_the_program_will_be_told() -> None:
    _, browser = bea()
    program = a_program()

    assert "Is told who you are" in browser.get(App(program, scope=WHO).question()).content.decode()
    assert (
        "only this program knows you" in browser.get(App(program, scope="user/*.rs openid").question()).content.decode()
    )
    assert "Is told" not in browser.get(App(program).question()).content.decode()


def test_nobody_is_let_in_without_a_page() -> None:
    _, browser = bea()

    answer = returned(browser.get(App(a_program(), scope=WHO).question(prompt="none")))

    assert answer["error"] == "login_required"


def test_who_it_is_is_told_once_and_not_again_with_each_refresh() -> None:
    _, browser = bea()
    app = App(a_program(), scope=f"{WHO} offline_access")
    first = allowed(browser, app)

    second = app.come_back(first["refresh_token"]).json()

    assert "id_token" in first
    assert "id_token" not in second
    assert second["scope"] == f"{WHO} offline_access"


def test_what_another_key_signed_counts_nothing(tmp_path: Any, settings: Any) -> None:
    _, browser = bea()
    told = allowed(browser, App(a_program(), scope=WHO))
    custody.ensure_keys(tmp_path)
    settings.PARAVENT_HOME = tmp_path

    with pytest.raises(JoseError):
        claims_in(told)


def test_what_is_told_about_a_person_names_no_patient() -> None:
    actor, browser = bea()
    ali = a_patient()
    visit = a_visit_of(actor, ali)
    app = App(a_program(launch_uri="https://growth.example/launch"), scope=f"launch {WHO}")

    told = in_visit(browser, app, patient=str(ali), visit=str(visit))

    claims = claims_in(told)
    assert set(claims) == {"iss", "aud", "iat", "exp", "at_hash", "sub", "fhirUser"}
    assert not {str(ali), str(visit)} & set(map(str, claims.values()))


def test_a_program_that_is_started_beside_a_visit_is_told_which() -> None:
    actor, browser = bea()
    ali = a_patient()
    visit = a_visit_of(actor, ali)
    app = App(a_program(launch_uri="https://growth.example/launch"), scope="launch launch/encounter user/*.rs")

    told = in_visit(browser, app, patient=str(ali), visit=str(visit))

    assert (told["patient"], told["encounter"]) == (str(ali), str(visit))
    assert told["scope"] == "user/*.rs launch/patient launch/encounter"
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    encounter = Client().get(f"/fhir/R4/Encounter/{visit}", headers=headers).json()
    assert (encounter["status"], encounter["subject"]) == ("in-progress", {"reference": f"Patient/{ali}"})

    visits.end_visit(actor, Purpose.TREATMENT, visit, for_patient="")

    encounter = Client().get(f"/fhir/R4/Encounter/{visit}", headers=headers).json()
    assert (encounter["status"], encounter["id"]) == ("finished", str(visit))


def test_beside_the_picture_the_button_names_the_visit_and_in_the_file_alone_it_does_not() -> None:
    actor, browser = bea()
    ali = a_patient()
    visit = a_visit_of(actor, ali)
    a_program(launch_uri="https://growth.example/launch")
    pane = f"/files/{ali}/?visit={visit}"

    assert pane in browser.get(f"/visits/{visit}/").content.decode()
    assert f'name="visit" value="{visit}"' in browser.get(pane).content.decode()
    assert 'name="visit"' not in browser.get(f"/files/{ali}/").content.decode()
    assert 'name="visit"' not in browser.get(f"/files/{ali}/?visit=<b>").content.decode()


def test_a_visit_of_somebody_else_is_told_to_no_program() -> None:
    actor, browser = bea()
    ali, ines = a_patient("Ali Demir"), a_patient("Ines Kaya")
    a_visit_of(actor, ali)
    others = a_visit_of(somebody("Cem", Role.CLINICIAN), ines)
    app = App(a_program(launch_uri="https://growth.example/launch"), scope="launch user/*.rs")

    told = in_visit(browser, app, patient=str(ali), visit=str(others))

    assert told["patient"] == str(ali)
    assert "encounter" not in told
    assert browser.post(f"/programs/{app.program.id}/start/{ali}/", {"visit": "x"}).status_code == 404


def test_a_program_that_starts_alone_is_told_the_visit_because_of_which_the_file_is_open() -> None:
    actor, browser = bea()
    ali = a_patient()
    visit = a_visit_of(actor, ali)
    app = App(a_program(), scope="launch/encounter patient/Observation.rs")

    told = allowed(browser, app, patient=str(ali))

    assert told["encounter"] == str(visit)


def test_a_start_without_a_visit_is_one_without_a_visit() -> None:
    actor, browser = bea()
    ali = a_patient()
    a_visit_of(actor, ali)
    app = App(a_program(launch_uri="https://growth.example/launch"), scope="launch user/*.rs")

    assert "encounter" not in in_visit(browser, app, patient=str(ali))
