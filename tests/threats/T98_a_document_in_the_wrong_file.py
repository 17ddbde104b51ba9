"""Whoever takes a document of one patient's file into another's, or sends it in another's visit, *cannot* do it on our pages without being told before, nor keep it without a reason that both patients read, once it is known who they are; whoever asks *cannot* learn whose it is, unless it opens to them. A thief of the database *can* see that two patients without names share a document, and *cannot* try one without the standing key; whoever changes a byte of it *can* keep it without a word."""

import hashlib
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paravent.access.terms import Purpose
from paravent.kernel.blind import token
from paravent.keys.custody import blind_key
from paravent.people.operations import verify_patient
from paravent.people.terms import VerifiedHow
from paravent.records.queries import imprint
from tests.threats.cast import PDF, WORDS, Practice, Visit, speak_as, started, take

DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def other(practice: Practice) -> Iterator[Visit]:
    """Return Cem's visit with somebody else; Cem has nothing to do with Ali, and afterwards with nobody."""
    cache.clear()
    visit = started(practice.cem)
    yield visit
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM people_carerelation WHERE patient_id = %s", [visit.patient_id])


def asks(browser: Client, visit: Visit, digest: str = DIGEST) -> tuple[int, str]:
    answer = browser.post(f"/visits/{visit.visit_id}/compared/", {"digest": digest})
    return answer.status_code, answer.content.decode()


def kept(practice: Practice, patient: UUID) -> int:
    with practice.as_superuser() as superuser:
        wanted = "SELECT count(*) FROM records_resource WHERE patient_id = %s AND resource_type = 'DocumentReference'"
        found = superuser.execute(wanted, [patient]).fetchone()
        assert found is not None
        return int(found[0])


def test_it_is_told_before_it_is_kept_and_not_whose_it_is(practice: Practice, other: Visit) -> None:
    answer = take(practice.cem.browser, other, PDF)

    assert answer.status_code == 409
    assert "another patient's file" in answer.json()["error"]
    assert WORDS["name"] not in answer.content.decode()
    assert kept(practice, other.patient_id) == 0
    status, said = asks(practice.cem.browser, other)
    assert (status, '"elsewhere": true' in said, WORDS["name"] in said) == (200, True, False)


def test_whoever_may_open_it_is_told_whose_it_is(practice: Practice) -> None:
    assert WORDS["name"] in take(practice.bea.browser, practice.visit(), PDF).json()["error"]


def test_kept_all_the_same_it_is_read_by_both(practice: Practice, other: Visit) -> None:
    upload = {"kind": "document", "because": "shared", "file": SimpleUploadedFile("letter.pdf", PDF)}
    assert practice.cem.browser.post(f"/visits/{other.visit_id}/accepted/", upload).status_code == 201

    assert practice.log("document.keep-anyway")[-1][:3] == ("done", "kept-shared", practice.cem.person)
    verify_patient(practice.bea.actor, Purpose.TREATMENT, practice.held.patient_id, VerifiedHow.KNOWN_PERSONALLY)
    assert "kept one document in several patients" in practice.ali.get(practice.held.page).content.decode()


def test_who_has_no_visit_of_their_own_is_told_nothing(practice: Practice, other: Visit) -> None:
    for browser in (practice.bea.browser, practice.dua.browser, practice.max.browser, practice.ali):
        status, said = asks(browser, other)
        assert status in {302, 403, 404}
        assert "elsewhere" not in said


def test_nobody_asks_without_end(practice: Practice, other: Visit) -> None:
    answers = [asks(practice.cem.browser, other, f"{number:064x}")[0] for number in range(32)]

    assert answers.count(429) == 2
    assert set(answers[:30]) == {200}


def test_by_sql_it_is_shown_to_whoever_names_it_and_no_longer(practice: Practice) -> None:
    seen = "SELECT count(*) FROM records_imprint"
    for who, asked, expected in (
        (practice.cem, imprint(bytes.fromhex(DIGEST)), 1),
        (practice.cem, imprint(bytes(32)), 0),
        (practice.dua, imprint(bytes.fromhex(DIGEST)), 0),
    ):
        with practice.as_app() as app:
            speak_as(app, who.person)
            app.execute("SELECT paravent_compare(%s)", [asked])
            found = app.execute(f"{seen} WHERE patient_id = %s", [practice.held.patient_id]).fetchone()
            assert found == (expected,)
            app.commit()
            speak_as(app, who.person)
            assert app.execute(f"{seen} WHERE patient_id = %s", [practice.held.patient_id]).fetchone() == (0,)


def test_a_thief_cannot_try_a_document(practice: Practice) -> None:
    with practice.as_superuser() as thief:
        rows = thief.execute("SELECT token, records_imprint::text FROM records_imprint").fetchall()

    digest = bytes.fromhex(DIGEST)
    guesses = {digest[:12], hashlib.sha256(digest).digest()[:12], token(blind_key(), "document", DIGEST)}
    assert rows
    assert not guesses & {bytes(one) for one, _ in rows}
    assert not [text for _, text in rows if DIGEST[:16] in text]
    assert imprint(digest) in {bytes(one) for one, _ in rows}
