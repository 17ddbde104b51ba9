"""A document out of a file *cannot* run as a page of the practice: it is served as what it is or as a download, never guessed at, in a sandbox without scripts (a PDF in the browser's own viewer, under our policy)."""

from tests.threats.cast import PDF, Practice


def test_a_pdf_is_a_pdf_and_nothing_else(practice: Practice) -> None:
    given = practice.bea.browser.get(practice.document)

    assert given.content == PDF
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Disposition"] == "inline"
    assert "default-src 'none'" in given.headers["Content-Security-Policy"]
    assert given.headers["X-Frame-Options"] == "DENY"
    assert given.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in given.headers["Cache-Control"]


def test_no_answer_is_guessed_at(practice: Practice) -> None:
    for page in ("/", "/today/", f"/files/{practice.held.patient_id}/", practice.held.page, "/nowhere/"):
        assert practice.bea.browser.get(page).headers["X-Content-Type-Options"] == "nosniff", page
