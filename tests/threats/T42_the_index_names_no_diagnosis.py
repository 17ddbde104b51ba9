"""A thief of the database *cannot* learn a diagnosis from the index by which files are searched, nor count how common a code is: the tokens of a file are under a key of its own. They *can* see types and dates of resources, and which resources of one patient share a value."""

from collections import Counter

import psycopg
import pytest

from paravent.interop.tests.cast import Practice, Program, given, practice
from paravent.kernel.blind import token
from paravent.keys.custody import blind_key
from paravent.web import cluster as embedded

CODE = "44054006"


def diabetes(patient: object) -> dict[str, object]:
    return {
        "resourceType": "Condition",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": CODE, "display": "Diabetes"}]},
        "subject": {"reference": f"Patient/{patient}"},
        "onsetDateTime": "2020-01-01",
    }


@pytest.fixture
def here(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """Return a practice in which everybody has the same."""
    del fresh_database
    made = practice(monkeypatch)
    for patient in (made.ali, made.eve, made.ali):
        assert made.system.post("/Condition", diabetes(patient)).status_code == 201
    return made


def stolen(cluster: embedded.Cluster) -> list[tuple[object, list[bytes], str]]:
    """Return what a thief holds: every row of conditions, whole."""
    from django.db import connection

    with psycopg.connect(cluster.url(embedded.SUPERUSER, connection.settings_dict["NAME"])) as thief:
        rows = thief.execute(
            "SELECT patient_id, tokens, records_resource::text FROM records_resource WHERE resource_type = 'Condition'"
        )
        return rows.fetchall()


def test_equal_diagnoses_do_not_look_equal(here: Practice, cluster: embedded.Cluster) -> None:
    loot = stolen(cluster)
    owners: dict[bytes, set[object]] = {}
    for owner, tokens, _ in loot:
        for one in tokens:
            owners.setdefault(bytes(one), set()).add(owner)

    assert len(loot) == 3
    assert owners
    assert Counter(len(who) for who in owners.values()) == {1: len(owners)}
    assert not [text for _, _, text in loot if CODE in text or "iabetes" in text]


def test_a_guess_is_not_confirmed_without_the_files_key(here: Practice, cluster: embedded.Cluster) -> None:
    """Even with the practice's own search key, which lies outside the database, no guess meets a token."""
    there = {bytes(one) for _, tokens, _ in stolen(cluster) for one in tokens}
    guesses = [f"{system}{code}" for system in ("", "http://snomed.info/sct|", "|") for code in (CODE, "Diabetes")]
    fields = ("token", "code", "string", "")

    assert not {token(blind_key(), field, guess) for field in fields for guess in guesses} & there
    program = Program(given("bea", here.bea))
    assert len(program.get(f"/Condition?code={CODE}").json()["entry"]) == 2
