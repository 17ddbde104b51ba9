"""What a patient takes home: complete, readable, and taken in again by an import."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.billing.operations import accept_bill, keep_coverage
from paravent.billing.terms import Stated
from paravent.billing.tests.cast import a_visit_that_was_held, video
from paravent.consent.steps import give_beyond_care
from paravent.consent.terms import Topic
from paravent.fhir.confidentiality import Label
from paravent.fhir.resources import validated
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.terms import Disclosure, Outcome
from paravent.people.operations import register_patient
from paravent.people.terms import Coverage, Identity
from paravent.people.tests.cast import TREAT, somebody
from paravent.records import importing
from paravent.records.queries import blobs_of, chart_of, whole_file
from paravent.records.tests.cast import a_condition, a_document, filed
from paravent.rights import operations
from paravent.rights.paper import report, zipped
from paravent.rights.terms import Act, Kind, Portable
from paravent.visits import operations as visits
from paravent.visits.tests.cast import a_visit_of
from paravent.visits.words import ACTS

PDF = b"%PDF-1.7\n% a letter\n%%EOF\n"


def unpacked(made: Portable) -> dict[str, bytes]:
    with ZipFile(BytesIO(zipped(made))) as together:
        return {name: together.read(name) for name in together.namelist()}


def permitted(patient: UUID) -> None:
    """Let a patient permit research."""
    with operation("test.agree", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        give_beyond_care(op, Topic.RESEARCH_SCIENCE, patient_id=patient, language="en")


def billed(clinician: Actor, patient: PatientId) -> None:
    """Bill a private visit that was held."""
    keep_coverage(clinician, patient, Coverage("goae", "Debeka", "K1"))
    accept_bill(clinician, a_visit_that_was_held(clinician, patient, video(12)), Stated(), {"3"})


def taken_home(officer: Actor, patient: PatientId) -> dict[str, bytes]:
    """Return what a patient takes home who asked for a copy."""
    request = operations.enter_request(officer, patient, Kind.COPY, "", clock.now())
    return unpacked(operations.pick_up(operations.hand_out(officer, request)))


def is_a_choice(entry: dict[str, Any]) -> bool:
    """Tell whether an entry of a Bundle is what a patient permitted for research."""
    resource = entry["resource"]
    return bool(resource["resourceType"] == "Consent" and resource["scope"]["coding"][0]["code"] == "research")


def test_what_was_taken_home_is_taken_in_elsewhere(fresh_database: str, tmp_path: Path) -> None:
    del fresh_database
    gul, bea = somebody("Gul", Role.DPO), somebody("Bea", Role.CLINICIAN)
    ali = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Ali Demir"))
    filed(ali, a_condition(ali))
    filed(ali, a_document(ali, b"Dear colleague"))
    visit = a_visit_of(bea, ali)
    visits.accept_document(bea, TREAT, visit, title="Letter", content_type="application/pdf", content=PDF)
    permitted(ali)
    billed(bea, ali)

    files = taken_home(gul, ali)

    assert {"read-me.txt", "file.json", "who-looked.csv", "report-en.pdf", "report-de.pdf"} < set(files)
    assert sorted(content for name, content in files.items() if name.startswith("documents/")) == [
        PDF,
        b"Dear colleague",
    ]
    (choice,) = [one["resource"] for one in validated(json.loads(files["file.json"]))["entry"] if is_a_choice(one)]
    assert (choice["status"], choice["patient"]) == ("active", {"reference": f"Patient/{ali}"})
    there = taken_in_elsewhere(files["file.json"], str(ali), tmp_path)
    with operation("test.look", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        chart = chart_of(there, INSTALLATION.person, frozenset(Label))
        everything = whole_file(there, INSTALLATION.person, frozenset(Label))
        assert [problem.words for problem in chart.problems] == ["Asthma"]
        assert {document.title for document in chart.documents} == {"Letter"}
        held = [one.resource["content"][0]["attachment"] for one in everything if one.kind == "DocumentReference"]
        assert len(held) == 2
        assert all("data" in one for one in held)
        assert list(blobs_of(everything)) == []


def taken_in_elsewhere(exported: bytes, patient: str, folder: Path) -> UUID:
    """Import what was exported under new ids: it stands for a practice that has never seen any of them."""
    text, fresh = exported.decode(), uuid4()
    ids = {entry["resource"]["id"] for entry in json.loads(text)["entry"]} - {patient}
    for old in ids:
        new = str(uuid4())
        text = text.replace(f'"{old}"', f'"{new}"').replace(f"/{old}", f"/{new}")
    (folder / "file.json").write_text(text.replace(patient, str(fresh)))
    tally = importing.import_files([folder / "file.json"], lambda _: None)
    assert tally.problems == []
    assert (tally.patients, tally.known) == (1, 0)
    return fresh


def made(*lines: Disclosure) -> Portable:
    patient = {"resourceType": "Patient", "id": "ali"}
    return Portable({"entry": [{"resource": patient}]}, (), lines, {}, datetime(2026, 3, 1, tzinfo=UTC), uuid4())


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Nobody looked into your file."), ("de", "Niemand hat in Ihre Akte gesehen.")]
)
def test_the_report_is_there_in_both_languages(language: str, said: str) -> None:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(unpacked(made())[f"report-{language}.pdf"])).pages)
    assert said in " ".join(text.split())


def test_a_spreadsheet_runs_nothing() -> None:
    line = Disclosure(
        uuid4(),
        datetime(2026, 3, 1, tzinfo=UTC),
        "chart.open",
        Outcome.DONE,
        "TREAT",
        uuid4(),
        "=cmd()",
        None,
        None,
        {},
    )
    assert b"'=cmd()" in unpacked(made(line))["who-looked.csv"]
    assert report(made(line), "en").sections[1].table is not None


def test_what_is_no_look_into_the_file_stands_apart() -> None:
    def line(act: str) -> Disclosure:
        at = datetime(2026, 3, 1, tzinfo=UTC)
        return Disclosure(uuid4(), at, act, Outcome.DONE, "TREAT", uuid4(), "own-visit", uuid4(), None, {})

    looked, around = report(made(line("chart.open"), line("party.admit")), "en").sections[1:3]
    assert looked.table is not None
    assert around.table is not None
    assert (len(looked.table.rows), len(around.table.rows)) == (1, 1)


def test_every_act_about_requests_is_told_to_patients_in_words() -> None:
    silent = {Act.ASK, Act.SEE_OWN, Act.PRESENT, Act.FORGET, Act.SWITCH_TELLING}
    assert {act for act in set(Act) - silent if act.value not in ACTS} == set()
