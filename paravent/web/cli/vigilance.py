"""vigilance judge: what is worth a question; vigilance simulate, vigilance evaluate: a made hospital with insiders in it, and how well they are found.

Exit codes: 0, done; 1, it could not be done, as is said; 2, the command was not understood.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import begun, bring_up_to_date, open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from paravent.proving.evenings import Told
    from paravent.proving.terms import Simulation
    from paravent.proving.trials import Trial

MADE = "made-hospital.json"
"""Marks a folder as one that `simulate` made; no other is evaluated."""

NOT_OURS = "{} is not empty, and no made hospital was begun there. Name a folder that is empty or does not exist yet."
NOT_MADE = "In {} there is no made hospital. Make one: paravent vigilance simulate --out {}"


@click.group(cls=Listing, short_help="Who looked without a good reason; how well it is found.")
def vigilance() -> None:
    """Who looked without a good reason, and how well that is found."""


@vigilance.command()
@HOME
def judge(home: Path) -> None:
    """Judge the log now, and file what is worth a question, within the budget."""
    with opened(home.resolve()):
        open_django()
        from paravent.access.terms import INSTALLATION
        from paravent.vigilance.operations import judge_log

        click.echo(f"Cases filed: {judge_log(INSTALLATION)}.")


@vigilance.command()
@click.option("--staff", type=click.IntRange(6, 20_000), default=1000, show_default=True, help="How many work there.")
@click.option("--days", type=click.IntRange(7, 400), default=90, show_default=True, help="How long it lives.")
@click.option(
    "--seed", type=click.IntRange(0), default=100, show_default=True, help="The same seed, the same hospital."
)
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="A folder of its own."
)
def simulate(staff: int, days: int, seed: int, folder: Path) -> None:
    """Make a practice or a hospital with insiders in it, and write it into a scratch database under --out."""
    folder = folder.resolve()
    _begin(folder, {"staff": staff, "days": days, "seed": seed})
    from paravent.proving.simulation import simulate as made_by

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        lives = bar.add_task("Letting the hospital live", total=days)
        made = made_by(staff, days, seed, told=lambda day: bar.update(lives, completed=day))
        prepares = bar.add_task("Preparing a database", total=1)
        with _scratch(folder) as url:
            bar.update(prepares, completed=1)
            _write(url, made, seed, bar)
    from paravent.web import scratch

    scratch.keep_truth(folder, made)
    count = made.truth["incident"].n_unique()
    click.echo(f"{made.frames.accesses.height} lines of the log by {staff} people in {days} days; {count} incidents.")
    click.echo(f"Evaluate it: paravent vigilance evaluate {folder}")


@vigilance.command()
@click.argument("folders", nargs=-1, type=click.Path(file_okay=False, path_type=Path))
@click.option("--seeds", help="Measure hospitals of these seeds in memory, without a database: 100-104")
@click.option("--staff", type=click.IntRange(6, 20_000), default=1000, show_default=True, help="With --seeds.")
@click.option("--days", type=click.IntRange(7, 400), default=90, show_default=True, help="With --seeds.")
@click.option(
    "--judged",
    type=click.Choice(["at-the-end", "twice-a-week", "each-evening"]),
    default="each-evening",
    show_default=True,
    help="By what was known on some evenings, as a practice's own log is, or all at once.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def evaluate(
    folders: tuple[Path, ...],
    seeds: str | None,
    staff: int,
    days: int,
    judged: str,
    as_json: bool,  # noqa: FBT001 (as above)
) -> None:
    """Hold vigilance against the truth of made hospitals: in FOLDERS, made by `simulate`, or of --seeds."""
    if bool(folders) == bool(seeds):
        raise click.UsageError("Name folders made by `paravent vigilance simulate`, or --seeds.")
    from paravent.proving.evaluation import report

    trials = _of_seeds(_seeds(seeds), staff, days, judged) if seeds else _of_folders(folders, judged)
    found = report(list(trials))
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        _show(found)


def _begin(folder: Path, asked: dict[str, int]) -> None:
    """Take a folder that nothing lies in; a practice's own is never one."""
    if folder.exists() and any(folder.iterdir()):
        raise CommandStopped(NOT_OURS.format(folder))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MADE).write_text(json.dumps(asked) + "\n")


