"""Whoever sends more than a document may have, or sends without end, *cannot* have it written to a disk, where it would lie in clear: the server keeps what fits into memory, drops the rest, and says on the page that the file is too large."""

import http.client
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.threats.cast import Practice
from tests.threats.served import Served

TOKEN = "a" * 32
BOUNDARY = "paravent-boundary"
TOO_MUCH = 40 * 1024 * 1024
"""Bytes: more than the 26 MB of memory, and what two sockets hold between them."""
PIECE = b"quokka " * 16_384


def form(name: str, **fields: str) -> bytes:
    """Return the beginning of a form that ends within its file."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n\r\n'
    return "".join([*parts, file]).encode()


def written_by(process_id: int) -> set[str]:
    """Return the temporary files that a process has open, also those without a name."""
    found = set()
    for handle in Path(f"/proc/{process_id}/fd").iterdir():
        # What is open now may be closed a moment later.
        with suppress(FileNotFoundError):
            found.add(str(handle.readlink()))
    return {target for target in found if target.startswith(tempfile.gettempdir()) or target.endswith("(deleted)")}


@pytest.fixture
def sending(served: Served) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("localhost", served.port, timeout=60)
    yield connection
    connection.close()


def begins(sending: http.client.HTTPConnection, served: Served, path: str, beginning: bytes, session: str) -> bytes:
    """Send a form until so much has come that no memory is given for it; return what ends it."""
    end = f"\r\n--{BOUNDARY}--\r\n".encode()
    pieces = TOO_MUCH // len(PIECE)
    sending.putrequest("POST", path)
    sending.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    sending.putheader("Content-Length", str(len(beginning) + pieces * len(PIECE) + len(end)))
    sending.putheader("Cookie", f"csrftoken={TOKEN}; paravent-session={session}")
    sending.putheader("Origin", served.base_url)
    sending.endheaders(beginning)
    for _ in range(pieces):
        sending.send(PIECE)
    return end


@pytest.mark.parametrize(
    ("who", "path", "name", "most"),
    [
        ("max", "/roster/2026-W40/upload/", "file", "2 MB"),
        ("max", "/conformity/D20/show/", "paper", "25 MB"),
        ("bea", "/visits/{visit}/accepted/", "file", "25 MB"),
    ],
)
def test_a_file_without_room_is_heard_dropped_and_told_of(
    practice: Practice, served: Served, sending: http.client.HTTPConnection, who: str, path: str, name: str, most: str
) -> None:
    session = practice.everybody[who].session
    address = path.format(visit=practice.held.visit_id)
    beginning = form(name, csrfmiddlewaretoken=TOKEN, kind="document", done_on="2026-11-28", due_on="2027-11-28")
    assert served.process is not None
    before = written_by(served.process.pid)

    end = begins(sending, served, address, beginning, session)

    assert written_by(served.process.pid) - before == set()
    sending.send(end)
    answer = sending.getresponse()
    said = answer.read().decode()
    assert answer.status == 422
    assert f"This file is too large: {most} is the most." in said
    assert "is required" not in said
