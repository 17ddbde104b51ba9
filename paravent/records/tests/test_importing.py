"""Importing: whole or not there, twice without doubling, and never into somebody else's file."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.fhir.confidentiality import Label
from paravent.fhir.streams import files_of
from paravent.records import importing
from paravent.records.models import Earlier, Resource
from paravent.records.queries import chart_of

ALI = "3f0e4a52-6a0e-4b4e-9a7e-0d2b8c1f7a01"
EVE = "3f0e4a52-6a0e-4b4e-9a7e-0d2b8c1f7a02"
DATA = Path(os.environ.get("PARAVENT_TEST_DATA", Path(__file__).parents[4] / "shared" / "data"))


def patient(fhir_id: str, family: str) -> dict[str, object]:
    return {"resourceType": "Patient", "id": fhir_id, "name": [{"family": family}]}


def condition(fhir_id: str, whose: str, text: str = "Cough") -> dict[str, object]:
    subject = {"reference": f"urn:uuid:{whose}"}
    return {"resourceType": "Condition", "id": fhir_id, "subject": subject, "code": {"text": text}}


def taken(tmp_path: Path, *resources: dict[str, object]) -> importing.Tally:
    path = tmp_path / "data.ndjson"
    path.write_text("\n".join(json.dumps(one) for one in resources))
    return importing.import_files([path], lambda _: None)


@pytest.fixture
def seen(fresh_database: str) -> None:
    """Let the test read as the installation."""
    del fresh_database


def rows() -> list[tuple[str, str, int]]:
    with operation("test.look", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        return sorted(Resource.objects.values_list("fhir_id", "resource_type", "version"))


@pytest.mark.usefixtures("seen")
def test_patients_may_come_last_and_twice_doubles_nothing(tmp_path: Path) -> None:
    everything = condition("c1", ALI), patient(ALI, "Demir")
    first = taken(tmp_path, *everything)
    assert (first.patients, first.new, first.problems) == (1, 2, [])
    again = taken(tmp_path, *everything)
    assert (again.patients, again.new, again.changed, again.known) == (0, 0, 0, 2)
    assert rows() == [(ALI, "Patient", 1), ("c1", "Condition", 1)]


@pytest.mark.usefixtures("seen")
def test_what_changed_becomes_a_version_and_the_earlier_one_stays(tmp_path: Path) -> None:
    taken(tmp_path, patient(ALI, "Demir"), condition("c1", ALI, "Cough"))
    tally = taken(tmp_path, patient(ALI, "Demir"), condition("c1", ALI, "Bronchitis"))
    assert (tally.changed, tally.known) == (1, 1)
    with operation("test.look", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        row = Resource.objects.get(fhir_id="c1")
        assert Earlier.objects.filter(resource_id=row.id).count() == 1
        assert [item.words for item in chart_of(row.patient_id, row.written_by, Label).problems] == ["Bronchitis"]


@pytest.mark.usefixtures("seen")
def test_a_resource_of_one_patient_does_not_move_to_another(tmp_path: Path) -> None:
    taken(tmp_path, patient(ALI, "Demir"), patient(EVE, "Lindqvist"), condition("c1", ALI))
    tally = taken(tmp_path, condition("c1", EVE))
    assert [problem.words for problem in tally.problems] == ["is already in another patient's file"]


@pytest.mark.usefixtures("seen")
def test_what_names_nobody_is_reported_and_not_filed(tmp_path: Path) -> None:
    tally = taken(
        tmp_path, condition("c1", "somebody-else"), {"resourceType": "Organization", "id": "org", "name": "Clinic"}
    )
    assert [(problem.line, problem.words) for problem in tally.problems] == [(1, importing.NOBODYS)]
    assert rows() == [("org", "Organization", 1)]


@pytest.mark.usefixtures("seen")
def test_the_strict_pass_finds_everything_and_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data.ndjson"
    wrong = condition("c2", ALI) | {"code": 5}
    path.write_text("\n".join(json.dumps(one) for one in (patient(ALI, "Demir"), wrong, condition("c3", "nobody"))))
    problems = importing.problems_in([path], lambda _: None)
    assert [(problem.line, problem.path) for problem in problems] == [(2, "Condition.code"), (3, "Condition")]
    assert rows() == []


@pytest.mark.usefixtures("seen")
def test_an_import_that_dies_leaves_whole_batches_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = [patient(ALI, "Demir"), *(condition(f"c{number}", ALI) for number in range(9))]
    monkeypatch.setattr(importing, "BATCH", 4)
    made = importing._Importer.made
    calls = []

    def dies(self: object, *parts: object) -> object:
        calls.append(1)
        if len(calls) == 8:
            raise KeyboardInterrupt
        return made(self, *parts)  # type: ignore[arg-type]

    monkeypatch.setattr(importing._Importer, "made", dies)
    with pytest.raises(KeyboardInterrupt):
        taken(tmp_path, *everything)
    assert len(rows()) == 5  # the patient, and the one batch that was whole
    monkeypatch.setattr(importing._Importer, "made", made)
    tally = taken(tmp_path, *everything)
    assert (tally.patients, tally.new, tally.known) == (0, 5, 5)


@pytest.mark.usefixtures("seen")
def test_synthea_is_imported_whole() -> None:
    if not (DATA / "synthea").is_dir():
        pytest.skip("the Synthea data is not here; PARAVENT_TEST_DATA names its folder")
    tally = importing.import_files(files_of(DATA / "synthea"), lambda _: None)
    assert (tally.patients, tally.problems) == (79, [])
    with operation("test.look", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        assert Resource.objects.filter(resource_type="Observation").count() == 17_279


def test_no_row_without_an_operation(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_resource")
        assert cursor.fetchone() == (0,)
