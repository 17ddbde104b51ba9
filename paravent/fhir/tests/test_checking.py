"""Checking in several processes: the same problems, in the same order, as in one."""

from collections.abc import Iterator

import pytest

from paravent.fhir import checking
from paravent.fhir.streams import Found, Place


def found(line: int) -> Found:
    """Return a valid resource, in every third line one without its subject, in every fifth nothing readable."""
    if line % 5 == 0:
        return Found(Place("file", line), None, problem="the line is not JSON")
    whose = {} if line % 3 == 0 else {"subject": {"reference": "Patient/ali"}}
    return Found(Place("file", line), {"resourceType": "Condition", "id": f"c{line}", **whose})


def test_other_processes_find_the_same_problems_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = [found(line) for line in range(1, 40)]
    here = list(checking.checked(everything))
    monkeypatch.setattr(checking, "FEW", 4)
    monkeypatch.setattr(checking, "CHUNK", 3)

    there = list(checking.checked(everything))

    assert there == here
    assert [one.place.line for one, problems in there if problems] == [
        line for line in range(1, 40) if line % 3 == 0 and line % 5 != 0
    ]


def test_a_stream_is_not_read_to_its_end_before_the_first_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FEW", 4)
    monkeypatch.setattr(checking, "CHUNK", 3)
    read: list[int] = []

    def lines() -> Iterator[Found]:
        for line in range(1, 1_000):
            read.append(line)
            yield found(line)

    answers = checking.checked(lines())
    for _ in range(5):
        next(answers)
    answers.close()

    assert len(read) < 60
