"""import: bring files over from FHIR bundles and NDJSON."""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.preparing import bring_up_to_date, open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from paravent.records.importing import Problem

SHOWN = 20


@click.command("import", short_help="Bring files over from FHIR R4: bundles or NDJSON.")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--strict", is_flag=True, help="Look at everything first; import nothing if anything is wrong.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write every problem into this JSON file."
)
@HOME
def import_(path: Path, strict: bool, report: Path | None, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Import FHIR R4 from PATH: a file or a folder; bundles or NDJSON, plain or .gz.

    Running it twice doubles nothing; a run that was stopped goes on where it was.
    """
    with opened(home.resolve()):
        bring_up_to_date(home.resolve())
        open_django()
        wrong = _run(path, strict=strict)
    if report:
        report.write_text(json.dumps([asdict(problem) for problem in wrong], indent=2) + "\n")
    if wrong:
        _show(wrong)
        sys.exit(1)


def _run(path: Path, *, strict: bool) -> list["Problem"]:
    from paravent.fhir.streams import NothingToRead, files_of
    from paravent.records.importing import import_files, problems_in

    try:
        files = files_of(path)
    except NothingToRead:
        raise CommandStopped(f"There is no .json, .ndjson or .gz file in {path}.") from None
    size = sum(file.stat().st_size for file in files)
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as bar:
        if strict:
            looking = bar.add_task("Looking", total=size)
            if wrong := problems_in(files, lambda count: bar.advance(looking, count)):
                click.echo("Nothing was imported: with --strict everything must be right.", err=True)
                return wrong
        importing = bar.add_task("Importing", total=2 * size)
        began = time.monotonic()
        tally = import_files(files, lambda count: bar.advance(importing, count))
    a_second = tally.done / max(time.monotonic() - began, 0.001)
    click.echo(
        f"{tally.patients} patients registered. {tally.new} resources new, {tally.changed} changed, "
        f"{tally.known} there already, {len(tally.problems)} not taken ({a_second:,.0f} a second)."
    )
    return tally.problems


def _show(wrong: list["Problem"]) -> None:
    table = Table(title=f"{len(wrong)} not taken", title_justify="left")
    for name in ("file", "line or entry", "element", "what is wrong"):
        table.add_column(name)
    for problem in wrong[:SHOWN]:
        table.add_row(problem.file, str(problem.line), problem.path, problem.words)
    console = Console(stderr=True)
    console.print(table)
    if len(wrong) > SHOWN:
        console.print(f"… and {len(wrong) - SHOWN} more; --report FILE writes all of them.")
