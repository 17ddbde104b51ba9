"""What an uploaded file really is: told by its bytes, never by its name or by what the browser says."""

import io

from PIL import Image, UnidentifiedImageError

from paravent.visits.terms import NotAcceptable

LARGEST = 25 * 1024 * 1024
PHOTO_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PHOTO_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""What begins as a photo and cannot be read is one that did not come whole."""
MOST_PIXELS = 100_000_000  # a small file can unfold to gigabytes of picture


def looked_at(content: bytes) -> str:
    """Return the content type of a photo or a PDF, or raise NotAcceptable with the reason in words."""
    if not content:
        raise NotAcceptable("empty")
    if len(content) > LARGEST:
        raise NotAcceptable("too-large")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise NotAcceptable("damaged")
        return "application/pdf"
    return _photo_type(content)


def _photo_type(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=list(PHOTO_TYPES)) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise NotAcceptable("too-large")
            photo.verify()
            return PHOTO_TYPES[photo.format or ""]
    except Image.DecompressionBombError:
        raise NotAcceptable("too-large") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError):
        raise NotAcceptable("damaged" if content.startswith(PHOTO_BEGINNINGS) else "not-a-photo-or-pdf") from None
