"""What a running call survives: our server's end, the network's, and having to go through a relay."""

import json
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from paravent.calls.terms import Told
from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice, free_port

SECRET = "only-for-this-journey"
REMEMBER = """
  const Connection = RTCPeerConnection;
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...settings) { super(...settings); globalThis.connections.push(this); }
  };
"""
PATH_TAKEN = """async () => {
  const report = await globalThis.connections.at(-1).getStats();
  const all = [...report.values()];
  const pair = all.find((one) => one.type === "candidate-pair" && one.nominated && one.state === "succeeded");
  return [report.get(pair?.localCandidateId)?.candidateType, report.get(pair?.remoteCandidateId)?.candidateType];
}"""


def test_a_killed_server_does_not_end_the_call(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    before = steps.number(ali)
    practice.kill()
    expect(ali.get_by_text("Our server cannot be reached at the moment.")).to_be_visible()
    steps.frames_go_on(bea)
    steps.frames_go_on(ali)
    practice.start()
    expect(ali.get_by_text("Our server cannot be reached at the moment.")).to_have_count(0, timeout=steps.BUSY_MS)
    steps.frames_go_on(bea)
    steps.frames_go_on(ali)
    assert steps.number(ali) == before
    ali.get_by_role("textbox", name="Message").fill("Still here")
    ali.get_by_role("button", name="Send", exact=True).click()
    expect(bea.get_by_text("Still here")).to_be_visible()


def test_whoever_waits_while_the_server_restarts_keeps_their_place(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    steps.get_ready(ali, steps.start_now(bea))
    expect(bea.get_by_role("button", name="Admit")).to_be_visible()

    practice.kill()
    for page in (bea, ali):
        expect(page.get_by_text("it comes back by itself")).to_be_visible()
        expect(page.get_by_text("Your call goes on")).to_have_count(0)
    practice.start()

    for page in (bea, ali):
        expect(page.get_by_text("Our server is back")).to_be_visible(timeout=steps.BUSY_MS)
        expect(page.get_by_text("it comes back by itself")).to_have_count(0)
    steps.admit(bea)
    steps.see_each_other(bea, ali)


def test_whoever_leaves_the_page_comes_back_to_where_they_were(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    steps.get_ready(ali, link)
    address = ali.url

    ali.goto("about:blank")
    ali.goto(link)
    expect(ali.get_by_role("heading", name="You are expected.")).to_be_visible()
    steps.admit(bea)
    steps.see_each_other(bea, ali)

    ali.goto("about:blank")
    ali.goto(address)
    steps.see_each_other(ali, bea)
    ali.go_back()
    ali.go_forward()
    steps.see_each_other(ali, bea)
    assert steps.number(bea) == steps.number(ali)

    window = ali.context.new_page()
    window.goto(address)
    steps.see_each_other(window, bea)
    expect(ali.get_by_role("heading", name="This consultation goes on in another window.")).to_be_visible()
    ali.get_by_role("link", name="Come back").click()
    steps.see_each_other(ali, bea)
    expect(window.get_by_role("heading", name="This consultation goes on in another window.")).to_be_visible()


def lose_messages(page: Page, over: list[str]) -> None:
    """Lose what the other side says to this page, until something is over."""

    def handle(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda text: socket.send(text) if over or json.loads(text)["tag"] in set(Told) else None)

    page.route_web_socket(re.compile(r"/socket/$"), handle)


def test_a_call_that_does_not_come_about_says_so_and_begins_anew(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    """Nobody loads a page anew here: that what was said got lost is noticed, told, and made good."""
    bea, ali = somebody(), somebody(PHONE)
    over: list[str] = []
    lose_messages(ali, over)
    steps.sign_in(bea, practice, "bea")
    steps.get_ready(ali, steps.start_now(bea))
    steps.admit(bea)
    for page in (bea, ali):
        expect(page.get_by_text("We are trying again")).to_be_visible(timeout=steps.BUSY_MS)

    over.append("found again")

    steps.see_each_other(bea, ali)
    assert steps.number(bea) == steps.number(ali)
    for page in (bea, ali):
        expect(page.get_by_text("We are trying again")).to_have_count(0)


@dataclass
class Relay:
    """coturn, running on this machine."""

    address: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def relay() -> Iterator[Relay]:
    """Run coturn, the only way between the two browsers."""
    path = shutil.which("turnserver")
    if path is None:
        pytest.skip("this journey needs a relay: apt-get install coturn")
    port, folder = free_port(), tempfile.mkdtemp(prefix="paravent-relay-")
    words = [path, "-n", "--no-cli", "--no-tls", "--no-dtls", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"]
    words += [f"--listening-port={port}", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=paravent"]
    words += ["--allow-loopback-peers", "--log-file=stdout", f"--pidfile={folder}/pid", f"--userdb={folder}/db"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield Relay(f"turn:127.0.0.1:{port}?transport=udp", process)
        process.send_signal(signal.SIGCONT)
        process.terminate()


@pytest.fixture
def relayed_practice(practice: Practice, relay: Relay) -> Iterator[Practice]:
    """Let the practice's calls only go through the relay, from its next start to the one after."""
    usual = practice.settings
    through_the_relay = {
        "PARAVENT_TURN_URLS": relay.address,
        "PARAVENT_TURN_SECRET": SECRET,
        "PARAVENT_ICE_TRANSPORT_POLICY": "relay",
    }
    practice.started_anew(usual | through_the_relay)
    yield practice
    practice.started_anew(usual)


def test_through_a_relay_and_over_a_lost_network(
    relayed_practice: Practice, relay: Relay, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    for page in (bea, ali):
        page.add_init_script(REMEMBER)
    steps.talk(bea, ali, relayed_practice)
    assert bea.evaluate(PATH_TAKEN) == ["relay", "relay"]
    assert steps.number(bea) == steps.number(ali)
    before = steps.number(ali)

    relay.process.send_signal(signal.SIGSTOP)
    ali.locator('main[data-call-state="interrupted"]').wait_for()
    relay.process.send_signal(signal.SIGCONT)
    steps.see_each_other(bea, ali)
    steps.frames_go_on(bea)
    steps.frames_go_on(ali)
    assert steps.number(ali) == before
