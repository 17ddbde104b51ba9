"""What two languages must say alike: the words on the wire, and what a measurement may be."""

import json
import re
from pathlib import Path
from typing import Any

from paravent.calls.terms import LARGEST_MESSAGE, Relayed, Told
from paravent.fhir.making import VITALS

MODULES = Path(__file__).parents[1] / "static/calls"


def listed(name: str) -> list[str]:
    """Return a list of words that messages.js exports."""
    source = (MODULES / "messages.js").read_text()
    found = re.search(rf"export const {name} = .*?\((\[.*?\])\);", source)
    assert found, f"messages.js exports no {name}"
    words: list[str] = json.loads(found[1])
    return words


def test_pages_and_server_relay_the_same_words() -> None:
    assert listed("RELAYED") == list(Relayed)


def test_pages_know_every_word_the_server_says() -> None:
    assert listed("TOLD") == list(Told)


def test_every_word_on_the_wire_has_a_type() -> None:
    types = re.findall(r'@typedef \{\{ tag: "([a-z]+)"', (MODULES / "messages.js").read_text())

    assert sorted(types) == sorted([*Relayed, *Told])


def test_the_specification_names_every_word_and_limit() -> None:
    text = (Path(__file__).parents[3] / "docs/spec/call-encryption.md").read_text()

    assert all(f"`{tag}`" in text for tag in [*Relayed, *Told])
    assert f"{LARGEST_MESSAGE:,}".replace(",", " ") in text


def browser_vitals() -> dict[str, list[dict[str, Any]]]:
    """Return the parts of every vital sign in vitals.js, read as text: Python runs no JavaScript."""
    table = (MODULES / "vitals.js").read_text().partition("export const VITALS = {")[2].partition("\n};")[0]
    pairs = r'name: "(\w+)", loinc: "([\d-]+)", unit: "([^"]+)", possible: (\[[^\]]+\])'
    singles = r'single\("([\w-]+)", "([\d-]+)", "([^"]+)", (\[[^\]]+\])'
    found = {kind: [_part("value", *rest)] for kind, *rest in re.findall(singles, table)}
    return found | {"blood-pressure": [_part(*part) for part in re.findall(pairs, table)]}


def _part(name: str, loinc: str, unit: str, possible: str) -> dict[str, Any]:
    return {"name": name, "loinc": loinc, "unit": unit, "possible": json.loads(possible)}


def test_the_page_refuses_exactly_the_measurements_that_the_file_refuses() -> None:
    kept = {
        kind: [
            {
                "name": part.name,
                "loinc": part.loinc,
                "unit": part.unit,
                "possible": [float(end) for end in part.possible],
            }
            for part in vital.parts
        ]
        for kind, vital in VITALS.items()
    }

    assert browser_vitals() == kept
