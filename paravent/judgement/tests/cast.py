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
