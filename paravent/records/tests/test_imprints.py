"""By what a document is known in another file: kept with it, moved with it, gone with it, and shown to nobody who has not got it."""

import hashlib
from typing import Any
from uuid import UUID

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, allow
from paravent.fhir.resources import validated
from paravent.kernel.blind import EDITION
from paravent.kernel.crowds import FEWEST
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import TREAT, a_patient
from paravent.records import operations, steps
from paravent.records.models import Imprint, Resource
from paravent.records.queries import filed_for_change, imprint
from paravent.records.tests.cast import a_document, cares_for, written_by

LETTER = b"%PDF-1.4 to Ali alone %%EOF"


def letter(patient: UUID, fhir_id: str, content: bytes = LETTER) -> dict[str, Any]:
    return a_document(PatientId(patient), content, "application/pdf") | {"id": fhir_id}


def kept(patient: UUID, fhir_id: str, content: bytes = LETTER) -> None:
    with written_by() as op:
        steps.file_resource(op, patient_id=patient, resource=letter(patient, fhir_id, content))


def others(actor: Actor, patient: UUID, content: bytes = LETTER) -> set[UUID]:
    """Return in whose other files a document lies, as somebody asks who has it in hand."""
    with operation("test.read", actor, TREAT) as op:
        op.require(allow("test"))
        return set(steps.others_with(op, imprint(hashlib.sha256(content).digest()), patient))


@pytest.fixture
def eve(db: None) -> PatientId:
    return a_patient("Eve Ersoy")


def test_the_same_document_is_found_by_whoever_has_it_and_no_other(bea: Actor, ali: PatientId, eve: PatientId) -> None:
    kept(ali, "letter")

    assert others(bea, eve) == {ali}
    assert others(bea, ali) == set()
    assert others(bea, eve, LETTER + b" ") == set()


def test_nobody_sees_who_shares_what(bea: Actor, cem: Actor, dua: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    kept(ali, "letter")

    def seen(actor: Actor, *, asking: bool = False) -> int:
        with operation("test.read", actor, TREAT) as op:
            op.require(allow("test"))
            if asking:
                op.compare(imprint(hashlib.sha256(LETTER).digest()))
            return Imprint.objects.count()

    assert [seen(one) for one in (bea, cem, dua)] == [1, 0, 0]
    assert [seen(one, asking=True) for one in (bea, cem, dua)] == [1, 1, 0]


def test_what_many_have_is_a_form(bea: Actor, ali: PatientId) -> None:
    for number in range(FEWEST - 1):
        kept(a_patient(f"Patient {number}"), f"form-{number}")
    assert len(others(bea, ali)) == FEWEST - 1

    kept(a_patient("One more"), "form")

    assert others(bea, ali) == set()


def test_what_was_corrected_is_not_there_any_more(bea: Actor, ali: PatientId, eve: PatientId) -> None:
    for number, wrong in enumerate(("deleted", "entered-in-error", "replaced")):
        kept(ali, wrong, LETTER + bytes([number]))
    with written_by() as op:
        steps.mark_deleted(op, filed_for_change("DocumentReference", "deleted"))
        in_error = letter(ali, "entered-in-error", LETTER + b"\x01") | {"status": "entered-in-error"}
        steps.file_resource(op, patient_id=ali, resource=in_error)
    kept(ali, "replaced", LETTER)

    assert [others(bea, eve, LETTER + bytes([number])) for number in range(3)] == [set()] * 3
    assert others(bea, eve) == {ali}


def test_a_document_of_before_has_its_imprint_from_the_next_start(bea: Actor, ali: PatientId, eve: PatientId) -> None:
    kept(ali, "letter")
    with written_by():
        Imprint.objects.all().delete()
        Resource.objects.update(index_edition=EDITION - 1)

    assert operations.index_anew(INSTALLATION) == (1, 0)

    assert others(bea, eve) == {ali}


def test_what_a_program_files_or_changes_says_where_it_lies_elsewhere_too(ali: PatientId, eve: PatientId) -> None:
    kept(ali, "letter")
    with written_by() as op:
        steps.file_new(op, patient_id=eve, resource=validated(letter(eve, "filed")))
        assert op.facts["elsewhere"] == "1"
    kept(eve, "harmless", b"nothing")
    with written_by() as op:
        steps.next_version(op, filed_for_change("DocumentReference", "harmless"), validated(letter(eve, "harmless")))
        assert op.facts["elsewhere"] == "1"


def test_it_is_gone_with_the_patient(bea: Actor, gul: Actor, ali: PatientId, eve: PatientId) -> None:
    from paravent.visits.operations import erase_patient

    kept(ali, "letter")
    erase_patient(gul, ali)

    assert others(bea, eve) == set()
    with written_by():
        assert not Imprint.objects.exists()


def test_many_at_once_and_another_systems_bytes(bea: Actor, ali: PatientId, eve: PatientId) -> None:
    afar = letter(ali, "afar")
    afar["content"] = [{"attachment": {"contentType": "application/pdf", "url": "https://elsewhere.example/1"}}]
    with written_by() as op:
        steps.file_many(op, patient_id=ali, resources=[letter(ali, "one"), afar])

    assert others(bea, eve) == {ali}
    with written_by():
        assert Imprint.objects.count() == 1
