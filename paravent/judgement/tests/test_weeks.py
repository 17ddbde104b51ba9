"""Each reason of a person's week holds where it says, and narrowly not elsewhere."""

from typing import Any

import polars as pl
import pytest

from paravent.judgement.scoring import judge
from paravent.judgement.tests.cast import (
    ALI,
    BEA,
    BY_TURNS,
    FORMERLY_THEIRS,
    LATER_DUTY,
    PEERS,
    SETTLED,
    THEIRS,
    WEEK_HOURS,
    again,
    by_turns,
    crossing,
    look,
    many,
    peers,
    told,
)
from paravent.judgement.weights import WEEK

WEEK_HOLDS: list[tuple[str, dict[str, Any]]] = [
    ("sweep", {"accesses": [*many(12), *peers()], **THEIRS}),
    ("returns", {"accesses": [look(10 + 48 * nth) for nth in range(3)]}),
    ("many-unexplained", {"accesses": [*many(12), *peers()]}),
    ("drip", {"accesses": [one for week in range(6) for one in many(5, week * WEEK_HOURS + 9)] + peers(6)}),
    (
        "searches",
        {"accesses": [look(10 + nth / 60, act="patient.search", patient=None) for nth in range(40)] + peers()},
    ),
    ("refusals", {"accesses": [*many(30, outcome="refused"), *peers()]}),
    ("two-places", {"accesses": [SETTLED, *by_turns(), *peers()]}),
    ("two-places", {"accesses": [SETTLED, *by_turns(5, every=2.0), *peers()]}),
    ("former-ward", {"accesses": [*many(2), *many(2, 32)], **FORMERLY_THEIRS}),
    ("former-ward", {"accesses": [*many(2, 6 * 24 + 9), *many(2, 8 * 24 + 9)], **FORMERLY_THEIRS}),
    ("many-unexplained", {"accesses": [*many(12), *peers()], **FORMERLY_THEIRS}),
    ("many-unexplained", {"accesses": [*many(6, act="file.export"), *peers()], **FORMERLY_THEIRS}),
    ("copied-again", {"accesses": [*again(1, files=3), *peers()]}),
    ("copied-again", {"accesses": [*again(2, after=0.1), *again(2, after=0.2), *peers()]}),
    ("ward", {"accesses": many(4), "relations": [{"team": 7, "patient": 1000 + nth * 50} for nth in range(4)]}),
    ("walk", {"accesses": [look(10 + nth / 60, patient=500 + nth) for nth in range(8)]}),
    (
        "volume-past",
        {"accesses": [one for week in range(5) for one in many(2 if week < 4 else 40, week * WEEK_HOURS + 9)]},
    ),
    ("volume-peers", {"accesses": [*many(40), *peers()]}),
    ("copies", {"accesses": [*many(30, act="file.export"), *peers()]}),
    ("hours", {"accesses": many(20), "duties": [{"person": BEA, "starts_at": 60.0, "ends_at": 68.0}]}),
    ("crossed", {"accesses": [*crossing(2), *peers()]}),
    ("copied-again", {"accesses": [*again(2), *peers()]}),
    (
        "searches",
        {
            "accesses": [
                *(look(10 + nth / 240, act="patient.search", patient=None) for nth in range(40)),
                look(10.2),
                *peers(),
            ]
        },
    ),
]

