"""A running sample practice, as a newcomer starts it: one process, to be killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONGEST = 90
"""Seconds in which a server has started, or ended, also on a machine with much other work. Nothing is measured by it."""


def daytime() -> str:
    """Return a time zone in which it is about noon: at night, visits "in an hour" are tomorrow's."""
    ahead = 12 - datetime.now(tz=UTC).hour
    # POSIX counts the other way round: Etc/GMT-3 is three hours ahead of Greenwich.
    return f"Etc/GMT{-ahead:+d}"


# Below those that the system gives away itself, so that no call outwards takes one; a thousand for each who tests beside us.
FIRST_PORT = 20_000 + 1_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORTS = islice(cycle(range(FIRST_PORT, FIRST_PORT + 1_000)), os.getpid() % 1_000, None)


def free_port() -> int:
    """Return a port that nobody uses now, and that is not given away again soon."""
    return next(port for port in PORTS if is_free(port))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass
class Practice:
    """The demo command in a folder of its own."""

    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="paravent-journey-")))
    process: subprocess.Popen[bytes] | None = None
    words: tuple[str, ...] = ("demo",)

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def people(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = json.loads((self.home / "data" / "demo.json").read_text())["people"]
        return found

    @property
    def log(self) -> str:
        return (self.home / "log").read_text()

    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL" and "PARAVENT" not in key}
        return kept | {"PYTHONPATH": str(ROOT), "PARAVENT_TIME_ZONE": daytime()} | self.settings

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "paravent.web.cli", *words, "--data", str(self.home / "data")]

    def run(self, *words: str) -> str:
        """Run another command on the same data and return what it says."""
        done = subprocess.run(self.command(*words), check=True, capture_output=True, env=self.environment(), cwd=ROOT)
        return done.stdout.decode()

    def start(self) -> None:
        self.home.chmod(0o755)
        with (self.home / "log").open("ab") as log:
            command = self.command(*self.words, "--port", str(self.port))
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment(), cwd=ROOT)
        self.wait_until_alive()

    def started_anew(self, settings: dict[str, str]) -> None:
        """Stop the server and start it with other settings, on the same data."""
        self.stop()
        self.settings = settings
        self.start()

    def wait_until_alive(self) -> None:
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            assert self.process is not None
            assert self.process.poll() is None, self.log
            try:
                if self.is_alive():
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.log)

    def is_alive(self) -> bool:
        """Ask whether the server answers; raises OSError while nobody listens."""
        with urllib.request.urlopen(f"{self.base_url}/alive/") as answer:
            return bool(answer.status == 200)

    def kill(self) -> None:
        """End the server without a word, as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(LONGEST)


def printed_link(text: str) -> str:
    """Return the address in what a command printed."""
    return next(word for word in text.split() if word.startswith("http"))


def as_json(text: str) -> Any:
    return json.loads(text)
