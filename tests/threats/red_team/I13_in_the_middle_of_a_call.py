"""The administrator changes signalling, to sit in the middle of a call."""

import re
import shutil
import subprocess

import pytest
from django.test import Client

from tests.threats.cast import Practice, admitted
from tests.threats.red_team.plays import Play
from tests.threats.red_team.terms import ROOT
from tests.threats.served import Served

HANDSHAKE = "paravent/calls/static/calls/handshake.test.js"
TRIED = [
    "somebody in the middle who relays both handshakes is seen: the numbers differ",
    *(f"a {part} changed on the way breaks the link" for part in ("fingerprint", "key", "nonce")),
]


def test_played(play: Play, practice: Practice, served: Served) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("this one needs Node 20 or newer")
    play.by("the browser's own modules on both sides, with the attacker between them")
    asked = [node, "--test", "--test-reporter=tap", HANDSHAKE]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert [name for name in TRIED if not re.search(rf"^ok \d+ - {re.escape(name)}$", said, re.MULTILINE)] == []
    play.seen("the safety number: its four pictures differ, for whoever reads them out")
    play.prevented("what was changed after the keys were committed to breaks the link")

    visit, ali = practice.visit(), Client()
    admitted(practice, visit, ali)
    with served.hears(f"/ws/visits/{visit.visit_id}/", f"paravent-session={practice.bea.session}") as bea:
        bea.recv(20)
    play.proved(practice, "party.enter", practice.bea)
    play.no_line("a server that changes what it passes on says nothing of it")
