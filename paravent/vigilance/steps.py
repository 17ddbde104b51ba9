"""Filing cases inside somebody's operation."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl

from paravent.access.operation import Operation
from paravent.judgement.budget import alerts
from paravent.judgement.scoring import Judged
from paravent.kernel import clock
from paravent.ledger.queries import entries_at
from paravent.vigilance import queries
from paravent.vigilance.feed import Numbers
from paravent.vigilance.models import Case, Run
from paravent.vigilance.terms import LOOKS_BACK

KINDS = {"patient": "patient", "visit": "visit", "team": "team", "colleague": "person", "person": "person"}
"""What a number in a reason's evidence is a number of; all others are counts."""

Week = tuple[UUID, date]


def file_cases(op: Operation, judged: Judged, numbers: Numbers) -> int:
    """File the weeks above the line as far as the budget goes, each once, and note what stayed below."""
    since, per_week = clock.now().date() - LOOKS_BACK, queries.budget()
    known = set(queries.weeks_with_cases(since))
    # Over all weeks: whether one follows an earlier alert is known only beside it.
    queue, below = (rows.filter(pl.col("week") >= since) for rows in alerts(judged.weeks, per_week))
    chosen = _within(per_week, _named(queue, numbers), known)
    for (person, _), row in chosen.items():
        _case(judged, numbers, person, row).save(force_insert=True)
    rest = _named(pl.concat([queue, below]), numbers)
    _note_run(op, judged.version, {week: row for week, row in rest.items() if week not in known | chosen.keys()})
    return len(chosen)


def _named(weeks: pl.DataFrame, numbers: Numbers) -> dict[Week, dict[str, Any]]:
    return {(numbers.id_of("person", row["person"]), row["week"]): row for row in weeks.iter_rows(named=True)}


def _within(per_week: int, queue: dict[Week, dict[str, Any]], known: set[Week]) -> dict[Week, dict[str, Any]]:
    """Return the weeks to file: what is a case already counts for its week's budget."""
    used: dict[date, int] = {}
    for _, week in known:
        used[week] = used.get(week, 0) + 1
    chosen = {}
    for (person, week), row in queue.items():
        if (person, week) not in known and used.get(week, 0) < per_week:
            used[week] = used.get(week, 0) + 1
            chosen[person, week] = row
    return chosen


def _case(judged: Judged, numbers: Numbers, person: UUID, row: dict[str, Any]) -> Case:
    return Case(
        person_id=person,
        week=row["week"],
        score=row["score"],
        version=judged.version,
        accesses=row["accesses"],
        unexplained=row["unexplained"],
        reasons=[_weighed(reason, numbers) for reason in row["reasons"]],
        looks=_looks(row["entries"], judged.accesses),
        filed_at=clock.now(),
    )


def _note_run(op: Operation, version: str, rest: dict[Week, dict[str, Any]]) -> None:
    below = [
        {"person": str(person), "week": week.isoformat(), "score": row["score"]} for (person, week), row in rest.items()
    ]
    Run(at=clock.now(), version=version, below=below).save(force_insert=True)
    op.note(below=len(below))


def _weighed(reason: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    evidence = json.loads(reason["evidence"] or "{}")
    shown = {
        name: str(numbers.id_of(KINDS[name], value)) if name in KINDS else str(value)
        for name, value in evidence.items()
        if value is not None
    }
    return {"name": reason["name"], "weight": reason["weight"], "evidence": shown}


def _looks(positions: list[int], accesses: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the lines behind a week as a case keeps them: whose file it was is an id alone."""
    judged = {row["entry"]: row for row in accesses.filter(pl.col("entry").is_in(positions)).iter_rows(named=True)}
    lines = entries_at(positions)
    return [
        {
            "entry": str(line.entry_id),
            "at": line.at.isoformat(),
            "act": line.act,
            "outcome": line.outcome.value,
            "because": line.because,
            "patient": str(line.patient or ""),
            "explanation": judged[position]["explanation"] or "" if position in judged else "",
            "reasons": [reason["name"] for reason in judged[position]["reasons"]] if position in judged else [],
        }
        for position, line in sorted(lines.items())
    ]
