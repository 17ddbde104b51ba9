"""The note: kept while it is written, signed once, amended with its history."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import Actor, Refused
from paravent.kernel.ids import VisitId
from paravent.people.tests.cast import TREAT, WORK, newest_lines, the_log_says
from paravent.visits import operations
from paravent.visits.models import Note as Row
from paravent.visits.terms import Note, NoteChanged, NoteSigned
from paravent.visits.tests.cast import a_visit_of, an_appointment_of

COUGH = Note("coughs", "lungs clear", "a cold", "rest", "Drink enough.")
FEVER = Note("coughs, 39 °C", "lungs clear", "influenza", "rest", "Call if it gets worse.")


@pytest.fixture
def visit(bea: Actor) -> VisitId:
    """Return a visit of Bea's."""
    return a_visit_of(bea)


def test_before_the_first_word_the_note_is_empty(bea: Actor, visit: VisitId) -> None:
    seen = operations.read_note(bea, TREAT, visit)

    assert (seen.note, seen.saved_at, seen.version) == (Note(), None, 0)
    assert the_log_says("note.read", "done", "own-visit", visit)


def test_what_is_written_is_kept_and_the_last_words_count(bea: Actor, visit: VisitId) -> None:
    kept = operations.write_note(bea, TREAT, visit, COUGH)
    assert the_log_says("note.write", "done", "own-visit", visit)

    operations.write_note(bea, TREAT, visit, FEVER, seen=kept.saved_at)

    seen = operations.read_note(bea, TREAT, visit)
    assert (seen.note, seen.signed_at, seen.earlier) == (FEVER, None, ())


@pytest.mark.parametrize("operation", [operations.write_note, operations.sign_note])
def test_what_another_window_wrote_is_not_overwritten(bea: Actor, visit: VisitId, operation: Any) -> None:
    before = operations.write_note(bea, TREAT, visit, COUGH)
    operations.write_note(bea, TREAT, visit, FEVER, seen=before.saved_at)

    for seen in (before.saved_at, None):
        with pytest.raises(NoteChanged):
            operation(bea, TREAT, visit, Note("well again"), seen=seen)

    assert the_log_says(f"note.{'write' if operation is operations.write_note else 'sign'}", "failed", "NoteChanged")
    assert operations.read_note(bea, TREAT, visit).note == FEVER


def test_of_two_amendments_the_second_has_read_the_first(bea: Actor, visit: VisitId) -> None:
    signed = operations.sign_note(bea, TREAT, visit, COUGH)
    operations.amend_note(bea, TREAT, visit, FEVER, seen=signed.saved_at)

    with pytest.raises(NoteChanged):
        operations.amend_note(bea, TREAT, visit, Note("well again"), seen=signed.saved_at)


def test_the_same_words_sent_again_are_kept_whatever_was_seen(bea: Actor, visit: VisitId) -> None:
    operations.write_note(bea, TREAT, visit, COUGH)

    assert operations.write_note(bea, TREAT, visit, COUGH).note == COUGH


def test_no_word_of_a_note_is_in_the_database_or_the_log_in_clear(bea: Actor, visit: VisitId) -> None:
    operations.sign_note(bea, TREAT, visit, COUGH)

    assert b"lungs" not in bytes(Row.objects.get(visit_id=visit).sealed)
    assert "lungs" not in str(newest_lines(3))


def test_a_signed_note_stands_in_the_file(bea: Actor, visit: VisitId) -> None:
    signed = operations.sign_note(bea, TREAT, visit, COUGH)

    assert (signed.note, signed.signed_by, signed.version) == (COUGH, "Bea", 1)
    assert the_log_says("note.sign", "done", "own-visit", visit)
    assert "filed_Composition" in newest_lines(1)[0].facts


def test_a_note_that_says_nothing_can_be_signed(bea: Actor, visit: VisitId) -> None:
    assert operations.sign_note(bea, TREAT, visit, Note()).version == 1


@pytest.mark.parametrize("operation", [operations.write_note, operations.sign_note])
def test_a_signed_note_is_not_rewritten(bea: Actor, visit: VisitId, operation: object) -> None:
    operations.sign_note(bea, TREAT, visit, COUGH)

    with pytest.raises(NoteSigned):
        operation(bea, TREAT, visit, FEVER)  # type: ignore[operator]

    assert newest_lines(1)[0].because == "NoteSigned"
    assert operations.read_note(bea, TREAT, visit).note == COUGH


def test_an_amended_note_keeps_what_it_said_before(bea: Actor, visit: VisitId) -> None:
    signed = operations.sign_note(bea, TREAT, visit, COUGH)
    amended = operations.amend_note(bea, TREAT, visit, FEVER, seen=signed.saved_at)
    assert the_log_says("note.amend", "done", "own-visit", visit)

    seen = operations.amend_note(bea, TREAT, visit, Note("well again"), seen=amended.saved_at)

    assert (seen.note, seen.version) == (Note("well again"), 3)
    assert [(one.version, one.note.assessment, one.written_by) for one in seen.earlier] == [
        (1, "a cold", "Bea"),
        (2, "influenza", "Bea"),
    ]


def test_what_is_not_signed_is_not_amended(bea: Actor, visit: VisitId) -> None:
    operations.write_note(bea, TREAT, visit, COUGH)

    with pytest.raises(ObjectDoesNotExist):
        operations.amend_note(bea, TREAT, visit, FEVER)


def test_a_note_is_written_after_the_end_too(bea: Actor, visit: VisitId) -> None:
    operations.end_visit(bea, TREAT, visit, for_patient="")

    assert operations.sign_note(bea, TREAT, visit, COUGH).version == 1


def test_a_cancelled_visit_has_no_note(bea: Actor, ali: object) -> None:
    cancelled = an_appointment_of(bea, ali)  # type: ignore[arg-type]
    operations.cancel_visit(bea, WORK, cancelled)

    with pytest.raises(Refused):
        operations.write_note(bea, TREAT, cancelled, COUGH)

    assert the_log_says("note.write", "refused", "visit-was-cancelled", cancelled)


def test_reception_reads_no_note_and_writes_none(bea: Actor, dua: Actor, visit: VisitId) -> None:
    operations.sign_note(bea, TREAT, visit, COUGH)

    with pytest.raises(Refused):
        operations.write_note(dua, TREAT, visit, FEVER)
    assert the_log_says("note.write", "refused", "not-your-visit", visit)
    with pytest.raises(Refused):
        operations.read_note(dua, TREAT, visit)
    assert the_log_says("note.read", "refused", "not-your-visit", visit)


def test_the_database_shows_reception_no_note(bea: Actor, dua: Actor, visit: VisitId) -> None:
    operations.sign_note(bea, TREAT, visit, COUGH)
    assert Row.objects.filter(visit_id=visit).exists()

    operations.see_visit(dua, WORK, visit)

    # Dua has spoken last: these are her rights.
    assert not Row.objects.filter(visit_id=visit).exists()


def test_another_clinician_does_not_learn_that_there_is_a_note(bea: Actor, cem: Actor, visit: VisitId) -> None:
    operations.sign_note(bea, TREAT, visit, COUGH)

    for operation in (operations.read_note, lambda *asked: operations.amend_note(*asked, FEVER)):
        with pytest.raises(ObjectDoesNotExist):
            operation(cem, TREAT, visit)
        assert newest_lines(1)[0].because == "nothing-there-for-you"
