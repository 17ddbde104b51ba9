"""Verifying a log in its database: a whole one passes, and says what is not wrong but should be known."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.keys.steps import destroy_keys, make_keys
from paravent.ledger.models import Detail
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.steps import forget_details
from paravent.ledger.terms import ChainBroken, NotForgettable
from paravent.ledger.tests.logs import ALI, PUBLIC, SIGNER, appended, sequenced, speak_as_the_system
from paravent.ledger.verification import Verified, verify
from paravent.people.models import Patient
from paravent.web import cluster as embedded

EVE = Actor(PersonId(uuid4()), frozenset({Role.CLINICIAN}))


def verified() -> Verified:
    with transaction.atomic():
        speak_as_the_system()
        with connection.cursor() as cursor:
            return verify(cursor, [PUBLIC])


def erase(patient: UUID, actor: Actor = INSTALLATION) -> int:
    with operation("patient.erase", actor, Purpose.OPERATIONS) as op:
        op.require(allow("asked-to"))
        op.note(patient=patient)
        return forget_details(op, patient)


@pytest.fixture
def patient(fresh_database: str) -> UUID:
    """Return Ali, whose keys exist and of whom the log holds three lines."""
    with operation("patient.register", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("registers"))
        make_keys(op, ALI)
        Patient.objects.bulk_create([Patient(id=ALI, sealed=b"", tokens=[], registered_at=clock.now())])
    sequenced(3)
    return ALI


def destroyed(patient: UUID) -> None:
    with operation("patient.erase", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("asked-to"))
        destroy_keys(op, patient)


def test_a_whole_log_passes(patient: UUID) -> None:
    found = verified()

    assert (found.entries, found.forgotten, found.back_dated) == (4, 0, ())


def test_another_key_did_not_sign_it(patient: UUID) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from paravent.ledger.notes import public_half

    with connection.cursor() as cursor, pytest.raises(ChainBroken):
        verify(cursor, [public_half(PUBLIC.name, Ed25519PrivateKey.generate())])


def test_after_an_erasure_the_log_is_whole_and_counts_what_it_forgot(patient: UUID) -> None:
    destroyed(patient)

    assert erase(patient) == 3

    sequence_all(SIGNER)
    found = verified()
    assert (found.entries, found.forgotten, found.erasures) == (6, 3, 1)


def test_who_is_erased_twice_is_forgotten_twice_and_the_first_erasure_stands(patient: UUID) -> None:
    destroyed(patient)
    erase(patient)
    appended(2)

    assert erase(patient) == 2

    sequence_all(SIGNER)
    assert (verified().forgotten, verified().erasures) == (5, 2)


def test_nobody_is_forgotten_whose_keys_are_there(patient: UUID) -> None:
    with pytest.raises(NotForgettable):
        erase(patient)

    sequence_all(SIGNER)
    assert verified().forgotten == 0


def test_of_somebody_who_never_was_nothing_is_forgotten(patient: UUID) -> None:
    """Whoever has no keys because there was no such patient was not erased: their lines stay."""
    nobody = uuid4()
    appended(2, patient=nobody)

    with pytest.raises(NotForgettable):
        erase(nobody)

    sequence_all(SIGNER)
    assert verified().forgotten == 0


def test_a_clinician_makes_nothing_forgotten(patient: UUID) -> None:
    destroyed(patient)

    with pytest.raises(Refused, match="not-in-this-role-for-this-purpose"):
        erase(patient, EVE)
    # Past the gate, row security shows them nothing that they could delete.
    with operation("test.forget", EVE, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        assert forget_details(op, patient) == 0

    sequence_all(SIGNER)
    assert verified().forgotten == 0


def test_details_that_vanish_without_an_erasure_break_the_log(patient: UUID) -> None:
    destroyed(patient)
    with transaction.atomic():
        speak_as_the_system()
        Detail.objects.filter(patient_id=patient).delete()

    with pytest.raises(ChainBroken, match="who and why at position 1 is gone"):
        verified()


def test_an_old_erasure_does_not_excuse_what_vanishes_later(patient: UUID) -> None:
    from paravent.ledger.models import Forgotten

    destroyed(patient)
    erase(patient)
    (later,) = appended(1)
    sequence_all(SIGNER)
    digest = Forgotten.objects.values_list("erasure", flat=True).first()
    with transaction.atomic():
        speak_as_the_system()
        Detail.objects.filter(entry_id=later).delete()
        Forgotten.objects.create(entry_id=later, erasure=digest)

    with pytest.raises(ChainBroken, match="no erasure in the log says so"):
        verified()


def test_an_entry_that_is_dated_back_is_named(patient: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with monkeypatch.context() as earlier:
        earlier.setattr(clock, "now", lambda: yesterday)
        appended(1)
    sequence_all(SIGNER)

    assert verified().back_dated == (4,)


def test_hashes_for_proofs_that_the_app_slips_in_are_noticed(patient: UUID) -> None:
    from paravent.ledger.models import Subtree

    Subtree.objects.create(level=1, number=0, root=b"\0" * 32)

    with pytest.raises(ChainBroken, match="hashes that proofs are made from"):
        verified()


def test_a_log_from_before_there_were_proofs_is_given_its_hashes(
    fresh_database: str, cluster: embedded.Cluster
) -> None:
    sequenced(600)
    with psycopg.connect(cluster.url(embedded.SUPERUSER, fresh_database)) as server:
        server.execute("DELETE FROM ledger_subtree")
    with pytest.raises(ChainBroken):
        verified()

    import_module("paravent.ledger.migrations.0003_proofs").fill_subtrees(None, SimpleNamespace(connection=connection))

    assert verified().entries == 600
