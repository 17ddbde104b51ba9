"""A foreign page *cannot* open a socket with a signed-in browser's cookie: only the practice's own origin is let in, no other program on the same machine either."""

import subprocess
import sys

import pytest
from websockets.exceptions import InvalidStatus

from paravent.access.bearers import COOKIE
from tests.journeys.practice import ROOT
from tests.threats.cast import Practice
from tests.threats.served import Served, environment

FOREIGN = [
    "https://evil.example",
    "http://localhost.evil.example",
    "http://evil.example/#localhost",
    "null",
    "file://",
    "http://localhost:1",
    "https://localhost:{port}",
]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ["/ws/day/", "/ws/visits/{visit}/", "/join/{visit}/socket/"])
def test_another_origin_is_turned_away(practice: Practice, served: Served, origin: str, path: str) -> None:
    cookie = f"paravent-session={practice.bea.session}; {COOKIE}={practice.ali.cookies[COOKIE].value}"
    address = path.format(visit=practice.held.visit_id)

    with (
        pytest.raises(InvalidStatus, match="403"),
        served.hears(address, cookie, origin.format(port=served.port)),
    ):
        pass


def test_our_own_is_let_in(practice: Practice, served: Served) -> None:
    with served.hears("/ws/day/", f"paravent-session={practice.bea.session}"):
        pass


@pytest.mark.parametrize(
    ("base_url", "origins"),
    [
        ("https://practice.example", {"https://practice.example"}),
        ("http://localhost:8000", {"http://localhost:8000", "http://127.0.0.1:8000"}),
    ],
)
def test_no_other_port_of_the_same_machine_is_let_in(base_url: str, origins: set[str]) -> None:
    command = [sys.executable, "-c", "from paravent.web import asgi; print(*asgi.origins)"]

    said = subprocess.run(
        command, check=True, capture_output=True, cwd=ROOT, env=environment(PARAVENT_BASE_URL=base_url)
    )

    assert set(said.stdout.decode().split()) == origins
