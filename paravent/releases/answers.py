"""Files of a release as they are sent."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from paravent.releases.terms import OneFile
from paravent.uses.answers import NDJSON

RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def in_parts(request: HttpRequest, told: OneFile, content: bytes) -> HttpResponse:
    """Return a file, or what of it is still missing: a transfer that was cut goes on where it ended."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    start, end = (int(asked[1]), int(asked[2] or told.size - 1)) if asked else (0, told.size - 1)
    if asked and not start <= end < told.size:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{told.size}"
        return response
    response = HttpResponse(content[start : end + 1], content_type=NDJSON, status=206 if asked else 200)
    if asked:
        response["Content-Range"] = f"bytes {start}-{end}/{told.size}"
    response["Accept-Ranges"], response["ETag"] = "bytes", f'"{told.sha256}"'
    response["Content-Disposition"] = f'attachment; filename="{told.kind}-{told.number}.ndjson"'
    return response
