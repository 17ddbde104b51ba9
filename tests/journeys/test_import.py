"""Seventy-nine patients of Synthea, brought over whole, and the largest file of them opened beside a call."""

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import ROOT, Practice

SYNTHEA = Path(os.environ.get("PARAVENT_TEST_DATA", ROOT.parent / "shared" / "data")) / "synthea"
needs_synthea = pytest.mark.skipif(
    not SYNTHEA.is_dir(), reason="the Synthea data is not here; PARAVENT_TEST_DATA names its folder"
)
STICKS_OUT = "(pane) => pane.scrollWidth > pane.clientWidth"


def resources(kind: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SYNTHEA / f"{kind}.ndjson.gz", "rt") as lines:
        yield from map(json.loads, lines)


def largest_file() -> str:
    """Return the name of the patient with the most observations."""
    counted = Counter(re.split("[/:]", one["subject"]["reference"])[-1] for one in resources("Observation"))
    ((most, _),) = counted.most_common(1)
    name = next(one["name"][0] for one in resources("Patient") if one["id"] == most)
    return f"{' '.join(name['given'])} {name['family']}"


@needs_synthea
def test_a_whole_practice_comes_over_and_its_largest_file_opens_beside_the_call(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    first = practice.run("import", str(SYNTHEA))
    assert "79 patients registered" in first
    assert " 0 not taken" in first
    again = practice.run("import", str(SYNTHEA))
    assert "0 patients registered. 0 resources new, 0 changed" in again

    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    name = largest_file()
    bea.get_by_label("Name or date of birth").fill(name)
    bea.locator("#found li", has_text=name).get_by_role("button", name="This is them").click()
    expect(bea.get_by_role("heading", name=name)).to_be_visible()
    read_file(bea)
    steps.see_each_other(bea, ali)
    steps.frames_go_on(ali)
    steps.frames_go_on(bea)


def read_file(bea: Page) -> None:
    """Find everything in the pane, folded out, and open a document; nothing sticks out of it."""
    pane = bea.locator("[data-file-pane]")
    for part in ("Problems", "Medication", "Measurements", "Documents"):
        expect(pane.get_by_role("heading", name=part)).to_be_visible()
    assert pane.locator("svg polyline").count() > 1
    for folded in pane.locator("details > summary").all():
        folded.click()
    assert not pane.evaluate(STICKS_OUT)
    with bea.expect_popup() as opened:
        pane.get_by_role("heading", name="Documents").locator("xpath=..").get_by_role("link").first.click()
    assert opened.value.evaluate("() => document.contentType")
    opened.value.close()
