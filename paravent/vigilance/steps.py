"""Filing cases inside somebody's operation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

import polars as pl

from paravent.access.operation import Operation
from paravent.judgement.budget import FOLLOWS, Alerted, Places, Standing, give, just_below, monday_of
from paravent.judgement.scoring import Judged
from paravent.judgement.weights import LINE
from paravent.kernel import clock
from paravent.ledger.queries import entries_at
from paravent.vigilance import queries
from paravent.vigilance.feed import Numbers
from paravent.vigilance.models import Case, Run
from paravent.vigilance.terms import CROWD, LOOKS_BACK

KINDS = {"patient": "patient", "visit": "visit", "team": "team", "colleague": "person", "person": "person"}
"""What a number in a reason's evidence is a number of; all others are counts."""

FILING = "vigilance-cases"
"""One files at a time, in whichever process: a week is one case, and the budget is counted once."""

REASONS_BELOW = 3
"""How many reasons are told of a week that stayed below."""

MOST_LOOKS = 100
"""How many lines a case that grows keeps; the log keeps all."""

MET: dict[str, Any] = {"name": "", "weight": 0}
"""An explanation's evidence is that of a reason without a weight."""

Week = tuple[UUID, date]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be done about judged weeks: those to file, the undecided cases that grow, and what waits for a place."""

    chosen: dict[Week, Row] = field(default_factory=dict)
    grown: dict[Week, Row] = field(default_factory=dict)
    waiting: dict[Week, Row] = field(default_factory=dict)
    beside: dict[Week, tuple[Row, Week]] = field(default_factory=dict)
    """Further members of a crowd, each with the week whose place it stands in."""
    apart: set[Week] = field(default_factory=set)
    """Those that stood in a crowd's place and take one of their own now."""
    known: dict[Week, UUID] = field(default_factory=dict)


def file_cases(op: Operation, judged: Judged, numbers: Numbers, proposals: Sequence[Row] = ()) -> int:
    """File the weeks above the line as far as the budget goes, each once, let open cases grow, and note what waits and what stayed below."""
    op.alone(FILING)
    since = clock.now().date() - LOOKS_BACK
    recent = _named(judged.weeks.filter(pl.col("week") >= since), numbers)
    cases = queries.cases_since(since - FOLLOWS)
    found = sorted_out(recent, cases)
    _keep(op, judged, numbers, found)
    filed = {_week(case) for case in cases} | set(found.chosen) | set(found.beside)
    rest = {week: row for week, row in recent.items() if week not in filed and week not in found.waiting}
    below = just_below(_standing(rest), _alerts(cases, _standing(found.chosen)))
    _note_run(op, judged.version, numbers, found.waiting | _rows(below, rest), proposals)
    return len(found.chosen)


def file_newest(op: Operation, judged: Judged, numbers: Numbers, people: Sequence[UUID], since: date) -> int:
    """File these people's running weeks as far as the budget goes, and let open cases grow; returns how many cases that were."""
    op.alone(FILING)
    found = newest_found(judged, numbers, people, since)
    _keep(op, judged, numbers, found)
    op.note(filed=len(found.chosen), version=judged.version)
    return len(found.chosen) + len(found.beside) + len(found.grown)


def newest_found(judged: Judged, numbers: Numbers, people: Sequence[UUID], since: date) -> Found:
    """Return what is to be done about these people's weeks since then."""
    is_above, is_crowded = (pl.col("score") * 100).round() >= LINE, pl.col("crowds").list.len() > 0
    above = judged.weeks.filter(pl.col("week") >= since, is_above | is_crowded)
    theirs = {week: row for week, row in _named(above, numbers).items() if week[0] in set(people)}
    return sorted_out(theirs, queries.cases_since(since - FOLLOWS)) if theirs else Found()


def sorted_out(weeks: dict[Week, Row], cases: Sequence[Case]) -> Found:
    """Say what is to be done about weeks: a place belongs to the week in which a case is filed, whichever week the case is about."""
    known, today = {_week(case): case for case in cases}, clock.now().date()
    grown = {
        week: weeks[week]
        for week, case in known.items()
        if week in weeks and case.verdict is None and _is_more(case, weeks[week])
    }
    taken = sum(case.filed_at.date() >= monday_of(today) and case.beside_id is None for case in cases)
    told = give(_unfiled(weeks, known), _alerts(cases, weeks=weeks), Places(today, queries.budget(), taken))
    given = _rows(told.given, weeks)
    return Found(
        {week: row for week, row in given.items() if week not in known},
        grown,
        {week: row for week, row in _rows(told.waiting, weeks).items() if week not in known},
        {
            (one.person, one.alerted.week): (weeks[one.person, one.alerted.week], one.alerted.beside)
            for one in told.beside
            if one.alerted.beside
        },
        given.keys() & known.keys(),
        {week: case.id for week, case in known.items()},
    )


def _unfiled(weeks: dict[Week, Row], known: Mapping[Week, Case]) -> list[Standing[UUID]]:
    """Return what is no case, and what stands in a crowd's place, undecided, and is a question by itself."""
    return [
        one
        for week, one in zip(weeks, _standing(weeks), strict=True)
        if week not in known
        or (known[week].beside_id is not None and known[week].verdict is None and not one.is_of_a_crowd)
    ]


def _rows(some: Sequence[Standing[UUID]], weeks: dict[Week, Row]) -> dict[Week, Row]:
    return {(one.person, one.alerted.week): weeks[one.person, one.alerted.week] for one in some}


