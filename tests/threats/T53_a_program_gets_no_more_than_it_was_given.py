"""A program *cannot* get more than was approved and then allowed: not a wider scope, another purpose, another patient than was chosen, nor one whom its person does not care for; one that acts itself sees the patients of its teams alone."""

import re

import pytest
import requests
from authlib.integrations.base_client.errors import OAuthError

from paravent.access.terms import INSTALLATION, Purpose, Role
from paravent.emergency.operations import break_glass
from paravent.people import operations as people
from paravent.people.terms import Identity
from paravent.programs.tests.cast import a_token
from tests.threats.cast import Practice, hired
from tests.threats.letting import ONE_PATIENT, App, Backend, Person, a_backend, approved, opens
from tests.threats.served import Served


@pytest.fixture(autouse=True)
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.parametrize(
    "scope", ["user/*.cruds", "user/Condition.r", "patient/*.r", "system/*.rs", "user/Observation.rs?x=y"]
)
def test_nobody_is_asked_for_what_was_not_approved(practice: Practice, served: Served, scope: str) -> None:
    app = App(served, approved(practice, "user/Observation.rs"), scope)

    answer = Person(served, practice.bea).reads(app.question())

    assert answer.status_code == 302
    assert "error=invalid_scope" in answer.headers["Location"]


def test_a_token_does_what_its_scope_says_alone(practice: Practice, served: Served) -> None:
    told = App(served, approved(practice, "user/*.rs"), "user/Condition.rs").let_in_by(Person(served, practice.bea))

    assert opens(served, told["access_token"], "Condition") == 200
    assert opens(served, told["access_token"], "Observation") == 403


def test_a_scope_cannot_grow_on_the_way_back(practice: Practice, served: Served) -> None:
    app = App(served, approved(practice, "user/*.rs"), "user/Condition.rs offline_access")
    told = app.let_in_by(Person(served, practice.bea))

    status, refused = app.posts(
        grant_type="refresh_token", refresh_token=told["refresh_token"], scope="user/*.rs offline_access"
    )

    assert (status, refused["error"]) == (400, "invalid_scope")


def test_the_purpose_is_one_that_was_approved(practice: Practice, served: Served) -> None:
    app = App(served, approved(practice, "user/*.rs"))

    for purpose in ("HPAYMT", "ETREAT", "HRESCH", "SYSADMIN", ""):
        answer = Person(served, practice.bea).answers(app.question(), purpose=purpose)
        assert answer.status_code in {403, 422}, purpose


def test_the_patient_is_one_whom_the_person_cares_for(practice: Practice, served: Served) -> None:
    ali = str(practice.held.patient_id)
    app = App(served, approved(practice, "patient/Observation.rs"), ONE_PATIENT)

    assert Person(served, practice.cem).answers(app.question(), patient=ali).status_code == 403
    told = app.let_in_by(Person(served, practice.bea), patient=ali)

    assert told["patient"] == ali
    assert opens(served, told["access_token"], f"Observation?patient=Patient/{ali}") == 200
    other = people.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Somebody Else"))
    practice.visit(other)
    assert opens(served, told["access_token"], f"Patient/{other}") in {403, 404}


def test_a_program_that_acts_itself_sees_its_teams_patients_alone(practice: Practice, served: Served) -> None:
    import secrets

    team = people.make_team(practice.max.actor, f"Team {secrets.token_hex(3)}")
    ours = people.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Ours Alone"), team=team)
    backend: Backend = a_backend(practice, served, team)

    token = backend.token()["access_token"]

    assert opens(served, token, f"Patient/{ours}") == 200
    assert opens(served, token, f"Patient/{practice.held.patient_id}") in {403, 404}
    outcome, _, who, whose, _ = practice.log("fhir.read")[-2]
    assert (outcome, who, whose) == ("done", backend.program, ours)


def test_a_program_that_acts_itself_asks_for_no_more_than_was_approved(practice: Practice, served: Served) -> None:
    import secrets

    team = people.make_team(practice.max.actor, f"Team {secrets.token_hex(3)}")
    backend = a_backend(practice, served, team, "system/Observation.rs")

    for scope in ("system/*.rs", "user/Observation.rs", "system/Observation.cruds", ""):
        with pytest.raises(OAuthError, match=re.compile("invalid_scope|invalid_grant")):
            backend.token(scope)


