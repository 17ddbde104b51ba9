"""Whoever sends a file *cannot* pass a page, a script or a picture without end off as a photo or a PDF: its bytes are looked at, not its name; what is neither is not taken."""

import json
import struct
import zlib

import pytest

from tests.threats.cast import Practice, photo, take

PAGE = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def unfolding() -> bytes:
    """Return a PNG of a few kilobytes that says it is 40 000 by 40 000."""
    body = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", body), (b"IDAT", zlib.compress(b"\0" * 100_000)), (b"IEND", b"")]
    made = b"\x89PNG\r\n\x1a\n"
    for kind, content in parts:
        made += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return made


DISGUISED = {
    "a page called photo.jpg": (PAGE, "photo.jpg"),
    "a page called letter.pdf": (PAGE, "letter.pdf"),
    "a drawing with a script": (SVG, "drawing.png"),
    "a page behind blanks and a PDF's sign": (b" \n%PDF-1.7\n" + PAGE + b"%%EOF", "letter.pdf"),
    "a PDF without an end": (b"%PDF-1.7\n" + PAGE + b" " * 4096, "letter.pdf"),
    "a picture without end": (unfolding(), "small.png"),
    "a picture cut off": (photo("PNG")[:40], "photo.png"),
    "a GIF": (b"GIF89a\1\0\1\0\0\0\0;" + PAGE, "photo.gif"),
    "a program": (b"MZ\x90\0" + b"\0" * 100, "photo.png"),
    "an archive": (b"PK\3\4" + b"\0" * 100, "letter.pdf"),
    "nothing": (b"", "letter.pdf"),
    "more than 25 MiB": (b"%PDF-1.7\n" + b"\0" * (25 * 1024 * 1024) + b"%%EOF", "letter.pdf"),
}


@pytest.mark.parametrize("disguise", list(DISGUISED))
def test_what_is_neither_photo_nor_pdf_is_not_taken(practice: Practice, disguise: str) -> None:
    content, name = DISGUISED[disguise]

    answer = take(practice.bea.browser, practice.visit(), content, name)

    assert answer.status_code == 422
    assert "error" in answer.json()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_that_is_a_page_as_well_stays_a_photo(practice: Practice, kind: str) -> None:
    visit = practice.visit()
    name = '"><script>alert(1)</script>.html'

    answer = take(practice.bea.browser, visit, photo(kind) + PAGE, name)
    assert answer.status_code == 201
    shown = practice.bea.browser.get(f"/files/{visit.patient_id}/").content.decode()
    address = shown.partition(f"/files/{visit.patient_id}/documents/")[2].partition("/")[0]
    given = practice.bea.browser.get(f"/files/{visit.patient_id}/documents/{address}/")

    assert given.headers["Content-Type"] == f"image/{kind.lower()}"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert "<script>alert" not in shown


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml"])
def test_a_document_that_was_imported_is_never_a_page_of_ours(practice: Practice, content_type: str) -> None:
    import base64
    from uuid import uuid4

    from paravent.access.operation import operation
    from paravent.access.terms import INSTALLATION, Purpose, allow
    from paravent.records import steps

    visit, fhir_id = practice.visit(), str(uuid4())
    data = base64.b64encode(SVG).decode()
    resource = {
        "resourceType": "DocumentReference",
        "id": fhir_id,
        "status": "current",
        "content": [{"attachment": {"contentType": content_type, "data": data, "title": "<script>"}}],
    }
    with operation("records.import", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("imports"))
        steps.file_resource(op, patient_id=visit.patient_id, resource=json.loads(json.dumps(resource)))

    given = practice.bea.browser.get(f"/files/{visit.patient_id}/documents/{fhir_id}/")

    assert given.status_code == 200
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert given.headers["Content-Disposition"].startswith("attachment")
