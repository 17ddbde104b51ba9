"""Reading a published log over HTTP: what a server may answer, and that none of it makes a verifier wait for ever."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from paravent.ledger import sources
from paravent.ledger.sources import Address, address, checkpoint_of, signers_of
from paravent.ledger.terms import KeyUnreadable, LogUnreachable, NotThere


class Answers(BaseHTTPRequestHandler):
    """A server that says what it was told to, one answer a request."""

    said: list[tuple[int, dict[str, str], bytes]] = []
    heard: list[bytes] = []

    def do_GET(self) -> None:
        status, headers, content = self.said.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        self.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def log() -> Iterator[Address]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield address(f"http://127.0.0.1:{server.server_port}/ledger")
    server.shutdown()
    server.server_close()


def test_a_file_is_what_the_server_sends(log: Address) -> None:
    Answers.said = [(200, {}, b"note")]

    assert checkpoint_of(log) == "note"


def test_a_server_without_a_log_is_told_from_one_that_is_away(log: Address) -> None:
    Answers.said = [(404, {}, b""), (500, {}, b"")]

    with pytest.raises(NotThere):
        checkpoint_of(log)
    with pytest.raises(LogUnreachable, match="answers 500") as away:
        checkpoint_of(log)
    assert not isinstance(away.value, NotThere)
    with pytest.raises(LogUnreachable):
        checkpoint_of(address("http://127.0.0.1:9"))


def test_a_pause_is_made_as_the_server_asks_but_never_a_long_one(log: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []
    monkeypatch.setattr(sources.time, "sleep", pauses.append)
    asked = ["0", "7", "999999", "tomorrow", "-5"]
    Answers.said = [*((429, {"Retry-After": pause}, b"") for pause in asked), (200, {}, b"note")]

    assert checkpoint_of(log) == "note"
    assert pauses == [0, 7, 60, 60, 60]


def test_a_server_that_always_asks_for_a_pause_is_given_up(log: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources.time, "sleep", lambda _seconds: None)
    Answers.said = [(429, {}, b"")] * 20

    with pytest.raises(LogUnreachable):
        checkpoint_of(log)


def test_what_is_posted_arrives_and_the_answer_is_its_status(log: Address) -> None:
    Answers.said, Answers.heard = [(200, {}, b""), (403, {}, b"")], []

    assert [log.post("cosignature", "\N{EM DASH} note") for _ in range(2)] == [200, 403]
    assert Answers.heard == ["\N{EM DASH} note".encode()] * 2


@pytest.mark.parametrize("listed", [b"nonsense", b"x practice+00000000+AAAA", b"0 \xff\xfe"])
def test_a_list_of_keys_that_is_none_is_refused(log: Address, listed: bytes) -> None:
    Answers.said = [(200, {}, listed)]

    with pytest.raises(KeyUnreadable):
        signers_of(log)
