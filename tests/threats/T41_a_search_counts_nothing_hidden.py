"""A program *cannot* learn how many resources it may not see, or whether one is there: totals, pages, includes and refusals are the same with and without them, to the byte."""

import re
from uuid import uuid4

import pytest

from paravent.interop.tests.cast import Practice, Program, given, practice, pulse


@pytest.fixture
def here(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Return a practice in which Bea does not care for Eve."""
    del fresh_database
    return practice(monkeypatch)


def asked(program: Program, fhir_id: str) -> list[tuple[int, bytes]]:
    """Return what a program is told by every way of asking that it has."""
    body = pulse(uuid4()) | {"id": fhir_id}
    answers = [
        program.get("/Observation?_summary=count"),
        program.get("/Observation?_total=accurate&_count=1"),
        program.get("/Observation?code=8867-4"),
        program.get(f"/Observation?_id={fhir_id}"),
        program.get("/Observation?_sort=-date&_include=Observation:subject"),
        program.get("/Observation/_history"),
        program.get("/Patient?_revinclude=Observation:subject"),
        program.get(f"/Observation/{fhir_id}"),
        program.get(f"/Observation/{fhir_id}/_history/1"),
        program.send("PUT", f"/Observation/{fhir_id}", body),
        program.send("DELETE", f"/Observation/{fhir_id}"),
    ]
    # Cursors are sealed with a fresh nonce each time.
    return [(one.status_code, re.sub(rb"_page=[\w-]+", b"_page=", one.content)) for one in answers]


def test_what_is_hidden_changes_no_answer(here: Practice) -> None:
    bea, cem = Program(given("bea", here.bea)), Program(given("cem", here.cem))
    for value in (70, 71):
        bea.post("/Observation", pulse(here.ali, value))
    hidden = cem.post("/Observation", pulse(here.eve)).json()
    with_one = asked(bea, hidden["id"])

    for value in range(20):
        assert cem.post("/Observation", pulse(here.eve, value)).status_code == 201

    assert asked(bea, hidden["id"]) == with_one
    free = str(uuid4())
    assert [
        (status, content.replace(free.encode(), hidden["id"].encode())) for status, content in asked(bea, free)
    ] == with_one
