"""What an upload is, told by its bytes."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from paravent.visits import uploads
from paravent.visits.terms import NotAcceptable
from paravent.visits.uploads import looked_at

# Pillow warns below our own limit, and warnings are errors here: as in practice, only errors count.
pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")

BEGINNINGS = [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"RIFF\x20\x00\x00\x00WEBPVP8 "]
TYPES = {"application/pdf", *uploads.PHOTO_TYPES.values()}
REFUSALS = {"too-large", "not-a-photo-or-pdf", "empty", "damaged"}


def said_of(content: bytes) -> str:
    """Return the type of an upload, or why it is refused."""
    try:
        return looked_at(content)
    except NotAcceptable as refused:
        return str(refused)


def photo(format_: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "navy").save(out, format_)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a few bytes that unfold to a picture of this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BEGINNINGS[2] + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("format_", "content_type"), uploads.PHOTO_TYPES.items())
def test_a_photo_is_what_its_bytes_say(format_: str, content_type: str) -> None:
    assert looked_at(photo(format_)) == content_type


def test_a_pdf_begins_and_ends_as_one() -> None:
    assert looked_at(b"%PDF-1.4\nfinding\n%%EOF\n") == "application/pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"<html>%PDF-1.4 %%EOF</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"MZ\x90\x00",
        photo("GIF"),
        photo("BMP"),
    ],
    ids=["a page", "SVG", "a program", "GIF", "BMP"],
)
def test_anything_else_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(NotAcceptable, match="not-a-photo-or-pdf"):
        looked_at(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.4\nwithout an end", "damaged"),
        (photo("PNG")[:40], "damaged"),
        (photo("JPEG")[:20], "damaged"),
    ],
    ids=["nothing", "half a PDF", "half a photo", "the beginning of a photo"],
)
def test_what_did_not_come_whole_is_said_to_be_so(content: bytes, why: str) -> None:
    assert said_of(content) == why


def test_25_mib_is_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert uploads.LARGEST == 25 * 1024 * 1024
    letter = b"%PDF-1.4\n%%EOF"
    monkeypatch.setattr(uploads, "LARGEST", len(letter))

    assert looked_at(letter) == "application/pdf"
    with pytest.raises(NotAcceptable, match="too-large"):
        looked_at(letter + b"\n")


@pytest.mark.parametrize(("width", "height"), [(10_001, 10_000), (14_000, 13_000), (60_000, 60_000)])
def test_a_small_file_that_unfolds_to_gigabytes_is_too_large(width: int, height: int) -> None:
    with pytest.raises(NotAcceptable, match="too-large"):
        looked_at(png_that_claims(width, height))


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
def test_any_bytes_have_a_type_or_are_refused_in_words(beginning: bytes, rest: bytes) -> None:
    assert said_of(beginning + rest) in TYPES | REFUSALS


@given(st.sampled_from(list(uploads.PHOTO_TYPES)), st.data())
def test_a_photo_that_was_damaged_on_the_way_breaks_nothing(format_: str, data: st.DataObject) -> None:
    content = bytearray(photo(format_))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))

    assert said_of(bytes(content)) in TYPES | REFUSALS
