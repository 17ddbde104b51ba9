"""The gate: decide, act, record, in one transaction. Tried on PostgreSQL as the app role."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection

from paravent.access.operation import operation, unseen
from paravent.access.terms import (
    INSTALLATION,
    Actor,
    Purpose,
    Refused,
    Role,
    Unasked,
    allow,
    guest,
    refuse,
)
from paravent.kernel.ids import PersonId
from paravent.ledger.models import Detail, Entry
from paravent.people.models import Patient
from paravent.people.steps import register_patient
from paravent.people.terms import Identity

EVE = Actor(PersonId(uuid4()), frozenset({Role.CLINICIAN}))


def lines() -> list[tuple[str, str, str]]:
    """Return act, outcome and reason of every line, read as somebody who may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
    return list(Detail.objects.order_by("at").values_list("act", "outcome", "because"))


@pytest.mark.django_db
def test_what_is_allowed_is_done_and_recorded() -> None:
    with operation("visit.book", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("runs-reception"))

    assert lines() == [("visit.book", "done", "runs-reception")]


@pytest.mark.django_db
def test_a_refusal_is_rolled_back_and_kept_with_its_reason() -> None:
    with pytest.raises(Refused), operation("visit.book", INSTALLATION, Purpose.OPERATIONS) as op:
        register_patient(op, Identity("Ali Demir"))
        op.require(refuse("not-your-work"))

    assert lines() == [("visit.book", "refused", "not-your-work")]
    assert not Patient.objects.exists()


@pytest.mark.django_db
def test_an_operation_that_asks_nobody_keeps_nothing() -> None:
    with pytest.raises(Unasked), operation("visit.book", INSTALLATION, Purpose.OPERATIONS) as op:
        register_patient(op, Identity("Ali Demir"))

    assert lines() == [("visit.book", "failed", "Unasked")]
    assert not Patient.objects.exists()


@pytest.mark.django_db
def test_the_log_does_not_tell_absent_from_hidden() -> None:
    with pytest.raises(ObjectDoesNotExist), operation("chart.open", EVE, Purpose.TREATMENT):
        Patient.objects.get(pk=uuid4())

    assert lines() == [("chart.open", "refused", "nothing-there-for-you")]


@pytest.mark.django_db
def test_an_error_leaves_its_type_and_never_its_message() -> None:
    with pytest.raises(ValueError, match="Ali"), operation("visit.book", INSTALLATION, Purpose.OPERATIONS):
        raise ValueError("Ali Demir has a cough")

    assert lines() == [("visit.book", "failed", "ValueError")]


@pytest.mark.django_db
def test_an_unknown_invitation_is_refused_by_the_gate_and_recorded() -> None:
    with (
        pytest.raises(Refused, match="invitation-not-valid"),
        operation("invitation.present", guest(b"\x01" * 32), Purpose.PATIENT_REQUEST),
    ):
        pytest.fail("the gate was open")

    assert lines() == [("invitation.present", "refused", "invitation-not-valid")]


def test_operations_do_not_nest(fresh_database: str) -> None:
    del fresh_database
    with pytest.raises(RuntimeError, match="durable"), operation("a.b", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("x"))
        with operation("c.d", INSTALLATION, Purpose.OPERATIONS):
            pytest.fail("a second gate opened inside the first")


def test_nobody_speaks_after_the_commit(fresh_database: str) -> None:
    del fresh_database
    with operation("patient.register", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("imports"))
        register_patient(op, Identity("Ali Demir"))
        assert Patient.objects.count() == 1

    assert Patient.objects.count() == 0
    assert Entry.objects.count() == 1


def test_many_at_once_lose_no_line(fresh_database: str) -> None:
    del fresh_database

    def act(_: int) -> None:
        with operation("visit.see", INSTALLATION, Purpose.OPERATIONS) as op:
            op.require(allow("runs-reception"))
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(40)))

    assert Entry.objects.count() == 40


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET leaf = ''",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "UPDATE ledger_detail SET because = 'fine'",
        "DELETE FROM ledger_position",
        "UPDATE ledger_subtree SET root = ''",
        "DELETE FROM ledger_forgotten",
        "DELETE FROM ledger_cosignature",
        "UPDATE ledger_checkpoint SET note = ''",
        "DROP TABLE ledger_entry",
        "ALTER TABLE ledger_detail DISABLE ROW LEVEL SECURITY",
        "UPDATE people_rolegrant SET role = 'dpo'",
        "SET ROLE paravent_owner",
    ],
)
@pytest.mark.django_db
def test_the_app_role_cannot_rewrite_the_log_or_its_own_rights(statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("speaker", [None, EVE.person, INSTALLATION.person])
@pytest.mark.django_db
def test_who_and_why_cannot_be_deleted_but_in_an_erasure(speaker: PersonId | None) -> None:
    with operation("visit.book", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("runs-reception"))
        op.note(patient=register_patient(op, Identity("Ali Demir")))

    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [speaker or uuid4()])
        cursor.execute("DELETE FROM ledger_detail")
        assert cursor.rowcount == 0


@pytest.mark.django_db
def test_what_the_installation_reads_unseen_leaves_no_line_and_writes_nothing() -> None:
    with unseen("case.file", INSTALLATION, Purpose.OPERATIONS):
        assert not Patient.objects.exists()
    assert lines() == []

    with (
        pytest.raises(DatabaseError, match="read-only transaction"),
        unseen("case.file", INSTALLATION, Purpose.OPERATIONS) as op,
    ):
        register_patient(op, Identity("Ali Demir"))
    assert not Patient.objects.exists()


@pytest.mark.django_db
def test_nobody_else_reads_unseen() -> None:
    with pytest.raises(Refused), unseen("case.file", EVE, Purpose.OPERATIONS):
        raise AssertionError("read")

    assert lines() == [("case.file", "refused", "not-your-work")]


@pytest.mark.django_db
def test_who_comes_second_is_refused_and_that_is_recorded() -> None:
    with (
        pytest.raises(Refused, match="decided-already"),
        operation("visit.book", INSTALLATION, Purpose.OPERATIONS) as op,
    ):
        op.require(allow("runs-reception"))
        op.was_first(1, "decided-already")
        op.was_first(0, "decided-already")

    assert lines() == [("visit.book", "refused", "decided-already")]
