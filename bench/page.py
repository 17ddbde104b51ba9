"""The page of figures: the template beside this file, filled in by the run that made them."""

import os
from pathlib import Path
from string import Template

from django.utils import timezone

from bench.spread import TIMES, Comparison, Spread

TEMPLATE = Path(__file__).parent / "benchmarks.md"
HEAD = "| measured | ours | peer | ratio: least / median / most | goal | |\n|---|---|---|---|---|---|"
SHARES = "| one document | ratio to the whole: least / median / most | milliseconds a read |\n|---|---|---|"
ABSENT = "Not measured in this run: {} is not on this machine."
NEEDS = {"calls": "Chromium", "imports": "the Synthea data (PARAVENT_TEST_DATA)"}


def written(found: dict[str, list[Comparison]]) -> str:
    """Return the page."""
    tables = {name: _table(found[name]) if found[name] else ABSENT.format(NEEDS[name]) for name in found}
    return Template(TEMPLATE.read_text()).substitute(
        tables
        | {"shares": _shares(found["shares"]), "missed": _missed(found), "machine": _machine(), "rate": _rate(found)}
    )


def _table(comparisons: list[Comparison]) -> str:
    return "\n".join([HEAD, *(_line(one) for one in comparisons)])


def _line(one: Comparison) -> str:
    ours, peer = Spread.of(one.ours).median, Spread.of(one.peer).median
    goal = one.goal or ""
    return f"| {one.name} | {ours:,.0f} {one.unit} | {peer:,.0f} {one.unit} | {_ratio(one.ratio)} | {goal} | {one.verdict} |"


def _ratio(ratio: Spread) -> str:
    return f"{ratio.least:.2f} / **{ratio.median:.2f}** / {ratio.most:.2f}"


def _shares(comparisons: list[Comparison]) -> str:
    whole = Spread.of(comparisons[0].peer).median
    lines = [f"| {one.name} | {_ratio(one.ratio)} | {1000 / Spread.of(one.ours).median:.2f} |" for one in comparisons]
    return "\n".join([SHARES, f"| everything | 1 | {1000 / whole:.2f} |", *lines])


def _missed(found: dict[str, list[Comparison]]) -> str:
    missed = [one for name in found for one in found[name] if one.verdict == "missed"]
    lines = [f"- {one.name}: {one.ratio.median:.2f} {TIMES}, goal {one.goal}." for one in missed]
    return "\n".join(lines) or "Nothing in this run."


def _rate(found: dict[str, list[Comparison]]) -> str:
    """Return the import's figure beside the rate that was asked for."""
    if not found["imports"]:
        return "not measured"
    from bench.imports import GOAL_A_SECOND

    figures = Spread.of(found["imports"][0].ours)
    verdict = "met" if figures.median >= GOAL_A_SECOND else "missed"
    return (
        f"{figures.least:,.0f} / **{figures.median:,.0f}** / {figures.most:,.0f} resources/s; "
        f"asked for ≥ {GOAL_A_SECOND:,} on two cores: {verdict}"
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB of memory, {timezone.now():%Y-%m-%d}"
