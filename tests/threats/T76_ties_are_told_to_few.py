"""Whom a patient names as close to them *cannot* learn of it, and nobody but the data-protection officer *can* read who is on the list of notable patients, nor by SQL; that they were shown there, patients *can* read."""

import pytest

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose, Role, allow
from paravent.kernel.ids import PersonId
from paravent.ties.operations import put_on_list
from paravent.ties.steps import declare
from paravent.ties.terms import Kind, Renown
from tests.threats.cast import Practice, speak_as


@pytest.fixture(autouse=True)
def _nothing_said(practice: Practice) -> None:
    # T06 leaves a row in every table.
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM ties_declaration")
        superuser.execute("DELETE FROM ties_notable")


def seen(practice: Practice, person: PersonId, table: str) -> tuple[int]:
    """Return how many rows of a table the database shows somebody who asks for all."""
    with practice.as_app() as app:
        speak_as(app, person)
        found = app.execute(f"SELECT count(*) FROM {table}").fetchone()  # type: ignore[arg-type]
        assert found is not None
        return (found[0],)


def test_whom_a_patient_names_does_not_learn_of_it(practice: Practice) -> None:
    ali = practice.held.patient_id
    patient = Actor(PersonId(ali), frozenset({Role.PATIENT}))
    with operation("test.write", patient, Purpose.PATIENT_REQUEST) as op:
        op.require(allow("test"))
        declare(op, person_id=practice.bea.person, patient_id=ali, kind=Kind.FORMER_PARTNER, by_patient=True)

    assert seen(practice, practice.gul.person, "ties_declaration") == (1,)
    for other in (practice.bea, practice.cem, practice.dua, practice.max):
        assert seen(practice, other.person, "ties_declaration") == (0,)
    page = practice.bea.browser.get("/ties/").content.decode()
    assert "Nothing." in page
    assert "We were a couple" not in page


def test_only_the_officer_reads_the_list_and_the_patient_reads_that_they_did(practice: Practice) -> None:
    ali = practice.held.patient_id
    put_on_list(practice.gul.actor, ali, Renown.VIP, remark="remarkquokka")

    assert "remarkquokka" in practice.gul.browser.get("/notables/").content.decode()
    for other in (practice.bea, practice.cem, practice.dua, practice.max):
        assert other.browser.get("/notables/").status_code == 403
        assert seen(practice, other.person, "ties_notable") == (0,)
    with practice.as_superuser() as all_rows:
        line = "SELECT count(*) FROM ledger_detail WHERE act = 'notable.list' AND outcome = 'done' AND patient_id = %s"
        assert all_rows.execute(line, [ali]).fetchone() == (1,)
        assert b"remarkquokka" not in bytes(all_rows.execute("SELECT sealed_remark FROM ties_notable").fetchone()[0])
