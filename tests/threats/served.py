"""The real server: `paravent serve` as a process, reached by TCP, its log in a file."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from websockets.sync.client import ClientConnection, connect

from paravent.web import cluster as embedded
from tests.journeys.practice import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.threats.cast import Practice

LONGEST_START = 60


@dataclass
class Served:
    """One server on the practice's database."""

    practice: "Practice"
    port: int = field(default_factory=free_port)
    logged_in: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="paravent-threats-")) / "log")
    process: subprocess.Popen[bytes] | None = None
    home: str = field(default_factory=lambda: os.environ["PARAVENT_HOME"])

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        return self.logged_in.read_text()

    @property
    def environment(self) -> dict[str, str]:
        url = self.practice.cluster.url(embedded.APP, self.practice.database)
        # All attackers come from one address here, and quickly: the pace of programs is tried where it is kept, in `programs`.
        pace = {"PARAVENT_PROGRAMS_A_MINUTE": "1000000"}
        return environment(DATABASE_URL=url, PARAVENT_BASE_URL=self.base_url, PARAVENT_HOME=self.home, **pace)

    def start(self) -> None:
        with self.logged_in.open("wb") as log:
            command = serve_command("--port", str(self.port), home=self.home)
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment, cwd=ROOT)
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log
            try:
                self.asks("GET", "/alive/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def asks(self, method: str, path: str, **headers: str) -> tuple[int, str, str]:
        """Ask over TCP; returns status, headers and body. Underscores in header names are hyphens."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = named.pop("body", None)
        connection.request(method, path, body=body, headers=named)
        answer = connection.getresponse()
        found = answer.status, str(answer.headers), answer.read().decode(errors="replace")
        connection.close()
        return found

    def posts(self, path: str, fields: dict[str, str], cookie: str = "") -> int:
        """Post a form as a page of ours does, with the token that the server gave."""
        token = "a" * 32
        jar = f"csrftoken={token}; {cookie}"
        body = urlencode(fields | {"csrfmiddlewaretoken": token})
        form = "application/x-www-form-urlencoded"
        return self.asks("POST", path, body=body, Cookie=jar, Content_Type=form, Origin=self.base_url)[0]

    @contextmanager
    def hears(self, path: str, cookie: str, origin: str | None = None) -> "Iterator[ClientConnection]":
        """Open a WebSocket as a page of ours, or of somebody else, would."""
        address = f"ws://localhost:{self.port}{path}"
        with connect(
            address, origin=origin or self.base_url, additional_headers={"Cookie": cookie}, open_timeout=20
        ) as socket:
            yield socket


def serve_command(*more: str, home: str = "") -> list[str]:
    return [sys.executable, "-m", "paravent.web.cli", "serve", "--data", home or os.environ["PARAVENT_HOME"], *more]


def environment(**settings: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | settings
