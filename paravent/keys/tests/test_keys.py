"""The keyring under row security, the files outside it, and what happens when either is not the right one."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import override_settings

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.kernel import clock, keyfile
from paravent.kernel.keyfile import KeyFileMissing, KeyFileOpen
from paravent.kernel.sealing import SealBroken
from paravent.keys import custody, policy
from paravent.keys.models import PatientKey
from paravent.keys.operations import change_practice_key, rewrap_some
from paravent.keys.queries import patient_key, unwrapped
from paravent.keys.steps import destroy_keys, make_keys
from paravent.keys.terms import KeyDestroyed, Scope
from paravent.people.models import RoleGrant

WORK = Purpose.OPERATIONS


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an installation of its own keys, in force for the test."""
    custody.ensure_keys(tmp_path)
    with override_settings(PARAVENT_HOME=tmp_path):
        yield tmp_path  # type: ignore[misc]


@pytest.fixture
def ali(db: None) -> UUID:
    patient = uuid4()
    with operation("patient.register", INSTALLATION, WORK) as op:
        op.require(allow("registers"))
        make_keys(op, patient)
    return patient


def speaks(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'TREAT')", [actor.person])


def somebody(role: Role) -> Actor:
    from paravent.people.operations import add_staff

    with pytest.MonkeyPatch.context() as patch:
        moment = clock.now()
        patch.setattr(clock, "now", lambda: moment.replace(year=moment.year - 1))
        person, _ = add_staff(INSTALLATION, name=role, email=f"{role}@practice.example", roles=frozenset({role}))
    assert RoleGrant.objects.filter(person_id=person).exists()
    return Actor(person, frozenset({role}))


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (Role.CLINICIAN, {"identity"}),
        (Role.RECEPTION, {"identity"}),
        (Role.DPO, {"identity"}),
        (Role.ADMINISTRATOR, set()),
        (Role.RESEARCHER, set()),
        (Role.SYSTEM, {"identity", "clinical"}),
    ],
)
def test_each_role_sees_its_keys_and_no_other(role: Role, scopes: set[str], ali: UUID) -> None:
    speaks(INSTALLATION if role is Role.SYSTEM else somebody(role))

    assert set(PatientKey.objects.filter(patient_id=ali).values_list("scope", flat=True)) == scopes


def test_whoever_may_not_see_a_key_is_told_what_the_erased_are_told(ali: UUID) -> None:
    speaks(somebody(Role.RECEPTION))

    assert len(patient_key(ali, Scope.IDENTITY)) == 32
    with pytest.raises(KeyDestroyed):
        patient_key(ali, Scope.CLINICAL)


def test_the_clinical_key_goes_with_the_identity_key(ali: UUID) -> None:
    officer = somebody(Role.DPO)
    with operation("patient.erase", officer, WORK) as op:
        op.require(allow("erases"))
        destroy_keys(op, ali)

    speaks(INSTALLATION)
    assert not PatientKey.objects.filter(patient_id=ali).exists()


def test_nobody_but_the_installation_wraps_keys_anew(ali: UUID) -> None:
    speaks(somebody(Role.DPO))

    assert PatientKey.objects.filter(patient_id=ali).update(wrapped=b"x") == 0
    with pytest.raises(Refused):
        change_practice_key(somebody(Role.ADMINISTRATOR))


def test_another_practice_key_opens_nothing(ali: UUID) -> None:
    speaks(INSTALLATION)
    row = PatientKey.objects.get(patient_id=ali, scope="identity")
    other = keyfile.Secret(row.practice_key_id, b"another" * 4 + b"key.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(custody, "practice_secret", lambda: other)
        unwrapped.cache_clear()
        with pytest.raises(SealBroken):
            patient_key(ali, Scope.IDENTITY)


def test_keys_stay_readable_while_the_practice_key_changes(home: Path, db: None) -> None:
    patient = uuid4()
    with operation("patient.register", INSTALLATION, WORK) as op:
        op.require(allow("registers"))
        make_keys(op, patient)
    speaks(INSTALLATION)
    before = patient_key(patient, Scope.CLINICAL)
    blind, content = custody.blind_key(), custody.practice_data_key()

    new = change_practice_key(INSTALLATION)
    speaks(INSTALLATION)
    assert patient_key(patient, Scope.CLINICAL) == before
    # Keys of other tests' practices may be in the table: only this one's are asked for.
    PatientKey.objects.exclude(patient_id=patient).delete()
    assert rewrap_some(INSTALLATION) == (2, 0)

    speaks(INSTALLATION)
    assert set(PatientKey.objects.values_list("practice_key_id", flat=True)) == {new}
    assert patient_key(patient, Scope.CLINICAL) == before
    assert (custody.blind_key(), custody.practice_data_key()) == (blind, content)


def test_a_key_that_another_process_put_there_is_seen(home: Path) -> None:
    before = custody.practice_secret()
    keyfile.replace(home / "keys" / "practice.key", home / "keys" / "retired")

    assert custody.practice_secret() != before
    assert custody.practice_secret_of(before.key_id) == before


def test_a_key_nobody_has_is_missing(home: Path) -> None:
    with pytest.raises(KeyFileMissing):
        custody.wrapping_key("0123456789ab")


def test_a_key_file_that_was_opened_to_others_is_refused_from_then_on(home: Path) -> None:
    custody.practice_secret()
    (home / "keys" / "practice.key").chmod(0o644)

    with pytest.raises(KeyFileOpen):
        custody.practice_secret()


def test_a_lost_key_is_not_replaced_beside_an_old_database(home: Path) -> None:
    (home / "postgresql").mkdir()
    (home / "postgresql" / "bootstrapped").touch()
    (home / "keys" / "standing.key").unlink()

    with pytest.raises(KeyFileMissing):
        custody.ensure_keys(home)


def test_while_signing_keys_change_both_are_there(home: Path) -> None:
    assert custody.next_signing_key() is None
    following = custody.begin_signing_key()
    assert custody.next_signing_key() is following or custody.next_signing_key() is not None
    custody.promote_signing_key()

    assert custody.signing_key().private_bytes_raw() == following.private_bytes_raw()
    assert custody.next_signing_key() is None
    assert len(list((home / "keys" / "retired").iterdir())) == 1


@pytest.mark.parametrize("role", list(Role))
def test_only_the_installation_may_change_keys(role: Role) -> None:
    actor = Actor(INSTALLATION.person, frozenset({role}))

    assert policy.may_change_keys(actor).allowed is (role is Role.SYSTEM)
