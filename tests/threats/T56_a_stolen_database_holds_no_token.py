"""A thief of the database *cannot* use a token, a code or a start in it, nor tell from a token which patient it is about: digests alone are kept, and the patient is sealed."""

import re

import pytest
import requests

from paravent.access.terms import Purpose
from paravent.programs.operations import start_program
from tests.threats.cast import Practice
from tests.threats.letting import ONE_PATIENT, App, Person, approved, code_in, opens
from tests.threats.served import Served

TABLES = ("programs_code", "programs_token", "programs_launch", "programs_mandate", "programs_program", "ledger_detail")


def everything_kept(practice: Practice, *tables: str) -> str:
    with practice.as_superuser() as connection:
        return "\n".join(str(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in tables)


def test_no_secret_of_a_program_stands_in_the_database_or_the_log(
    practice: Practice, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    patient = practice.held.patient_id
    program = approved(practice, "patient/Observation.rs", launch_uri="https://growth.example/launch")
    app = App(served, program, f"{ONE_PATIENT} online_access")
    start = start_program(practice.bea.actor, Purpose.TREATMENT, program, patient)
    code = code_in(Person(served, practice.bea).answers(app.question(), patient=str(patient)))
    _, told = app.exchanges(code)
    assert opens(served, told["access_token"]) == 200

    kept = everything_kept(practice, *TABLES)

    for secret in (start, code, told["access_token"], told["refresh_token"], practice.bea.session):
        assert secret not in kept
        assert secret not in served.log
    assert str(program) in kept
    assert str(patient) not in everything_kept(practice, "programs_token", "programs_code")


def test_what_stands_in_the_database_opens_nothing(
    practice: Practice, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    app = App(served, approved(practice, "user/*.rs"), "user/*.rs offline_access")
    app.let_in_by(Person(served, practice.bea))
    with practice.as_superuser() as connection:
        digests = [bytes(row[0]).hex() for row in connection.execute("SELECT digest FROM programs_token")]

    assert digests
    for digest in digests:
        assert opens(served, digest) == 401
        assert app.refreshes(digest)[0] == 400


def test_a_token_travels_in_no_address(practice: Practice, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    app = App(served, approved(practice, "user/*.rs"))
    question = app.question()
    answer = Person(served, practice.bea).answers(question)
    told = app.comes_back_with(answer)

    in_query = requests.get(f"{served.base_url}/fhir/R4/Observation?access_token={told['access_token']}", timeout=20)
    by_get = requests.get(f"{app.token_address}?grant_type=refresh_token&refresh_token=x", timeout=20)

    assert in_query.status_code == 401
    assert by_get.status_code == 405
    assert not re.search(r"access_token|refresh_token", answer.headers["Location"])