@contextmanager
def _scratch(folder: Path) -> Iterator[str]:
    """Open the folder's own database server, whatever database the environment names; yields its superuser's address."""
    from paravent.web import cluster

    for name in ("DATABASE_URL", "PARAVENT_OWNER_DATABASE_URL"):
        os.environ.pop(name, None)
    with begun(folder) as server:
        if server is None:
            raise CommandStopped("The scratch database is the embedded one, and that did not start.")
        bring_up_to_date(folder)
        open_django()
        yield server.url(cluster.SUPERUSER)


def _write(url: str, made: "Simulation", seed: int, bar: Progress) -> None:
    from paravent.web import scratch
    from paravent.web.signing import signer

    one = scratch.filling(made, seed)
    writing = bar.add_task("Writing and signing the log", total=scratch.rows_in(one))
    scratch.fill(url, one, signer(), lambda count: bar.advance(writing, count))
    bar.update(writing, completed=scratch.rows_in(one))


@contextmanager
def _progress() -> Iterator["Told"]:
    """Show what is being done, and how much of it is: a thousand people's quarter takes a while."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task("Opening the database", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    if not first.isdigit() or (last and not last.isdigit()):
        raise click.UsageError("--seeds is a number, or two with a hyphen: 100-104")
    return range(int(first), int(last or first) + 1)


def _of_seeds(seeds: range, staff: int, days: int, judged: str) -> Iterator["Trial"]:
    from paravent.proving.evenings import EVENINGS
    from paravent.proving.simulation import simulate as made_by
    from paravent.proving.trials import try_on

    for seed in seeds:
        with _progress() as told:
            told(f"Letting the hospital of seed {seed} live", 0.0)
            made = made_by(staff, days, seed)
            yield try_on(f"seed {seed}", made.frames, made.truth, evenings=EVENINGS[judged], told=told)


def _of_folders(folders: tuple[Path, ...], judged: str) -> Iterator["Trial"]:
    from paravent.proving.evenings import EVENINGS
    from paravent.proving.trials import try_on

    if len(folders) > 1:
        raise click.UsageError("One folder at a time: each has a database of its own. For several hospitals: --seeds")
    folder = folders[0].resolve()
    if not (folder / MADE).is_file() or not (folder / "truth.parquet").is_file():
        raise CommandStopped(NOT_MADE.format(folder, folder))
    with _progress() as told, _scratch(folder):
        from paravent.access.terms import INSTALLATION
        from paravent.vigilance.feed import gather_frames
        from paravent.web.scratch import truth_of

        told("Reading the log and the records", 0.0)
        frames, _ = gather_frames(INSTALLATION)
        yield try_on(folder.name, frames, truth_of(folder), evenings=EVENINGS[judged], told=told)


def _show(found: dict[str, Any]) -> None:
    console = Console()
    title = "Vigilance on made hospitals"
    table = Table("", "value", "95 % interval", "of", "across hospitals", title=title, title_justify="left")
    for name, figure in found.items():
        if isinstance(figure, dict) and "value" in figure:
            table.add_row(name.replace("_", " "), *_cells(figure), _spread(found["across_hospitals"].get(name)))
    console.print(table)
    _show_scenarios(console, found["per_scenario"])
    ours = found["baselines"]["ours"]["false_alarms"]
    for name, figure in found["baselines"].items():
        if isinstance(figure, str):
            click.echo(f"{name}: {figure}")
        elif name != "ours":
            alarms = _cells(figure["false_alarms_at_equal_recall"])
            reached = "" if figure["reaches_equal_recall"] else ", without ever catching as many"
            click.echo(f"{name}: {alarms[0]} false alarms ({alarms[1]}) to catch as many as we do with {ours}{reached}")


def _show_scenarios(console: Console, scenarios: dict[str, Any]) -> None:
    table = Table("scenario", "caught within 7 days", "of", "days until caught", "AUC")
    for name, one in scenarios.items():
        caught, days, auc = one["recall_at_budget"], one["days_to_catch"], one["auc"]
        table.add_row(name, _cells(caught)[0], str(caught["of"]), _cells(days)[0], _cells(auc)[0])
    console.print(table)


def _spread(across: dict[str, Any] | None) -> str:
    """Return between which bounds a hospital's own share lies; of one hospital nobody knows."""
    return "" if across is None or across["low"] is None else _cells(across)[1]


def _cells(figure: dict[str, Any]) -> tuple[str, str, str]:
    def said(value: float | None) -> str:
        return "-" if value is None else f"{value:g}"

    return said(figure["value"]), f"{said(figure['low'])} to {said(figure['high'])}", str(figure["of"])
