"""The server's operator *cannot* hear or see a call, or find in database or log what pages said to each other through the server; they *can* see who had a seat in which visit, when and from where. Against an operator who puts themselves in the middle this holds while both people compare the safety number."""

import json

from django.test import Client

from paravent.access.bearers import COOKIE
from tests.threats.cast import Practice, admitted
from tests.threats.searching import dumped, traces
from tests.threats.served import Served

SAID = "signalquokka"


def test_what_pages_say_passes_and_leaves_nothing(practice: Practice, served: Served) -> None:
    visit, ali = practice.visit(), Client()
    party = admitted(practice, visit, ali)
    guest = f"{COOKIE}={ali.cookies[COOKIE].value}"
    with served.hears(f"/ws/visits/{visit.visit_id}/", f"paravent-session={practice.bea.session}") as bea_hears:
        # Her seat is there before Ali says anything: what is said to somebody who has not come is passed on to nobody.
        me = json.loads(bea_hears.recv(20))["me"]["party_id"]
        with served.hears(f"{visit.page}socket/", guest) as ali_hears:
            ali_hears.recv(20)
            ali_hears.send(json.dumps({"tag": "description", "to": me, "session": SAID, "description": {"sdp": SAID}}))
            while (heard := json.loads(bea_hears.recv(20)))["tag"] != "description":
                pass

    assert heard["description"] == {"sdp": SAID}
    assert heard["from"] == party
    assert traces(dumped(practice), SAID) == []
    assert traces(served.log.encode(), SAID) == []
