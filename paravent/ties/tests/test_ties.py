"""What is declared is known to whoever said it and to data protection; the other side and colleagues read nothing."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.people.operations import register_patient
from paravent.people.steps import open_care_relation
from paravent.people.terms import Identity, Why
from paravent.people.tests.cast import TREAT, WORK, a_browser_of, a_patient, newest_lines, somebody, the_log_says
from paravent.records.operations import open_chart
from paravent.records.steps import file_resource
from paravent.ties import operations
from paravent.ties.models import Declaration, Home, Notable
from paravent.ties.steps import declare
from paravent.ties.terms import Home as Given
from paravent.ties.terms import Kind, Renown, SpanMissing
from paravent.vigilance.feed import gather_frames

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def max_(db: None) -> Actor:
    return somebody("Max", Role.ADMINISTRATOR)


def cared_for(by: Actor, patient: PatientId) -> None:
    with operation("test.write", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        now = clock.now()
        open_care_relation(
            op,
            patient_id=patient,
            why=Why.VISIT,
            starts_at=now - DAY,
            ends_at=now + DAY,
            clinician_id=by.person,
            visit_id=uuid4(),
        )


def seen_by(actor: Actor, model: type[Declaration] | type[Notable] | type[Home]) -> int:
    """Return how many rows the database itself shows somebody."""
    with operation("test.read", actor, WORK) as op:
        op.require(allow("test"))
        return model.objects.count()


def kinships() -> set[tuple[UUID, UUID, str]]:
    frames, numbers = gather_frames(INSTALLATION)
    return {
        (numbers.id_of("person", person), numbers.id_of("patient", patient), kind)
        for person, patient, kind in frames.kinships.iter_rows()
    }


def test_whoever_declared_a_tie_is_warned_before_the_file_opens(bea: Actor, ali: PatientId) -> None:
    cared_for(bea, ali)
    open_chart(bea, TREAT, ali)

    operations.declare_tie(bea, ali, Kind.NEIGHBOUR)
    assert the_log_says("tie.declare", "done", "own-word")

    with pytest.raises(Refused, match="declared-tie"):
        open_chart(bea, TREAT, ali)
    open_chart(bea, TREAT, ali, was_warned=True)
    assert newest_lines(1)[0].facts["tie"] == "declared"
    browser = a_browser_of(bea)
    assert "You know this patient" in browser.get(f"/files/{ali}/").content.decode()
    assert browser.get(f"/files/{ali}/?tie=open").status_code == 200


def test_a_tie_is_taken_back_by_whoever_declared_it(bea: Actor, cem: Actor, ali: PatientId) -> None:
    operations.declare_tie(bea, ali, Kind.FRIEND)
    operations.declare_tie(bea, ali, Kind.FORMER_PARTNER)
    (one,) = operations.see_own_ties(bea).declared

    assert (one.kind, one.patient_name) == (Kind.FORMER_PARTNER, "Ali Demir")
    with pytest.raises(Declaration.DoesNotExist):
        operations.withdraw_tie(cem, one.declaration_id)
    operations.withdraw_tie(bea, one.declaration_id)
    assert operations.see_own_ties(bea).declared == ()
    assert the_log_says("tie.see-own", "done", "own")


def test_what_connects_two_stands_nowhere_in_clear(bea: Actor, ali: PatientId) -> None:
    operations.declare_tie(bea, ali, Kind.FORMER_PARTNER)

    newest_lines(1)
    assert b"former" not in bytes(Declaration.objects.get().sealed_kind)
    assert "former" not in str([line.facts for line in newest_lines(3)])


def test_whom_a_patient_names_does_not_learn_of_it(
    bea: Actor, cem: Actor, dua: Actor, gul: Actor, max_: Actor, ali: PatientId
) -> None:
    """A patient may fear whom they name."""
    patient = Actor(PersonId(ali), frozenset({Role.PATIENT}))
    with operation("test.write", patient, Purpose.PATIENT_REQUEST) as op:
        op.require(allow("test"))
        declare(op, person_id=bea.person, patient_id=ali, kind=Kind.FORMER_PARTNER, by_patient=True)

    assert [seen_by(one, Declaration) for one in (bea, cem, dua, max_)] == [0, 0, 0, 0]
    assert (seen_by(gul, Declaration), seen_by(patient, Declaration)) == (1, 1)
    assert (bea.person, ali, "declared") in kinships()


@pytest.mark.parametrize("by_patient", [True, False])
def test_nobody_declares_for_another(bea: Actor, cem: Actor, ali: PatientId, by_patient: bool) -> None:
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        operation("test.write", cem, WORK) as op,
    ):
        op.require(allow("test"))
        declare(op, person_id=bea.person, patient_id=ali, kind=Kind.FRIEND, by_patient=by_patient)


def test_only_the_dpo_reads_who_is_notable(bea: Actor, dua: Actor, gul: Actor, max_: Actor, ali: PatientId) -> None:
    operations.put_on_list(gul, ali, Renown.VIP, remark="The mayor")

    for one in (bea, dua, max_):
        with pytest.raises(Refused):
            operations.list_notables(one)
        assert seen_by(one, Notable) == 0
    (kept,) = operations.list_notables(gul).live
    assert (kept.name, kept.remark, kept.is_decided) == ("Ali Demir", "The mayor", True)
    assert the_log_says("notable.list", "done", "keeps-the-list")


def test_reception_proposes_and_the_dpo_decides(bea: Actor, dua: Actor, gul: Actor, ali: PatientId) -> None:
    hans = a_patient("Hans Huber")
    operations.put_on_list(dua, ali, Renown.VIP, remark="")
    operations.put_on_list(dua, hans, Renown.VIP, remark="")
    with pytest.raises(Refused, match="not-your-work"):
        operations.put_on_list(bea, ali, Renown.VIP, remark="")

    first, second = operations.list_notables(gul).proposed
    assert (first.proposed_by, notables()) == ("Dua", set())
    operations.decide_proposal(gul, first.notable_id, accepts=True)
    operations.decide_proposal(gul, second.notable_id, accepts=False)

    assert [one.name for one in operations.list_notables(gul).live] == ["Ali Demir"]
    assert notables() == {(ali, "vip")}
    operations.end_notable(gul, first.notable_id)
    assert operations.list_notables(gul).live == ()


def notables() -> set[tuple[UUID, str]]:
    frames, numbers = gather_frames(INSTALLATION)
    return {(numbers.id_of("patient", patient), kind) for patient, kind, *_ in frames.notables.iter_rows()}


def test_who_is_in_the_news_is_so_for_a_time(gul: Actor, ali: PatientId) -> None:
    now = clock.now()
    with pytest.raises(SpanMissing):
        operations.put_on_list(gul, ali, Renown.NEWS, remark="")

    operations.put_on_list(gul, ali, Renown.NEWS, remark="", span=(now - DAY, now + DAY))

    (kept,) = operations.find_for_list(gul, "Ali").live
    assert (kept.starts_at, kept.ends_at) == (now - DAY, now + DAY)
    assert [one.patient_id for one in operations.find_for_list(gul, "Ali").found] == [ali]


def living_in(street: str) -> dict[str, object]:
    return {
        "resourceType": "Patient",
        "id": str(uuid4()),
        "telecom": [{"system": "phone", "value": "030 7654321"}],
        "address": [{"line": [street], "city": "Musterstadt", "postalCode": "12345"}],
    }


def test_neighbours_and_families_are_found_by_tokens_alone(max_: Actor, bea: Actor, ali: PatientId) -> None:
    """The same number and the same door, however they are written; the surname makes a family of it."""
    wife = a_patient("Ada Bea")
    caller = register_patient(INSTALLATION, WORK, Identity("Carl Caller", phone="0170 1234567"))
    with operation("test.write", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        file_resource(op, patient_id=ali, resource=living_in("Lange Straße 5"))
        file_resource(op, patient_id=wife, resource=living_in("Lange Str. 5"))

    operations.keep_home(max_, bea.person, Given("+49 170 1234567", "Lange Strasse 5", "12345"))

    who = bea.person
    assert kinships() == {(who, ali, "address"), (who, wife, "family"), (who, caller, "phone")}
    assert operations.see_own_ties(bea).home.street == "Lange Strasse 5"
    assert operations.see_home(max_, bea.person)[1].is_known


def test_where_somebody_lives_is_for_them_and_administrators_and_goes_on_a_word(
    max_: Actor, bea: Actor, cem: Actor, gul: Actor
) -> None:
    with pytest.raises(Refused, match="not-your-work"):
        operations.keep_home(bea, bea.person, Given("030 1"))
    operations.keep_home(max_, bea.person, Given("030 1234567"))
    operations.keep_home(max_, bea.person, Given("030 7654321"))

    assert [seen_by(one, Home) for one in (bea, max_, cem, gul)] == [1, 1, 0, 0]
    operations.keep_home(max_, bea.person, Given())
    assert seen_by(max_, Home) == 0
