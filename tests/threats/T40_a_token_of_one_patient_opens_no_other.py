"""A program with a token for one patient *cannot* read, search, count, page to or change anything of another patient, even one whom the person it acts for cares for: not by address, parameter, include, history, bundle or a page's end that was given for the other."""

import json
from typing import Any

import pytest

from paravent.interop.tests.cast import Practice, Program, given, practice, pulse, related
from paravent.interop.tests.test_transactions import bundle, entry


@pytest.fixture
def here(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Return a practice in which Bea cares for both, and Eve has an observation."""
    del fresh_database
    made = practice(monkeypatch)
    related(made.eve, made.bea)
    return made


def shows(answer: Any, here: Practice) -> bool:
    """Tell whether an answer holds anything of Eve's; that an address is repeated is not showing anything."""
    said = {name: value for name, value in answer.json().items() if name != "link"} if answer.content else {}
    text = json.dumps(said)
    return str(here.eve) in text or '"value": 72' in text


def test_another_patient_is_out_of_reach(here: Practice) -> None:
    whole = Program(given("whole", here.bea))
    hidden = whole.post("/Observation", pulse(here.eve)).json()
    whole.post("/Observation", pulse(here.eve))
    given("bounded", here.bea, "patient/*.cruds", "user/*.cruds", patient=here.ali)
    bounded = Program("bounded")
    further = [one["url"] for one in whole.get(f"/Observation?patient={here.eve}&_count=1").json()["link"]][1]
    moved = pulse(here.ali) | {"id": hidden["id"]}
    attempts: list[Any] = [
        bounded.get(f"/Observation/{hidden['id']}"),
        bounded.get(f"/Observation/{hidden['id']}/_history"),
        bounded.get(f"/Observation/{hidden['id']}/_history/1"),
        bounded.get("/Observation/_history"),
        bounded.get(f"/Patient/{here.eve}"),
        bounded.get(f"/Patient/{here.eve}/$everything"),
        bounded.get(f"/Patient/{here.eve}/Observation"),
        bounded.get(f"/Observation?patient={here.eve}"),
        bounded.get(f"/Observation?_id={hidden['id']}&_include=Observation:subject"),
        bounded.get("/Observation?code=8867-4&_revinclude=Provenance:target"),
        bounded.get("/Patient?_revinclude=Observation:subject"),
        bounded.get(further.partition("/fhir/R4")[2]),
        bounded.post("/Observation", pulse(here.eve)),
        bounded.send("PUT", f"/Observation/{hidden['id']}", moved),
        bounded.send("DELETE", f"/Observation/{hidden['id']}"),
        bounded.post("/", bundle("batch", entry("GET", f"Observation/{hidden['id']}"), entry("GET", "Observation"))),
        bounded.post("/", bundle("transaction", entry("PUT", f"Observation/{hidden['id']}", moved))),
    ]

    assert [one.content for one in attempts if shows(one, here)] == []
    assert whole.get(f"/Observation/{hidden['id']}").json() == hidden
    assert whole.get(f"/Observation?patient={here.eve}&_summary=count").json()["total"] == 2


def test_its_own_patient_is_there(here: Practice) -> None:
    """The attack above says nothing if the token opens nothing at all."""
    program = Program(given("bounded", here.bea, "patient/*.cruds", patient=here.ali))
    made = program.post("/Observation", pulse(here.ali)).json()
    assert json.loads(program.get(f"/Observation/{made['id']}").content) == made
