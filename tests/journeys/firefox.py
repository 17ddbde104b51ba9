"""Firefox, for a journey in which browsers of two makers meet.

Playwright drives a Firefox of its own alone, and Debian has no geckodriver. What geckodriver speaks with Firefox is Marionette: over TCP, each message
a length in digits, a colon, and JSON `[0, id, command, parameters]`, answered by `[1, id, error, result]`; the commands are WebDriver's.
Source: Firefox source docs, Marionette protocol.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BUSY_SECONDS = 90
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    # A machine without a network of its own has no name service for addresses that hide.
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver names an element (W3C WebDriver, 12.1)."""
ENTER = "\ue007"
"""The key as WebDriver writes it (W3C WebDriver, 17.4.2)."""
PAINTED = "return document.querySelector('video[data-remote]')?.mozPaintedFrames ?? 0"


class Firefox:
    """One page, in the words of what somebody does with it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.stream = connection.makefile("rb")
        self.sent = 0
        self.heard()
        self.ask("WebDriver:NewSession")
        self.ask("WebDriver:SetTimeouts", implicit=BUSY_SECONDS * 1000)

    def heard(self) -> Any:
        length = b"".join(iter(lambda: self.stream.read(1), b":"))
        return json.loads(self.stream.read(int(length)))

    def ask(self, command: str, **parameters: object) -> Any:
        self.sent += 1
        message = json.dumps([0, self.sent, command, parameters]).encode()
        self.connection.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self.heard()
        assert error is None, error["message"]
        return result

    def goto(self, url: str) -> None:
        self.ask("WebDriver:Navigate", url=url)

    def reload(self) -> None:
        self.ask("WebDriver:Refresh")

    def one(self, selector: str) -> str:
        """Return what the page has of a selector, as soon as it has."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        return str(found["value"][ELEMENT])

    def fill(self, selector: str, text: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self.one(selector), text=text)

    def click(self, selector: str) -> None:
        self.ask("WebDriver:ElementClick", id=self.one(selector))

    def text(self, selector: str) -> str:
        return str(self.ask("WebDriver:GetElementText", id=self.one(selector))["value"])

    def painted(self) -> int:
        """Return how many pictures of the other side were shown."""
        return int(self.ask("WebDriver:ExecuteScript", script=PAINTED, args=[])["value"])


@contextmanager
def firefox(path: str, port: int) -> Iterator[Firefox]:
    """Start Debian's Firefox with a profile of its own, a camera that shows invented pictures, and no window."""
    profile = Path(tempfile.mkdtemp(prefix="paravent-firefox-"))
    preferences = {**PREFERENCES, "marionette.port": port}
    (profile / "user.js").write_text(
        "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    )
    running = subprocess.Popen(
        [path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with connected(port) as connection:
            yield Firefox(connection)
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(profile, ignore_errors=True)


def connected(port: int) -> socket.socket:
    """Return the connection as soon as Firefox listens."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=BUSY_SECONDS * 2)
        except ConnectionRefusedError:
            assert time.monotonic() < end, "Firefox does not listen"
            time.sleep(0.1)
