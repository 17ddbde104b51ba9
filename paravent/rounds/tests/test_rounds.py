"""This installation and two others that never were: from a charter that people agree to, to a model and what patients read."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from click.testing import CliRunner
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.keys.custody import round_key
from paravent.learning import models
from paravent.learning.leading import public_hex
from paravent.learning.letters import Letter, read
from paravent.learning.privacy import cost
from paravent.learning.terms import Charter, Facts, Result, Site, TooFewPatients
from paravent.learning.tests.cast import Hospital, a_charter, hospitals, led
from paravent.people.operations import register_patient, verify_patient
from paravent.people.terms import Identity, VerifiedHow
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, newest_lines, somebody, the_log_says
from paravent.records.tests.cast import a_condition, cares_for, filed
from paravent.research.models import Charge
from paravent.research.operations import decide_study, end_study, give_budget, propose_study
from paravent.research.terms import YEAR, Plan
from paravent.research.tests.test_studies import permit
from paravent.rounds import operations
from paravent.uses.models import Part, Use
from paravent.uses.tests.cast import who_leaves

pytestmark = pytest.mark.django_db
HERE = "Here"
ASTHMA = "Condition?code=http://snomed.info/sct|195967001"
PRESSURE = "http://loinc.org|8480-6"


@pytest.fixture(autouse=True)
def without_noise(settings: Any) -> None:
    """Let this practice learn without noise: sums are compared where there is none in them."""
    settings.ROUNDS_WITHOUT_NOISE = True


@pytest.fixture
def fen(db: None) -> Actor:
    """Return Fen, a researcher."""
    return somebody("Fen", Role.RESEARCHER)


@pytest.fixture
def study(fen: Actor, gul: Actor) -> UUID:
    """Return a study of Fen's that asks whether programs may learn, which Gül approved."""
    return a_study(fen, gul)


def a_study(fen: Actor, gul: Actor) -> UUID:
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Asthma and pressure", "To recognise asthma", "Three clinics", (Topic.RESEARCH_AI,), until)
    study_id = propose_study(fen, plan)
    decide_study(gul, study_id, approves=True)
    return study_id


def charter_here(*, leads: bool = False, **more: object) -> Charter:
    """Return a charter of this installation and two others."""
    others = a_charter(names=["Aalen", "Bonn", "Celle"]).sites[1 if leads else 0 :][:2]
    here = Site(name=HERE, key=public_hex(round_key()))
    return a_charter(
        **{"rounds": 2, "cohort": "Patient?birthdate=ge1900", "label": ASTHMA} | more,  # type: ignore[arg-type]
        sites=(here, *others),
        leader=HERE if leads else "Aalen",
    )


def agreed(fen: Actor, gul: Actor, study: UUID, charter: Charter) -> UUID:
    agreement_id = operations.attach_charter(fen, study, charter)
    operations.agree_to_charter(gul, agreement_id)
    return agreement_id


def patients_here(bea: Actor, many: int = 22) -> list[PatientId]:
    """Return patients of whom each third has asthma, with a blood pressure, older ones a second and newer one."""
    found = []
    for nth in range(many):
        patient = register_patient(INSTALLATION, WORK, Identity(f"Nobody {nth}", birth_date=date(1950 + nth, 3, 7)))
        cares_for(bea, patient)
        verify_patient(bea, TREAT, patient, VerifiedHow.KNOWN_PERSONALLY)
        filed(patient, a_pressure(patient, 110 + nth, "2025-01-01"))
        if nth == 0:
            filed(patient, a_pressure(patient, 190, "2026-01-01"))
        if nth % 3 == 0:
            filed(patient, a_condition(patient, fhir_id=f"asthma-{patient}"))
        found.append(patient)
    return found


