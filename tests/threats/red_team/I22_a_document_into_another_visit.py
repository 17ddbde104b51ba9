"""Bea sends a document of Ali's file into her visit with somebody else, and takes it into their file."""

import hashlib

from django.core.files.uploadedfile import SimpleUploadedFile

from paravent.access.terms import Purpose
from paravent.people.operations import verify_patient
from paravent.people.terms import VerifiedHow
from tests.threats.cast import PDF, WORDS, Practice, Visit, take
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served

DIGEST = hashlib.sha256(PDF).hexdigest()


def kept_all_the_same(practice: Practice, visit: Visit) -> int:
    """Press it away: keep it, and say that it is about both."""
    said = {"kind": "document", "title": "letter", "because": "shared", "file": SimpleUploadedFile("letter.pdf", PDF)}
    return practice.bea.browser.post(f"/visits/{visit.visit_id}/accepted/", said).status_code


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by(
        "HTTP with her own session: Ali's document opened, asked about as her browser does before it sends, sent and accepted all the same; and once more, changed by a byte"
    )
    other, bea = practice.visit(), Desk(served, practice.bea)

    assert bea.reads(practice.document)[0] == 200
    play.proved(practice, "document.open", practice.bea, practice.held.patient_id)

    status, said = bea.posts(f"/visits/{other.visit_id}/compared/", digest=DIGEST)
    assert (status, WORDS["name"] in said) == (200, True)
    play.proved(practice, "document.compare", practice.bea)
    assert bea.posts(f"/visits/{other.visit_id}/sent-anyway/", digest=DIGEST)[0] == 204
    play.proved(practice, "document.send-anyway", practice.bea, because="was-told-before")

    assert take(practice.bea.browser, other, PDF).status_code == 409
    play.proved(practice, "visit.accept", practice.bea, other.patient_id, outcome="failed")
    play.prevented("nothing of it is kept before she says why it lies in two files")
    assert kept_all_the_same(practice, other) == 201
    play.proved(practice, "document.keep-anyway", practice.bea, because="kept-shared")
    verify_patient(practice.bea.actor, Purpose.TREATMENT, practice.held.patient_id, VerifiedHow.KNOWN_PERSONALLY)
    assert "kept one document in several patients" in practice.ali.get(practice.held.page).content.decode()
    play.seen(
        "her page says before it is sent, and before it is kept, whose it is; what she does all the same Ali and the other patient read"
    )

    assert take(practice.bea.browser, practice.visit(), PDF + b"\n").status_code == 201
    play.missed("with one byte changed it is another document, and no word is said")