WEEK_NOT: list[tuple[str, dict[str, Any]]] = [
    ("sweep", {"accesses": [*many(12), *peers()]}),
    ("sweep", {"accesses": [*many(5), *peers()], **THEIRS}),
    ("sweep", {"accesses": [*many(12, act="file.export"), *peers()], **THEIRS}),
    ("sweep", {"accesses": [*many(12), *peers()], "duties": LATER_DUTY, **THEIRS}),
    ("many-unexplained", {"accesses": [*many(12), *peers()], **THEIRS}),
    ("returns", {"accesses": [look(10 + nth) for nth in range(3)]}),
    ("returns", {"accesses": [look(10 + 200 * nth) for nth in range(3)]}),
    ("many-unexplained", {"accesses": [*many(1), *peers()]}),
    (
        "many-unexplained",
        {
            "accesses": [
                look(9 + nth / 9, patient=one * 7919 + nth, actor=one) for one in (BEA, *PEERS) for nth in range(12)
            ]
        },
    ),
    ("drip", {"accesses": [one for week in range(6) for one in many(1, week * WEEK_HOURS + 9)] + peers(6)}),
    ("searches", {"accesses": [look(10 + nth, act="patient.search", patient=None) for nth in range(40)] + peers()}),
    (
        "searches",
        {
            "accesses": [
                look(10 + nth / 60, act=act, patient=patient)
                for nth in range(40)
                for act, patient in (("patient.search", None), ("chart.open", ALI))
            ]
            + peers()
        },
    ),
    ("refusals", {"accesses": [*many(1, outcome="refused"), *peers()]}),
    (
        "refusals",
        {
            "accesses": [*many(9, outcome="refused"), *peers()],
            "visits": [
                {"visit": nth, "patient": 1000 + nth * 50, "starts_at": -9.0, "joined_at": -9.0} for nth in range(9)
            ],
        },
    ),
    (
        "searches",
        {"accesses": [look(10 + nth / 60, act="patient.search", patient=None, shown=2) for nth in range(40)] + peers()},
    ),
    (
        "two-places",
        {"accesses": [SETTLED, *by_turns(), *peers(device=9, place=0), *peers(device=9, place=1)]},
    ),
    (
        "two-places",
        {"accesses": [SETTLED, *(look(10 + nth / 20, device=nth // 3, place=nth // 3) for nth in range(6)), *peers()]},
    ),
    ("two-places", {"accesses": [SETTLED, *by_turns(3, every=2.0), *peers()]}),
    ("two-places", {"accesses": [SETTLED, *by_turns(5, every=5.0), *peers()]}),
    ("two-places", {"accesses": [*by_turns(), *peers()]}),
    (
        "ward",
        {
            "accesses": many(4),
            "relations": [{"team": 7, "patient": 1000 + nth * 50} for nth in range(4)],
            "memberships": [{"person": BEA, "team": 7, "ends_at": 5.0}],
        },
    ),
    ("walk", {"accesses": [look(10 + nth / 60, patient=500 + nth * 9 % 64) for nth in range(8)]}),
    ("volume-past", {"accesses": [one for week in range(5) for one in many(20, week * WEEK_HOURS + 9)]}),
    (
        "volume-peers",
        {
            "accesses": [
                look(9 + nth / 4, patient=one * 100 + nth, actor=one) for one in (BEA, *PEERS) for nth in range(40)
            ]
        },
    ),
    ("copies", {"accesses": [*many(3, act="file.export"), *peers()]}),
    ("hours", {"accesses": many(20), "duties": [{"person": BEA, "starts_at": 8.0, "ends_at": 16.0}]}),
    ("crossed", {"accesses": [one for who in (BEA, *PEERS) for one in crossing(2, actor=who)]}),
    ("crossed", {"accesses": [*crossing(3, outcome="refused"), *peers()]}),
    ("crossed", {"accesses": [*crossing(1), *peers()]}),
    ("copied-again", {"accesses": [*again(1), *peers()]}),
    ("copied-again", {"accesses": [*again(3, files=3, after=0.1), *peers()]}),
    ("copied-again", {"accesses": [one for who in (BEA, *PEERS) for one in again(1, files=3, actor=who)]}),
    ("former-ward", {"accesses": many(8), **FORMERLY_THEIRS}),
    ("former-ward", {"accesses": [*many(2), *many(2, 15 * 24 + 9)], **FORMERLY_THEIRS}),
    ("former-ward", {"accesses": [*many(2), *many(2, 32)], **THEIRS}),
    ("many-unexplained", {"accesses": [*many(7), *peers()], **FORMERLY_THEIRS}),
    ("copied-again", {"accesses": [*many(9, act="file.print"), *peers()]}),
    (
        "two-places",
        {
            "accesses": [
                SETTLED,
                *(look(10 + week * WEEK_HOURS, **BY_TURNS[1]) for week in range(3)),
                *by_turns(start=3 * WEEK_HOURS + 10),
                *peers(4, device=9, place=0),
            ]
        },
    ),
]


def reasons_of_weeks(rows: dict[str, Any]) -> set[str]:
    """Return the reasons of Bea's weeks in a case."""
    weeks = judge(told(rows)).weeks.filter(pl.col("person") == BEA)
    return {one["name"] for held in weeks["reasons"] for one in held}


@pytest.mark.parametrize(("name", "rows"), WEEK_HOLDS, ids=[name for name, _ in WEEK_HOLDS])
def test_a_reason_of_a_week_holds(name: str, rows: dict[str, Any]) -> None:
    assert name in reasons_of_weeks(rows)


@pytest.mark.parametrize(("name", "rows"), WEEK_NOT, ids=[name for name, _ in WEEK_NOT])
def test_a_reason_of_a_week_narrowly_does_not_hold(name: str, rows: dict[str, Any]) -> None:
    assert name not in reasons_of_weeks(rows)


def test_every_reason_of_a_week_has_a_frame_in_which_it_holds() -> None:
    assert {name for name, _ in WEEK_HOLDS} == {weight.name for weight in WEEK}