NOT_FOR_THIS = "not-for-this-purpose"
NOT_YOURS = "not-in-this-role-for-this-purpose"


@pytest.mark.parametrize(
    ("who", "purpose", "path", "act", "reason"),
    [
        ("bea", Purpose.EMERGENCY, "Practitioner", "fhir.search", NOT_FOR_THIS),
        ("bea", Purpose.RESEARCH, "Patient/{ali}", "fhir.read", NOT_FOR_THIS),
        ("bea", Purpose.PAYMENT, "Practitioner", "fhir.search", NOT_YOURS),
        ("bea", Purpose.OPERATIONS, "AuditEvent", "fhir.search", NOT_YOURS),
        ("dua", Purpose.TREATMENT, "Patient/{ali}", "fhir.read", NOT_YOURS),
        ("dua", Purpose.OPERATIONS, "Patient/_history", "fhir.history", NOT_YOURS),
        ("dua", Purpose.PAYMENT, "Patient/{ali}/$everything", "fhir.everything", NOT_FOR_THIS),
        ("max", Purpose.OPERATIONS, "Practitioner", "fhir.search", NOT_YOURS),
    ],
)
def test_a_token_of_a_purpose_that_is_not_its_persons_opens_nothing(
    practice: Practice, served: Served, who: str, purpose: Purpose, path: str, act: str, reason: str
) -> None:
    actor = getattr(practice, who).actor
    token = a_token(approved(practice, "user/*.cruds"), actor, "user/*.cruds", purpose=purpose)

    answer = opens(served, token, path.format(ali=practice.held.patient_id))

    assert answer == 403
    assert practice.log(act)[-1][:2] == ("refused", reason)


def test_reception_sends_no_transaction_and_changes_nothing(practice: Practice, served: Served) -> None:
    token = a_token(approved(practice, "user/*.cruds"), practice.dua.actor, "user/*.cruds", purpose=Purpose.OPERATIONS)
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": []}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}

    answer = requests.post(f"{served.base_url}/fhir/R4", json=bundle, headers=headers, timeout=20)

    assert answer.status_code == 403
    assert practice.log("fhir.transaction")[-1][:2] == ("refused", NOT_YOURS)


def test_a_broken_glass_opens_no_file_to_a_program(practice: Practice, served: Served) -> None:
    cem, program = practice.cem.actor, approved(practice, "user/*.rs")
    ali = people.register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Mira Ohnmacht"))
    break_glass(cem, ali, "Found unconscious, called by the neighbour")
    headers = {"Accept": "application/fhir+json"}

    for purpose in (Purpose.EMERGENCY, Purpose.TREATMENT):
        token = a_token(program, cem, "user/*.rs", purpose=purpose)
        for path in (f"Patient/{ali}", f"Observation?patient={ali}", f"Patient/{ali}/$everything"):
            answer = requests.get(
                f"{served.base_url}/fhir/R4/{path}", headers=headers | {"Authorization": f"Bearer {token}"}, timeout=20
            )
            assert answer.status_code in {403, 404} or "entry" not in answer.json(), (purpose, path)
            assert "Ohnmacht" not in answer.text


def test_nobody_lets_a_program_in_for_what_they_do_not_do(practice: Practice, served: Served) -> None:
    program = approved(practice, "user/*.rs", purposes=(Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS))
    app = App(served, program)

    for who, purpose in (("bea", "HPAYMT"), ("bea", "HOPERAT"), ("dua", "TREAT"), ("gul", "TREAT"), ("gul", "HPAYMT")):
        assert Person(served, getattr(practice, who)).answers(app.question(), purpose=purpose).status_code == 403, who
    for who in ("max", "fen"):
        assert Person(served, getattr(practice, who)).reads(app.question()).status_code == 403, who


def test_a_token_is_of_no_more_use_when_its_person_does_something_else(practice: Practice, served: Served) -> None:
    nora = hired("Nora", Role.CLINICIAN)
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    told = app.let_in_by(Person(served, nora))
    assert opens(served, told["access_token"]) == 200
    people.grant_role(practice.max.actor, nora.person, Role.RESEARCHER)
    people.end_role(INSTALLATION, nora.person, Role.CLINICIAN)

    assert opens(served, told["access_token"]) == 403
    assert app.refreshes(told["refresh_token"])[1]["error"] == "invalid_grant"
