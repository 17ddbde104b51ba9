"""A leaf: the same bytes for the same line on every machine, and nobody in it."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.ledger.leaf import commitment, instant, leaf
from paravent.ledger.terms import Line, Outcome

ENTRY = UUID("00000000-0000-4000-8000-000000000001")
BEA, ALI, VISIT = (UUID(int=number) for number in (0xBEA, 0xA11, 0x715))
SALT = bytes(range(32))
AT = datetime(2026, 3, 1, 9, 30, 0, 5, tzinfo=UTC)


def line(**more: object) -> Line:
    """Return what the log says of Bea, who opened Ali's file because of a visit."""
    said: dict[str, object] = {
        "act": "chart.open",
        "outcome": Outcome.DONE,
        "purpose": "TREAT",
        "actor": BEA,
        "because": "relation-visit",
        "patient": ALI,
        "visit": VISIT,
        "facts": {"shown": "3"},
    }
    return Line(**said | more)  # type: ignore[arg-type]


def test_a_leaf_is_what_the_specification_writes_down() -> None:
    people = (
        '{"actor":"00000000-0000-0000-0000-000000000bea","because":"relation-visit","facts":{"shown":"3"},'
        '"patient":"00000000-0000-0000-0000-000000000a11","visit":"00000000-0000-0000-0000-000000000715"}'
    )
    who = hashlib.sha256(SALT + people.encode()).hexdigest()

    assert (
        leaf(ENTRY, AT, line(), SALT)
        == (
            '{"act":"chart.open","at":"2026-03-01T09:30:00.000005Z","id":"00000000-0000-4000-8000-000000000001",'
            f'"outcome":"done","purpose":"TREAT","v":1,"who":"{who}"}}'
        ).encode()
    )


def test_a_leaf_names_and_numbers_nobody() -> None:
    written = leaf(ENTRY, AT, line(), SALT).decode()

    for word in (str(BEA), str(ALI), str(VISIT), "relation-visit", "shown"):
        assert word not in written


@pytest.mark.parametrize(
    "other",
    [{"actor": ALI}, {"patient": BEA}, {"visit": None}, {"because": "own-visit"}, {"facts": {}}],
    ids=["who", "whom", "which visit", "why", "what else"],
)
def test_whatever_is_said_of_people_is_committed_to(other: dict[str, object]) -> None:
    assert commitment(line(**other), SALT) != commitment(line(), SALT)


def test_the_same_people_under_another_salt_cannot_be_told_to_be_the_same() -> None:
    assert commitment(line(), SALT) != commitment(line(), SALT[::-1])


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=9, minutes=30))])
def test_an_instant_is_written_in_utc_with_microseconds(zone: timezone) -> None:
    assert instant(AT.astimezone(zone)) == "2026-03-01T09:30:00.000005Z"


@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5), st.randoms())
def test_the_order_of_what_is_noted_changes_no_leaf(facts: dict[str, str], chance: object) -> None:
    shuffled = list(facts.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = (leaf(ENTRY, AT, line(facts=said), SALT) for said in (facts, dict(shuffled)))

    assert one == other
    assert json.loads(one)["v"] == 1
