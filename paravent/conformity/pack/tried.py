"""What a release's tests came to, as `make test RESULTS=FILE` wrote it down: JUnit's XML, of which each case counts for its file. Pure: no Django."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from xml.etree import ElementTree as ET


class Came(StrEnum):
    """What one test came to."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class NotResults(Exception):
    """This file holds no results of tests in the form of JUnit's XML: write them with make test RESULTS=FILE."""


WENT_WRONG = {"failure", "error"}


def results(content: bytes) -> Mapping[str, Counter[Came]]:
    """Return what the tests of each file came to, by the file's path. Raises NotResults."""
    try:
        cases = list(ET.fromstring(content).iter("testcase"))  # noqa: S314 (whoever packs gives their own file)
    except ET.ParseError:
        raise NotResults from None
    found: dict[str, Counter[Came]] = {}
    for case in cases:
        path = case.get("classname", "").replace(".", "/") + ".py"
        found.setdefault(path, Counter())[_came(case)] += 1
    if not found:
        raise NotResults
    return found


def _came(case: ET.Element) -> Came:
    said = {child.tag for child in case}
    if said & WENT_WRONG:
        return Came.FAILED
    return Came.SKIPPED if "skipped" in said else Came.PASSED


def in_short(came: Counter[Came]) -> str:
    """Return a count as a reader of the pack finds it: 7 passed, 1 skipped."""
    return ", ".join(f"{came[one]} {one}" for one in Came if came[one])
