"""drills list: which scenarios there are, in words or as JSON; also those of a folder of one's own, before they are used."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from paravent.web.cli.listing import Listing

if TYPE_CHECKING:
    from paravent.exercise.scenarios import Scenario


@click.group(cls=Listing)
def drills() -> None:
    """What staff practise."""


@drills.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read scenarios from there instead: tells what is wrong with them.",
)
@click.option("--language", type=click.Choice(["en", "de"]), default="en", show_default=True)
def list_(as_json: bool, folder: Path | None, language: str) -> None:  # noqa: FBT001 (click's flag)
    """List the scenarios with topic, place and difficulty (NIST Phish Scale, TN 2276)."""
    from paravent.exercise.reading import read_folder, scenarios

    found = list((read_folder(folder) if folder else scenarios()).values())
    if as_json:
        click.echo(json.dumps([_whole(one) for one in found], indent=2, ensure_ascii=False))
    else:
        _show(found, language)


def _whole(one: "Scenario") -> dict[str, Any]:
    rating = one.alignment.rating if one.alignment else None
    return one.model_dump(mode="json") | {
        "difficulty": one.difficulty.value,
        "cue_count": one.cue_count,
        "premise_rating": rating,
    }


def _show(found: list["Scenario"], language: str) -> None:
    table = Table("scenario", "topic", "where", "nature", "cues", "premise", "difficulty", "title")
    for one in found:
        rating = str(one.alignment.rating) if one.alignment else "-"
        table.add_row(
            one.id,
            one.topic,
            one.surface,
            one.nature,
            str(one.cue_count),
            rating,
            one.difficulty,
            one.title.said(language),
        )
    console = Console()
    console.print(table)
    console.print(
        f"{len(found)} scenarios, {sum(one.alignment is None for one in found)} of them legitimate.", style="dim"
    )