def _standing(weeks: dict[Week, Row]) -> list[Standing[UUID]]:
    return [Standing.of(person, row) for (person, _), row in weeks.items()]


def _alerts(
    cases: Sequence[Case], filed: Sequence[Standing[UUID]] = (), weeks: Mapping[Week, Row] = MappingProxyType({})
) -> dict[UUID, list[Alerted]]:
    """Return what each person's cases are about, those that are filed now among them, and of which crowds they were by what is known now."""
    found: dict[UUID, list[Alerted]] = {}
    places = {case.id: _week(case) for case in cases}
    for case in cases:
        crowds = _crowds_of(case) | set(weeks.get(_week(case), {}).get("crowds", ()))
        alerted = Alerted.of(case.week, case.score, case.reasons, crowds)
        beside = places.get(case.beside_id) if case.beside_id else None
        found.setdefault(case.person_id, []).append(replace(alerted, beside=beside))
    for one in filed:
        found.setdefault(one.person, []).append(one.alerted)
    return found


def _crowds_of(case: Case) -> set[UUID]:
    """Return at whose files a case was one of a crowd, as it was filed."""
    return {UUID(look["patient"]) for look in case.looks if CROWD in look["reasons"] and look["patient"]}


def _week(case: Case) -> Week:
    return case.person_id, case.week


def _is_more(case: Case, row: Row) -> bool:
    """Tell whether a week has more to it than its case says."""
    return row["accesses"] > case.accesses and (len(row["entries"]) > len(case.looks) or row["score"] > case.score)


def _keep(op: Operation, judged: Judged, numbers: Numbers, found: Found) -> None:
    places = dict(found.known)
    for (person, week), row in found.chosen.items():
        case = _case(judged, numbers, person, row)
        case.save(force_insert=True)
        places[person, week] = case.id
    for (person, _), (row, place) in found.beside.items():
        case = _case(judged, numbers, person, row)
        case.beside_id = places[place]
        case.save(force_insert=True)
    for (person, week), row in found.grown.items():
        _grow(Case.objects.get(person_id=person, week=week), _case(judged, numbers, person, row))
    for one in found.apart:
        Case.objects.filter(pk=found.known[one], verdict=None).update(beside_id=None, filed_at=clock.now())
    op.note(grown=len(found.grown), beside=len(found.beside), apart=len(found.apart))


def _grow(case: Case, now: Case) -> None:
    """Add to a case what has come since; nothing that it said is taken back."""
    seen = {look["entry"] for look in case.looks}
    looks = [*case.looks, *(look for look in now.looks if look["entry"] not in seen)]
    weights: dict[str, Row] = {}
    for reason in (*case.reasons, *now.reasons):
        if reason["weight"] >= weights.get(reason["name"], reason)["weight"]:
            weights[reason["name"]] = reason
    # Only while it is undecided: whoever decided meanwhile has decided about what they saw.
    Case.objects.filter(pk=case.id, verdict=None).update(
        looks=sorted(looks, key=lambda look: look["at"])[:MOST_LOOKS],
        reasons=sorted(weights.values(), key=lambda reason: -reason["weight"]),
        score=max(case.score, now.score),
        version=now.version,
        accesses=max(case.accesses, now.accesses),
        unexplained=max(case.unexplained, now.unexplained),
    )


def _named(weeks: pl.DataFrame, numbers: Numbers) -> dict[Week, Row]:
    """Return weeks by whom they are about; whose files drew a crowd is told by their ids as well."""
    return {
        (numbers.id_of("person", row["person"]), row["week"]): row
        | {"crowds": [numbers.id_of("patient", one) for one in row["crowds"]]}
        for row in weeks.iter_rows(named=True)
    }


def _case(judged: Judged, numbers: Numbers, person: UUID, row: Row) -> Case:
    return Case(
        person_id=person,
        week=row["week"],
        score=row["score"],
        version=judged.version,
        accesses=row["accesses"],
        unexplained=row["unexplained"],
        reasons=[weighed(reason, numbers) for reason in row["reasons"]],
        looks=_looks(row["entries"], judged.accesses, numbers),
        filed_at=clock.now(),
    )


def _note_run(op: Operation, version: str, numbers: Numbers, rest: dict[Week, Row], proposals: Sequence[Row]) -> None:
    below = [
        {
            "person": str(person),
            "week": week.isoformat(),
            "score": row["score"],
            "reasons": [weighed(reason, numbers) for reason in row["reasons"][:REASONS_BELOW]],
        }
        for (person, week), row in rest.items()
    ]
    kept = [one for one in proposals if one["name"] not in queries.rejected_names()]
    adopted = ["-".join(hops) for hops in queries.adopted_hops()]
    Run(at=clock.now(), version=version, below=below, adopted=adopted, proposals=kept).save(force_insert=True)
    op.note(below=len(below))


def weighed(reason: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    """Return a reason with ids in place of the numbers in its evidence."""
    evidence = json.loads(reason["evidence"] or "{}")
    shown = {
        name: str(numbers.id_of(KINDS[name], value)) if name in KINDS else str(value)
        for name, value in evidence.items()
        if value is not None
    }
    return {"name": reason["name"], "weight": reason["weight"], "evidence": shown}


def _looks(positions: list[int], accesses: pl.DataFrame, numbers: Numbers) -> list[Row]:
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
            "met": weighed(MET | judged[position], numbers)["evidence"] if position in judged else {},
            "reasons": [reason["name"] for reason in judged[position]["reasons"]] if position in judged else [],
        }
        for position, line in sorted(lines.items())
    ]
