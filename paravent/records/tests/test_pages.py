"""Pages of a file: kept nowhere, marked with their reader, and a document does nothing but show itself."""

import pytest

from paravent.access.terms import Actor
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_browser_of
from paravent.records.tests.cast import a_condition, a_document, cares_for, filed
from paravent.records.views import SANDBOX
from paravent.web.middleware import POLICY


def test_a_file_is_kept_in_no_cache_and_marked_with_its_readers_name(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)
    filed(ali, a_condition(ali, "Asthma <severe>"))

    page = a_browser_of(bea).get(f"/files/{ali}/")

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Security-Policy"] == POLICY
    said = page.content.decode()
    assert "Asthma &lt;severe&gt;" in said
    assert '<div class="watermark" aria-hidden="true"><span>Bea</span>' in said


def test_beside_the_picture_the_file_is_a_fragment(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)

    fragment = a_browser_of(bea).get(f"/files/{ali}/", headers={"HX-Request": "true"})

    assert "Nothing is in this file yet." in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert fragment.headers["Cache-Control"] == "no-store"


def test_a_file_that_is_not_open_says_that_the_try_is_recorded(cem: Actor, ali: PatientId) -> None:
    page = a_browser_of(cem).get(f"/files/{ali}/")

    assert page.status_code == 403
    assert "This file is closed to you." in page.content.decode()
    assert "The request and its refusal have been recorded." in page.content.decode()


@pytest.mark.parametrize(
    ("content_type", "served_as", "disposition", "policy"),
    [
        ("text/plain", "text/plain; charset=utf-8", "inline", SANDBOX),
        ("image/png", "image/png", "inline", SANDBOX),
        ("application/pdf", "application/pdf", "inline", POLICY),
        ("text/html", "application/octet-stream", 'attachment; filename="document"', SANDBOX),
        ("image/svg+xml", "application/octet-stream", 'attachment; filename="document"', SANDBOX),
    ],
)
def test_a_document_is_shown_for_what_it_is_or_given_to_keep_and_runs_nothing(
    bea: Actor, ali: PatientId, content_type: str, served_as: str, disposition: str, policy: str
) -> None:
    cares_for(bea, ali)
    filed(ali, a_document(ali, b"<script>alert(1)</script>", content_type, "Ali Demir, asthma"))

    answer = a_browser_of(bea).get(f"/files/{ali}/documents/letter/")

    assert answer.headers["Content-Type"] == served_as
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_document_that_is_not_in_the_file_is_not_found(bea: Actor, ali: PatientId) -> None:
    cares_for(bea, ali)

    page = a_browser_of(bea).get(f"/files/{ali}/documents/letter/")

    assert page.status_code == 404
    assert "There is nothing here for you." in page.content.decode()
