"""Tiny frames made by hand: people are numbers, instants are hours from a Monday at midnight."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from paravent.judgement.frames import SCHEMAS, Frames

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
BEA, CEM, DUA, GUL, MAX = 1, 2, 3, 4, 5
ALI, EVE = 100, 200

DEFAULTS: dict[str, dict[str, Any]] = {
    "accesses": {
        "act": "chart.open",
        "outcome": "done",
        "purpose": "TREAT",
        "actor": BEA,
        "patient": ALI,
        "because": "relation-visit",
    },
    "roles": {"role": "clinician", "starts_at": -9999.0},
    "memberships": {"starts_at": -9999.0},
    "visits": {
        "patient": ALI,
        "clinician": BEA,
        "made_by": DUA,
        "made_at": -48.0,
        "starts_at": 9.0,
        "ends_at": 9.5,
        "is_spontaneous": False,
    },
    "relations": {"patient": ALI, "why": "team", "starts_at": 0.0, "ends_at": 100.0, "made_by": MAX},
    "glasses": {"patient": ALI, "person": BEA},
}


def at(hours: float) -> datetime:
    """Return the instant so many hours after that Monday's midnight."""
    return MONDAY + timedelta(hours=hours)


def frames(**rows: list[dict[str, Any]]) -> Frames:
    """Return frames with these rows, numbers of hours as instants; the rest as it mostly is."""
    return Frames(**{name: _frame(name, rows.get(name, [])) for name in SCHEMAS})


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = SCHEMAS[name]
    full = []
    for nth, row in enumerate(rows):
        one = (
            dict.fromkeys(schema.names())
            | DEFAULTS.get(name, {})
            | ({"entry": nth} if name == "accesses" else {})
            | row
        )
        full.append(
            {
                column: at(value) if isinstance(kind, pl.Datetime) and value is not None else value
                for (column, kind), value in zip(schema.items(), (one[c] for c in schema.names()), strict=True)
            }
        )
    return pl.DataFrame(full, schema=dict(schema), orient="row")


def look(hours: float, **more: Any) -> dict[str, Any]:
    """Return one line of the log: Bea opens Ali's file, unless told otherwise."""
    return {"at": hours, **more}


WEEK_HOURS = 168.0
PEERS = range(10, 30)
STAFF = [{"person": one} for one in (BEA, CEM, *PEERS)]


def many(count: int, start: float = 8.0, **more: Any) -> list[dict[str, Any]]:
    """Return looks at as many files, far from each other in number, a quarter of an hour apart."""
    return [look(start + nth / 4, patient=1000 + nth * 50, **more) for nth in range(count)]


def peers(weeks: int = 1, **more: Any) -> list[dict[str, Any]]:
    """Return lines of peers who do a little each week, without anything to explain."""
    line = {"patient": None, "act": "visit.list-day"} | more
    return [look(week * WEEK_HOURS + 9, actor=one, **line) for week in range(weeks) for one in PEERS]


def crossing(visits: int, start: float = 9.0, first: int = 17, **more: Any) -> list[dict[str, Any]]:
    """Return so many visits into which a document of somebody else's file went, an hour apart."""
    return [look(start + nth, act="document.send-anyway", visit=first + nth, **more) for nth in range(visits)]


def again(days: int, files: int = 1, after: float = 1.0, **more: Any) -> list[dict[str, Any]]:
    """Return so many days, on each of which some files are printed, and once more after so many hours."""
    times = [24 * day + start for day in range(days) for start in (8.0, 8.0 + after)]
    return [one for start in times for one in many(files, start, act="file.print", **more)]


OLD = {"team": 7, "starts_at": -900.0, "ends_at": 9000.0}
OLDEST = 1000 + 50 * 12
"""One more than the last file that `many` opens."""
THEIRS = {
    "memberships": [{"person": BEA, "team": 7}],
    "relations": [{**OLD, "patient": patient} for patient in range(1000, OLDEST, 50)],
}
FORMERLY_THEIRS = {**THEIRS, "duties": [{"person": BEA, "team": 7, "starts_at": -2000.0, "ends_at": -1990.0}]}
NEXT_DOOR = {"relations": [OLD], "kinships": [{"person": BEA, "patient": ALI, "kind": "address"}]}
LATER_DUTY = [{"person": BEA, "starts_at": 30.0, "ends_at": 38.0}]
SETTLED = look(-400.0, actor=PEERS[0], act="visit.list-day", patient=None, device=9, place=9)
"""A line of weeks before: since then it is kept from where lines come."""
BY_TURNS = [{"device": nth % 2, "place": nth % 2} for nth in range(6)]


def by_turns(looks: int = 6, every: float = 0.05, start: float = 10.0) -> list[dict[str, Any]]:
    """Return so many looks of one account, here and elsewhere by turns, so many hours apart."""
    return [look(start + nth * every, **where) for nth, where in enumerate(BY_TURNS[:looks])]


def told(rows: dict[str, Any]) -> Frames:
    """Return the frames of a case: one look of Bea's unless it says otherwise, among staff who are all clinicians."""
    return frames(**{"roles": STAFF, "accesses": [look(10)]} | rows)
