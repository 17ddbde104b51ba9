"""A document of somebody else's file: asked about before it is sent or kept, and gone on with by a word in the log."""

import hashlib
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from paravent.access.terms import Actor, Refused
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.ledger.models import Detail, Mention
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, at, newest_lines, the_log_says
from paravent.records.models import Resource
from paravent.records.tests.cast import written_by
from paravent.visits import operations
from paravent.visits.terms import Elsewhere, InAnotherFile, KeptBecause
from paravent.visits.tests.cast import a_visit_of
from paravent.visits.tests.test_accepting import LETTER

DIGEST = hashlib.sha256(LETTER).digest()


def accept(by: Actor, visit: VisitId, because: KeptBecause | None = None) -> None:
    keep = partial(operations.keep_anyway, because=because) if because else operations.accept_document
    keep(by, TREAT, visit, title="Letter", content_type="application/pdf", content=LETTER)


def documents(patient: PatientId) -> int:
    with written_by():
        return Resource.objects.filter(patient_id=patient, resource_type="DocumentReference").count()


def read_by() -> set[object]:
    """Return which patients read the newest line, where it is about several."""
    with written_by():
        line = Detail.objects.filter(act__startswith="document.").latest("at")
        return set(Mention.objects.filter(entry_id=line.entry_id).values_list("patient_id", flat=True))


@pytest.fixture
def eve() -> PatientId:
    return a_patient("Eve Ersoy")


@pytest.fixture
def of_ali(cem: Actor, ali: PatientId) -> None:
    """Leave the letter in Ali's file, whom Cem alone cares for."""
    accept(cem, a_visit_of(cem, ali))


@pytest.fixture
def with_eve(bea: Actor, eve: PatientId) -> VisitId:
    return a_visit_of(bea, eve)


@pytest.mark.usefixtures("of_ali")
def test_what_lies_in_another_file_is_not_kept_without_a_word(bea: Actor, eve: PatientId, with_eve: VisitId) -> None:
    with pytest.raises(InAnotherFile):
        accept(bea, with_eve)

    assert the_log_says("visit.accept", "failed", "InAnotherFile", with_eve)
    assert documents(eve) == 0


@pytest.mark.usefixtures("of_ali")
@pytest.mark.parametrize("because", KeptBecause)
def test_kept_all_the_same_with_its_reason_on_both_patients(
    bea: Actor, ali: PatientId, eve: PatientId, with_eve: VisitId, because: KeptBecause
) -> None:
    accept(bea, with_eve, because)

    assert the_log_says("document.keep-anyway", "done", f"kept-{because}")
    assert read_by() == {ali, eve}
    assert documents(eve) == 1


def test_the_same_file_may_have_it_twice(bea: Actor, ali: PatientId) -> None:
    for _ in range(2):
        accept(bea, a_visit_of(bea, ali))

    assert documents(ali) == 2


@pytest.mark.usefixtures("of_ali")
def test_it_is_said_that_it_is_somebody_elses_and_not_whose(
    bea: Actor, cem: Actor, ali: PatientId, eve: PatientId
) -> None:
    assert operations.compare_document(bea, TREAT, a_visit_of(bea, eve), DIGEST) == Elsewhere(is_elsewhere=True)
    line = newest_lines(1)[0]
    assert (line.act, line.because, line.patient, line.facts) == (
        "document.compare",
        "to-know-whose",
        eve,
        {"elsewhere": "yes"},
    )

    assert operations.compare_document(cem, TREAT, a_visit_of(cem, eve), DIGEST).names == ("Ali Demir",)
    assert read_by() == {ali, eve}


@pytest.mark.usefixtures("of_ali")
def test_what_belongs_here_or_to_nobody_is_nobody_elses(
    cem: Actor, ali: PatientId, with_eve: VisitId, bea: Actor
) -> None:
    nothing = Elsewhere(is_elsewhere=False)
    assert operations.compare_document(cem, TREAT, a_visit_of(cem, ali), DIGEST) == nothing
    assert operations.compare_document(bea, TREAT, with_eve, bytes(32)) == nothing
    assert newest_lines(1)[0].facts == {"elsewhere": "no"}


@pytest.mark.usefixtures("of_ali")
def test_nobody_asks_without_a_visit_of_their_own(bea: Actor, dua: Actor, with_eve: VisitId) -> None:
    with pytest.raises(Refused, match="not-your-visit"):
        operations.compare_document(dua, TREAT, with_eve, DIGEST)
    with at(clock.now() + timedelta(days=8)), pytest.raises(Refused, match="visit-is-over"):
        operations.compare_document(bea, TREAT, with_eve, DIGEST)
    with at(clock.now() + timedelta(days=8)), pytest.raises(Refused, match="visit-is-over"):
        operations.send_anyway(bea, TREAT, with_eve, DIGEST)


@pytest.mark.usefixtures("of_ali")
def test_sent_all_the_same_is_read_by_both(bea: Actor, ali: PatientId, eve: PatientId, with_eve: VisitId) -> None:
    operations.send_anyway(bea, TREAT, with_eve, DIGEST)

    assert the_log_says("document.send-anyway", "done", "was-told-before")
    assert read_by() == {ali, eve}


@pytest.mark.usefixtures("of_ali")
def test_what_a_visit_brought_is_its_patients_once_it_is_known_who_that_is(bea: Actor, eve: PatientId) -> None:
    visit = a_visit_of(bea)
    accept(bea, visit, KeptBecause.MISFILED)
    operations.assign_patient(bea, TREAT, visit, eve)

    assert not operations.compare_document(bea, TREAT, a_visit_of(bea, eve), bytes(32)).is_elsewhere
    accept(bea, a_visit_of(bea, eve), KeptBecause.SHARED)
    assert len(read_by()) == 2


@pytest.mark.usefixtures("of_ali")
def test_without_scripts_a_page_asks_and_a_form_keeps(bea: Actor, eve: PatientId, with_eve: VisitId) -> None:
    browser, where = a_browser_of(bea), f"/visits/{with_eve}/accepted/"

    def sent(**more: str) -> Any:
        upload = {"kind": "document", "title": "Letter", "file": SimpleUploadedFile("x.pdf", LETTER), **more}
        return browser.post(where, upload, headers={"Accept": "text/html,application/xhtml+xml"})

    assert "Eve Ersoy" in browser.get(f"/visits/{with_eve}/take/").content.decode()
    asked = sent()
    assert asked.status_code == 409
    for words in ("another patient&#x27;s file. Whose is it?", "Eve Ersoy", "Keep it here all the same", "Do not keep"):
        assert words in asked.content.decode()
    assert "Ali Demir" not in asked.content.decode()
    assert sent(because="no reason").status_code == 409
    assert documents(eve) == 0

    assert sent(because="form").headers["Location"] == f"/visits/{with_eve}/"
    assert documents(eve) == 1


def test_who_has_not_said_their_name_is_not_named(bea: Actor, with_eve: VisitId) -> None:
    accept(bea, a_visit_of(bea))

    assert operations.compare_document(bea, TREAT, with_eve, DIGEST) == Elsewhere(is_elsewhere=True)