def a_pressure(patient: PatientId, value: int, on: str) -> dict[str, object]:
    part = {
        "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
        "valueQuantity": {"value": value, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
    }
    return {
        "resourceType": "Observation",
        "id": f"pressure-{on}-{patient}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": f"{on}T08:00:00Z",
        "component": [part],
    }


def others_of(charter: Charter) -> list[Hospital]:
    return [one for one in hospitals(40) if one.name in charter.by_name]


def went_on(charter: Charter, others: list[Hospital], post: list[Letter], *, leads: bool = False) -> None:
    """Go on with everybody until nobody has anything to do."""

    def here(step: Callable[..., tuple[Letter | None, object]]) -> bool:
        letter, told = step(INSTALLATION, charter.digest, [one.content for one in post])
        post.extend([letter] if letter else [])
        return bool(told.wrote)  # type: ignore[attr-defined]

    while any(
        [
            here(operations.lead_round) if leads else led(charter, post),
            here(operations.take_part),
            *(site.step(charter, post) for site in others),
        ]
    ):
        pass


def went_one_step(charter: Charter, others: list[Hospital], post: list[Letter]) -> None:
    """Let everybody do one thing that is due."""
    led(charter, post)
    letter, _told = operations.take_part(INSTALLATION, charter.digest, [one.content for one in post])
    post.extend([letter] if letter else [])
    for site in others:
        site.step(charter, post)


def known_here(patients: list[PatientId]) -> tuple[list[Facts], list[bool]]:
    """Return what this installation should have looked at, told independently of how it does."""
    year = clock.now().date().year
    facts: list[Facts] = []
    for nth, _ in enumerate(patients):
        age = year - (1950 + nth) - ((clock.now().month, clock.now().day) < (3, 7))
        facts.append({"age": age // 5 * 5 + 2.5, "pressure": 190.0 if nth == 0 else 110.0 + nth})
    return facts, [nth % 3 == 0 for nth, _ in enumerate(patients)]


def pooled(charter: Charter, held: list[tuple[list[Facts], list[bool]]]) -> Result:
    """Return the model that somebody learns who has all patients in one place."""
    now = Result(models.beginning(charter), 0, 0)
    for _ in range(charter.rounds):
        now = models.moved(charter, now, np.sum([models.added_up(charter, now.state, *one) for one in held], axis=0))
    return now


def test_patients_here_enter_the_model_and_each_reads_of_every_round(
    bea: Actor, fen: Actor, gul: Actor, study: UUID
) -> None:
    patients = patients_here(bea)
    permit(patients[:-1], Topic.RESEARCH_AI)
    charter = charter_here()
    agreement_id = agreed(fen, gul, study, charter)
    others, post = others_of(charter), []
    went_on(charter, others, post)

    _, _, _, (newest, first) = operations.see_rounds(fen, study)
    assert (newest.after, first.after, newest.patients) == (2, 1, 5 * round((21 + 40 + 45) / 5))
    file = json.loads(operations.take_model(fen, agreement_id, 2))
    assert file["charter"]["title"] == charter.title
    expected = pooled(charter, [known_here(patients[:-1]), *(site.held for site in others)])
    assert np.allclose(file["state"], expected.state, atol=1e-5)
    assert others[0].seat is not None
    assert others[0].seat.state == tuple(file["state"])

    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        uses = {use.id: use.facts["round"] for use in Use.objects.all()}
        parts_of = {(uses[part.use_id], part.patient_id) for part in Part.objects.all()}
    assert parts_of == {(nth, patient) for nth in "12" for patient in patients[:-1]}
    lines = [line for line in newest_lines(12) if line.act == "round.take-part" and "patients" in line.facts]
    assert [line.facts["patients"] for line in lines] == ["21", "21"]
    assert {line.patient for line in lines} == {None}


def test_nobody_goes_on_from_a_model_that_learned_from_who_took_it_back(
    bea: Actor, fen: Actor, gul: Actor, study: UUID
) -> None:
    patients = patients_here(bea)
    permit(patients, Topic.RESEARCH_AI)
    charter = charter_here()
    agreed(fen, gul, study, charter)
    went_on(charter, others_of(charter), [])
    assert [one.is_affected for one in operations.see_rounds(fen, study)[3]] == [False, False]

    who_leaves(patients[3])

    assert [one.is_affected for one in operations.see_rounds(fen, study)[3]] == [True, True]
    page = a_browser_of(fen).get(f"/research/{study}/rounds/").content.decode()
    assert page.count("do not use this model further") == 2
    with pytest.raises(Refused, match="somebody-took-it-back"):
        operations.take_part(INSTALLATION, charter.digest, [])


def test_a_run_is_charged_once_with_its_first_share_and_counts_from_its_end(
    bea: Actor, fen: Actor, gul: Actor, study: UUID
) -> None:
    permit(patients_here(bea), Topic.RESEARCH_AI)
    charter = charter_here(noise=6.0, until=clock.now().date() + timedelta(days=20))
    give_budget(gul, study, 1000)
    agreement_id = agreed(fen, gul, study, charter)
    others, post = others_of(charter), []
    while operations.see_rounds(fen, study)[1].spent == 0:
        before = len(post)
        went_one_step(charter, others, post)
        assert len(post) > before

    assert "share" in [one.says for one in post if one.sender == HERE]
    went_on(charter, others, post)
    _, budgets, (listed,), models_now = operations.see_rounds(fen, study)
    assert (budgets.spent, budgets.year_spent, listed.is_charged, len(models_now)) == (
        cost(charter),
        cost(charter),
        True,
        2,
    )
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        (charge,) = Charge.objects.all()
        told = {use.facts["epsilon"] for use in Use.objects.all()}
    assert (charge.charged_for, charge.counts_until.date()) == (agreement_id, charter.until + YEAR)
    assert told == {f"{cost(charter) / 1000:g}"}


def test_with_fewer_than_twenty_who_permit_it_this_site_takes_no_part(
    bea: Actor, fen: Actor, gul: Actor, study: UUID
) -> None:
    patients = patients_here(bea, 19)
    permit(patients, Topic.RESEARCH_AI)
    charter = charter_here()
    agreed(fen, gul, study, charter)
    with pytest.raises(TooFewPatients):
        went_on(charter, others_of(charter), [])
    assert operations.see_rounds(gul, study)[3] == []
    assert the_log_says("round.see", "done", "protects-data")


def test_nobody_takes_part_before_it_is_agreed_or_after_the_study(
    bea: Actor, fen: Actor, gul: Actor, study: UUID
) -> None:
    charter = charter_here()
    with pytest.raises(ObjectDoesNotExist):
        operations.take_part(INSTALLATION, charter.digest, [])
    agreement_id = operations.attach_charter(fen, study, charter)
    with pytest.raises(Refused, match="charter-not-agreed"):
        operations.take_part(INSTALLATION, charter.digest, [])
    with pytest.raises(Refused, match="only-dpo-agrees"):
        operations.agree_to_charter(fen, agreement_id)
    operations.agree_to_charter(gul, agreement_id)
    with pytest.raises(Refused, match="decided-already"):
        operations.agree_to_charter(gul, agreement_id)
    assert operations.take_part(INSTALLATION, charter.digest, [b"{}"])[1].strange == 1
    assert operations.charter_named(INSTALLATION, charter.digest[:9]) == charter
    with pytest.raises(Refused, match="not-your-work"):
        operations.charter_named(fen, charter.digest[:9])
    with pytest.raises(ObjectDoesNotExist):
        operations.see_rounds(bea, study)
    end_study(fen, study)
    with pytest.raises(Refused, match="study-is-over"):
        operations.take_part(INSTALLATION, charter.digest, [])


def test_pages_lead_from_a_charter_to_agreement_in_words(fen: Actor, gul: Actor, study: UUID) -> None:
    researcher, officer, page = a_browser_of(fen), a_browser_of(gul), f"/research/{study}/rounds/"
    noisy = charter_here(noise=9.91, rounds=6)
    stranger = a_charter(names=["Aalen", "Bonn", "Celle"])
    for text, said in (
        (stranger.content.decode(), "has the key of this installation"),
        ("title: x\nsites: []", "rounds"),
        (noisy.model_copy(update={"label": "Patient?name=Ali"}).content.decode(), "birthdate"),
        ("a: [", "no YAML"),
    ):
        answer = researcher.post(page, {"charter": text})
        assert answer.status_code == 422
        assert said in answer.content.decode(), text

    assert researcher.post(page, {"charter": noisy.content.decode()}).status_code == 302
    assert "belongs to a study already" in researcher.post(page, {"charter": noisy.content.decode()}).content.decode()
    assert "Agree to it" not in researcher.get(page).content.decode()
    said = officer.get(page).content.decode()
    assert "73.1 times in 100" in said
    assert "this study has no budget" in said
    assert "Agree to it" not in said
    give_budget(gul, study, 1000)
    assert "ε 1 of this study's budget and of every patient's year" in (
        said := unescape(officer.get(page).content.decode())
    )
    assert "Agree to it" in said
    agreement = operations.see_rounds(gul, study)[2][0].agreement_id
    officer.post(f"{page}{agreement}/agree/")
    assert the_log_says("round.agree", "done", "approved-study")
    assert "agreed on" in researcher.get(page).content.decode()
    assert researcher.get(f"{page}{agreement}/1/").status_code == 404
    assert "No noise is added" not in said
    operations.attach_charter(fen, study, charter_here(leads=True, noise=9.91, rounds=6))
    assert "Look closely" in officer.get(page).content.decode()


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return how `paravent federate` is typed, in the installation that the tests have."""
    federate = import_module("paravent.web.cli.federate")
    monkeypatch.setattr(federate, "opened", lambda _home: nullcontext())
    monkeypatch.setattr(federate, "open_django", lambda: None)

    def typed(*words: object) -> str:
        done = CliRunner().invoke(federate.federate, [*map(str, words)])
        return done.output + (str(done.exception) if done.exit_code else "")

    return typed


def others_step(charter: Charter, others: list[Hospital], folder: Path) -> None:
    """Let the others do what is due, and put their letters into the folder."""
    found = [read(one.read_bytes(), charter) for one in folder.glob("*-*.json")]
    for site in others:
        while site.step(charter, found):
            pass
    for letter in found:
        (folder / letter.file_name).write_bytes(letter.content)


def test_the_command_leads_and_joins_over_a_folder(
    bea: Actor, fen: Actor, gul: Actor, study: UUID, tmp_path: Path, command: Callable[..., str]
) -> None:
    """The folder is all that is between installations."""
    permit(patients_here(bea, 21), Topic.RESEARCH_AI)
    charter = charter_here(leads=True, rounds=1)
    assert "no charter.json" in command("join", tmp_path)
    assert "is called" in command("lead", tmp_path, "--charter", charter.digest[:10])
    agreed(fen, gul, study, charter)
    others = others_of(charter)

    assert "Called the others" in command("lead", tmp_path, "--charter", charter.digest[:10])
    (tmp_path / "stray.json").write_text("{}")
    assert "waits for Bonn, Celle to take a seat" in command("status", tmp_path)
    for _ in range(3):
        others_step(charter, others, tmp_path)
        said = command("lead", tmp_path)
    others_step(charter, others, tmp_path)

    assert "the model stands on the study's page" in said
    assert "1 files are no letters" in said
    assert [site.seat.after for site in others if site.seat] == [1, 1]
    assert len(operations.see_rounds(fen, study)[3]) == 1
    assert "the run is over" in command("status", tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".json"}


def test_the_command_says_what_a_charter_comes_to(tmp_path: Path, command: Callable[..., str]) -> None:
    (tmp_path / "plain.yaml").write_text(a_charter().content.decode())
    (tmp_path / "noisy.yaml").write_text(a_charter(noise=3.66, rounds=6).content.decode())
    (tmp_path / "odd.yaml").write_text("title: x\n")
    assert "No noise" in command("check", tmp_path / "plain.yaml")
    assert "ε = 3.00 for one patient; who knows all others is right in 95.2% at most" in command(
        "check", tmp_path / "noisy.yaml"
    )
    assert "odd.yaml, line 1" in command("check", tmp_path / "odd.yaml")
    assert command("key").strip() == public_hex(round_key())
