"""Names, reasons and user agents are made to look like lines of the log, or like formulas in a table that is exported."""

import json
from urllib.parse import quote

from django.test import Client

from paravent.access.terms import INSTALLATION, Purpose
from paravent.people.operations import register_patient
from paravent.people.terms import Identity
from tests.threats import T15_the_log_file_says_nothing as T15
from tests.threats.cast import Practice, waiting
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk, break_glass
from tests.threats.served import Served

LINE = (
    'x\r\n{"v":1,"act":"chart.open","outcome":"done","who":"cem-injected"}\n=HYPERLINK("http://evil.example","ledger")'
)


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by(
        "HTTP: as a guest's name, the reason of an emergency, an address, headers, a sign-in; the log and its files read afterwards"
    )
    T15.test_no_line_is_forged_by_what_a_stranger_sends(served)
    visit = practice.visit()
    waiting(visit, LINE, Client())
    patient = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity(LINE))
    assert break_glass(Desk(served, practice.cem), patient, LINE) == 302
    served.asks("GET", f"/files/{quote(LINE)}/", User_Agent=quote(LINE))

    with practice.as_superuser() as superuser:
        leaves = [bytes(leaf) for (leaf,) in superuser.execute("SELECT leaf FROM ledger_entry")]
        facts = str(superuser.execute("SELECT array_agg(facts::text) FROM ledger_detail").fetchone())
    assert not [leaf for leaf in leaves if b"injected" in leaf or b"\n" in leaf or b"HYPERLINK" in leaf]
    assert all(json.loads(leaf)["v"] == 1 for leaf in leaves)
    assert "injected" not in facts
    assert not [line for line in served.log.splitlines() if line.startswith(("{", "="))]
    play.prevented(
        "a line of the log is canonical JSON without any typed text; the server's own log escapes what an address holds, and quotes nothing else"
    )
    play.prevented("nothing is exported as a table: a file leaves as FHIR or on paper")
    play.proved(practice, "glass.break", practice.cem, patient)
