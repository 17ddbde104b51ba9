"""The page of vigilance's figures: the template beside this file, filled in by the run that made them."""

import os
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from paravent.access.terms import BrakeKind
from paravent.judgement.weights import VERSION
from paravent.vigilance.terms import RULES

if TYPE_CHECKING:
    from bench.hospitals import Tried

TEMPLATE = Path(__file__).parent / "vigilance-figures.md"
GOALS = {"explained_share": 0.97, "recall_at_budget": 0.95}
FALSE_ALARMS = 3
HONEST_A_MONTH = 1
"""Of a thousand people, whom a score may hold back in a month though they did nothing: fewer than so many."""
_BRAKES = {
    BrakeKind.STEP_UP: "the passkey before each file",
    BrakeKind.SLOW_SEARCH: "a slower search",
    BrakeKind.PAUSE: "a pause (by hand alone)",
}
NAMES = {
    "explained_share": "Honest looks that are explained",
    "explained_share_of_first_accesses": "… of first looks of a person at a patient alone",
    "explained_share_without_own_word": "… without what rests on the person's own word",
    "recall_at_budget": "Incidents caught within 7 days",
    "recall_ever_at_budget": "Incidents caught at all",
    "recall_of_people_at_budget": "People caught (of a crowd each apart)",
    "precision_at_budget": "Right of what was asked: a place with an insider once, each honest person apart",
    "places_with_insider": "Places in which an insider stands",
}


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured of one log."""

    entries: int
    seconds: float
    quarter: int
    quarter_seconds: float
    new_entry: list[float]
    mib: float


def written(found: dict[str, Any], houses: "list[Tried]", fast: Speed, sizes: dict[str, Any]) -> str:
    """Return the page."""
    scenarios = {name: one["recall_at_budget"]["of"] for name, one in found["per_scenario"].items()}
    return Template(TEMPLATE.read_text()).substitute(
        version=VERSION,
        hospitals=sizes["hospitals"],
        staff=f"{sizes['staff']:,}",
        days=sizes["days"],
        first=sizes["first"],
        mode=sizes["mode"],
        incidents=sum(scenarios.values()),
        budget=next(iter(found["alerts_a_week"].values())),
        figures="\n".join(
            _figure(found[key], found["across_hospitals"][key], name, GOALS.get(key)) for key, name in NAMES.items()
        ),
        houses="\n".join(_house(one, found["per_hospital"][one.trial.name]) for one in houses),
        minutes=f"{sum(one.seconds for one in houses) / 60:.0f}",
        most=f"{max(one.mib for one in houses) / 1024:.1f}",
        days_to_catch=_days(found["days_to_catch"]),
        waited=found["waited"],
        scenarios="\n".join(_scenario(name, one) for name, one in found["per_scenario"].items()),
        missed=_missed(found),
        held_back="\n".join(_braked(above, one) for above, one in found["held_back"].items()),
        rules=_rules(found["held_back"]),
        baselines="\n".join(_baseline(name, one) for name, one in found["baselines"].items() if name != "ours"),
        ours=found["baselines"]["ours"]["false_alarms"],
        best=_best(found["baselines"]),
        speed=_speed(fast),
        machine=f"{os.cpu_count()} cores",
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"


def _span(figure: dict[str, Any]) -> str:
    return "-" if figure["low"] is None else f"{_percent(figure['low'])} to {_percent(figure['high'])}"


def _figure(figure: dict[str, Any], across: dict[str, Any], name: str, goal: float | None) -> str:
    said = f"≥ {_percent(goal)}" if goal else ""
    verdict = ("met" if (figure["value"] or 0) >= goal else "missed") if goal else ""
    value, of = _percent(figure["value"]), f"{figure['of']:,}"
    return f"| {name} | {value} | {_span(figure)} | {_span(across)} | {of} | {said} | {verdict} |"


def _house(one: "Tried", shares: dict[str, Any]) -> str:
    caught, right = shares["recall_at_budget"], shares["precision_at_budget"]
    counts = " | ".join(f"{round((part['value'] or 0) * part['of'])} of {part['of']}" for part in (caught, right))
    cost = f"{one.seconds:.0f} s | {one.mib / 1024:.1f} GiB"
    return (
        f"| {one.trial.name} | {one.entries:,} | {_percent(shares['explained_share']['value'])} | {counts} | {cost} |"
    )


def _days(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "no incident was caught"
    return f"{figure['value']:.1f} (95 %: {figure['low']:.1f} to {figure['high']:.1f})"


def _scenario(name: str, one: dict[str, Any]) -> str:
    caught, auc, days = one["recall_at_budget"], one["auc"], one["days_to_catch"]["value"]
    of = caught["of"]
    when = "-" if days is None else f"{days:.1f}"
    span = "-" if auc["low"] is None else f"{auc['low']:.3f} to {auc['high']:.3f}"
    value = "-" if auc["value"] is None else f"{auc['value']:.3f}"
    return f"| {name} | {round(caught['value'] * of)} of {of} | {when} | {value} | {span} |"


def _missed(found: dict[str, Any]) -> str:
    """Return what was not caught in time, by name, and what it was for: a share alone teaches nothing."""
    missed, budgets = found["missed"], found["alerts_a_week"]
    if not missed:
        return "Nothing was missed within seven days."
    crowded = [one for one in missed if one["score"] >= 1 and one["places_taken"] >= budgets[one["trial"]]]
    told = [
        f"- {one['scenario']}, {one['trial']}: {one['score']:.2f}{_crowded(one) if one in crowded else ''}{_late(one)}"
        for one in missed
    ]
    head = (
        f"Not caught within seven days: {len(missed)}, of which {len(crowded)} stood above the line in a week whose places were taken before."
        " Each with the score of its oddest week, a week being a question from 1.00 on:"
    )
    return "\n".join([head, "", *told])


def _crowded(one: dict[str, Any]) -> str:
    return f", the week's {one['places_taken']} places being taken, {one['by_insiders']} of them by insiders"


def _late(one: dict[str, Any]) -> str:
    return "" if one["days"] is None else f"; caught after {one['days']:.1f} days"


def _braked(above: str, one: dict[str, Any]) -> str:
    honest, met = one["honest_of_a_thousand_a_month"], one["incidents"]
    span = f"{honest['low']:.2f} to {honest['high']:.2f}"
    return f"| {above} | {honest['value']:.2f} | {span} | {_percent(met['value'])} |"


def _rules(held_back: dict[str, Any]) -> str:
    """Return from which of these scores on fewer than one honest person of a thousand is held back in a month, whatever chance did."""
    few = [above for above, one in held_back.items() if one["honest_of_a_thousand_a_month"]["high"] < HONEST_A_MONTH]
    asked = ", ".join(f"{_BRAKES[kind]} {rule.above:g}" for kind, rule in RULES.items())
    least = f"from {few[0]} on" if few else "from none of these scores on"
    return f"That is so {least}. What stands in the product where nobody has said otherwise: {asked}"


def _baseline(name: str, one: dict[str, Any] | str) -> str:
    if isinstance(one, str):
        return f"| {name} | {one} | | | |"
    alarms, recall = one["false_alarms_at_equal_recall"], one["recall_at_budget"]
    more = "" if one["reaches_equal_recall"] else " (and never catches as many)"
    times = "-" if one["times_ours"] is None else f"{one['times_ours']:g}"
    span = f"{alarms['low']:,.0f} to {alarms['high']:,.0f}"
    return f"| {name} | {_percent(recall['value'])} | {alarms['value']:,.0f}{more} | {span} | {times} |"


def _best(baselines: dict[str, Any]) -> str:
    """Return how the best baseline does, of those that ever catch as many as we do."""
    equals = [one for one in baselines.values() if isinstance(one, dict) and one.get("reaches_equal_recall")]
    times = [one["times_ours"] for one in equals if one["times_ours"] is not None]
    if not times:
        return "nothing that could be compared: none catches as many, or we raise none"
    return f"{min(times):g} times as many as ours, goal ≥ {FALSE_ALARMS}: {'met' if min(times) >= FALSE_ALARMS else 'missed'}"


def _speed(fast: Speed) -> str:
    newest, growth = sorted(fast.new_entry), fast.seconds * fast.quarter / (fast.quarter_seconds * fast.entries)
    limit = 600 * fast.entries / 10_000_000
    rows = [
        (f"{fast.entries:,} entries from nothing", f"{fast.seconds:.0f} s", f"≤ {limit:.0f} s", fast.seconds <= limit),
        (
            "the newest entry of somebody, median",
            f"{newest[len(newest) // 2]:.2f} s",
            "≤ 1 s",
            newest[len(newest) // 2] <= 1,
        ),
        ("time for an entry, whole log to a quarter of it", f"{growth:.2f}", "linear: about 1, ≤ 1.25", growth <= 1.25),
    ]
    told = [f"| {name} | {value} | {goal} | {'met' if good else 'missed'} |" for name, value, goal, good in rows]
    return "\n".join([*told, f"| memory that all of that took, at most | {fast.mib / 1024:.1f} GiB | | |"])
