"""Somebody in the middle: the server itself, or whoever took it over, changes what it passes on."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice
from tests.threats.red_team.plays import Play

KEY = bytes.fromhex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")  # RFC 7748, section 5.2
NONCE, FINGERPRINT = os.urandom(32), os.urandom(32)
Change = Callable[[dict[str, Any], str], dict[str, Any]]


def commitment(message: dict[str, Any], visit: str) -> str:
    """Return an honest commitment to the attacker's own opening (call-encryption.md, section 4)."""
    parts = [
        b"paravent call v1 opening",
        visit.encode(),
        str(message["from"]).encode(),
        str(message["to"]).encode(),
        KEY,
        NONCE,
        FINGERPRINT,
    ]
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()


def as_somebody_else(message: dict[str, Any], visit: str) -> dict[str, Any]:
    """Put the attacker's keys in the place of the other side's, from the first message on."""
    if message["tag"] == "commit":
        return message | {"commitment": commitment(message, visit)}
    if message["tag"] == "reveal":
        return message | {"key": KEY.hex(), "nonce": NONCE.hex(), "fingerprint": FINGERPRINT.hex()}
    return message


def another_certificate(message: dict[str, Any], visit: str) -> dict[str, Any]:
    """Leave the keys, and put the attacker's certificate into the session description."""
    if message["tag"] != "description":
        return message
    fake = FINGERPRINT.hex(":").upper()
    sdp = re.sub(r"(a=fingerprint:sha-256 )\S+", rf"\g<1>{fake}", message["description"]["sdp"])
    return message | {"description": message["description"] | {"sdp": sdp}}


def sit_in_between(page: Page, change: Change) -> None:
    def handle(socket: WebSocketRoute) -> None:
        visit = socket.url.split("/join/")[1].split("/")[0]
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda text: socket.send(json.dumps(change(json.loads(text), visit))))

    page.route_web_socket(re.compile(r"/socket/$"), handle)


def begin(bea: Page, ali: Page, practice: Practice) -> None:
    steps.sign_in(bea, practice, "bea")
    steps.get_ready(ali, steps.start_now(bea))
    steps.admit(bea)


@pytest.mark.scenario("I13")
def test_somebody_elses_keys_show_in_different_pictures(
    practice: Practice, somebody: Callable[..., Page], play: Play
) -> None:
    play.by("two browsers in a real call; what the server passes on to one of them is changed on its way, keys and all")
    bea, ali = somebody(), somebody(PHONE)
    sit_in_between(ali, as_somebody_else)
    begin(bea, ali, practice)
    steps.until(lambda: len(steps.number(bea)) == 4 and len(steps.number(ali)) == 4, bea)
    assert steps.number(bea) != steps.number(ali)
    assert steps.frames(ali) == 0
    play.seen(
        "the four pictures of the safety number differ, for whoever reads them out; until then no picture is shown"
    )
    assert "The log is whole" in practice.run("ledger", "verify")
    play.wrote("who was in which visit, and when (the whole log verified); what a changed server says leaves no line")


def test_another_certificate_stops_the_call(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    sit_in_between(ali, another_certificate)
    begin(bea, ali, practice)
    expect(ali.get_by_role("alert").filter(has_text="Stopped for your safety")).to_be_visible()
    assert ali.locator("main").get_attribute("data-call-state") == "broken"
    assert steps.frames(ali) == 0


def test_untouched_the_same_way_round_connects(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    sit_in_between(ali, lambda message, visit: message)
    begin(bea, ali, practice)
    steps.see_each_other(bea, ali)
    assert steps.number(bea) == steps.number(ali)
