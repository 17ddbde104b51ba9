"""billing rules: every rule with its dates and its source, and which one answers; also those of a folder of one's own, before they are used. billing quarter: how a quarter stands.

Exit code 1 of `quarter`: a limit is exceeded.
"""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from paravent.tariff.quarters import Quarter
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from paravent.billing.standing import QuarterView

DAY = click.DateTime(formats=["%Y-%m-%d"])
WHICH = {True: "answers", False: ""}

NAMED = re.compile(r"(\d{4})-Q([1-4])")


class QuarterNamed(click.ParamType[Quarter]):
    """A quarter as practices write it: 2026-Q4."""

    name = "quarter"

    def convert(self, value: str | Quarter, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """Return it, or say how it is written."""
        if isinstance(value, Quarter):
            return value
        found = NAMED.fullmatch(value)
        return (
            Quarter(int(found[1]), int(found[2]))
            if found
            else self.fail("A quarter is written like 2026-Q4.", param, ctx)
        )


@click.group(cls=Listing)
def billing() -> None:
    """What a consultation may be billed as."""


@billing.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--scheme", type=click.Choice(["ebm", "goae", "cpt"]), help="Only this one.")
@click.option("--visit-on", type=DAY, help="Which versions answer for a visit on this day (today).", metavar="DAY")
@click.option("--known-on", type=DAY, help="As was known on this day (today).", metavar="DAY")
@click.option("--unchecked", is_flag=True, help="Only what is from memory, computed or contradicted.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read catalogues from there instead: tells what is wrong with them.",
)
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
def rules(
    *,
    as_json: bool,
    scheme: str | None,
    visit_on: datetime | None,
    known_on: datetime | None,
    unchecked: bool,
    folder: Path | None,
    language: str,
) -> None:
    """List every version of every rule, and which one answers for a visit on a day, as was known on a day."""
    from paravent.tariff.listing import all_rules
    from paravent.tariff.reading import catalogues, read_folder

    found = all_rules(read_folder(folder) if folder else catalogues(), visit_on=_day(visit_on), known_on=_day(known_on))
    rows = [row for row in found if scheme in {None, row["scheme"]} and not (unchecked and row["checked"])]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _show(rows, language)


def _day(said: datetime | None) -> date:
    return (said or datetime.now(UTC).astimezone()).date()


def _show(rows: "Sequence[Mapping[str, Any]]", language: str) -> None:
    table = Table("scheme", "rule", "holds", "decided", "value", "", "checked", "text", "source")
    for row in rows:
        until = f" to {row['valid_to']}" if row.get("valid_to") else " on"
        table.add_row(
            row["scheme"],
            row["name"],
            f"{row['valid_from']}{until}",
            f"{row['decided_on']} ({row['dated']})",
            _value(row),
            WHICH[row["answers"]],
            "yes" if row["checked"] else "no",
            row["text"][language],
            row["source"],
        )
    console = Console()
    console.print(table)
    console.print(
        f"{len(rows)} versions, {sum(row['answers'] for row in rows)} of them answer,"
        f" {sum(not row['checked'] for row in rows)} are not checked.",
        style="dim",
    )


def _value(row: "Mapping[str, Any]") -> str:
    """Return what a version comes to, in a word."""
    if row.get("is_gone"):
        return "gone"
    if "points" in row:
        return f"{row['points']} points"
    if "cents" in row:
        return f"{row['cents']} ct"
    return str(row.get("value") or row.get("price") or "")


@billing.command()
@HOME
@click.option("--quarter", type=QuarterNamed(), help="Like 2026-Q4; the present one, where it is left out.")
@click.option("--json", "as_json", is_flag=True, help="For another program.")
def quarter(home: Path, quarter: Quarter | None, *, as_json: bool) -> None:
    """Say how a quarter stands: sums alone, of nobody. Exit code 1 where a limit is exceeded: for a monitor."""
    with opened(home.resolve()):
        open_django()
        from paravent.access.terms import INSTALLATION
        from paravent.billing.operations import see_quarter
        from paravent.billing.queries import today

        view = see_quarter(INSTALLATION, quarter or Quarter.of(today()))
    told = _told(view)
    click.echo(json.dumps(told, indent=2) if as_json else "\n".join(f"{name}: {value}" for name, value in told.items()))
    if view.meter.is_over:
        raise SystemExit(1)


def _told(view: "QuarterView") -> dict[str, object]:
    meter, ahead = view.meter, view.meter.forecast
    return {
        "quarter": str(view.quarter),
        "bills": view.bills,
        "video_only_cases": meter.share.video_only,
        "cases": meter.said.cases if meter.said else None,
        "percent": str(meter.share.percent) if meter.said else None,
        "limit_percent": str(round(meter.share.limit * 100, 1)),
        "expected_percent": round(ahead.expected * 100, 1) if ahead else None,
        "risk_of_exceeding": round(ahead.risk, 3) if ahead else None,
        "near": meter.is_near,
        "exceeded": meter.is_over,
        "doctors_near_a_ceiling": len(view.close_doctors),
    }
