"""federate: learning one model with other installations. Letters lie in a folder that all of them see, or that somebody carries.

Exit codes: 0, done, or nothing is due; 1, it could not be done, as is said; 2, the command was not understood.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paravent.access.terms import INSTALLATION
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from paravent.learning.letters import Letter
    from paravent.learning.terms import Charter
    from paravent.rounds.terms import Told

CHARTER = "charter.json"
MOST_LETTERS = 20_000
LOOKS_EVERY_SECONDS = 5
SAID = {
    "call": "called the others",
    "seat": "took a seat",
    "ask": "asked for the next round",
    "share": "added our masked share; each patient in it reads of it",
    "gathered": "said that every share is there",
    "opening": "opened our mask",
    "model": "added up all shares: the model stands on the study's page",
}
DUE = {"seat": "to take a seat", "share": "to add a share", "opening": "to open a mask"}
FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group()
def federate() -> None:
    """Learn one model with other installations; nobody's files leave, and nobody reads what one site adds.

    One site leads FOLDER, the others join it. The charter is agreed to beforehand, on the page of a study in each installation.
    """


@federate.command()
@HOME
def key(home: Path) -> None:
    """Print the key of this installation, for the charter."""
    with opened(home.resolve()):
        open_django()
        from paravent.keys.custody import round_key
        from paravent.learning.leading import public_hex

        click.echo(public_hex(round_key()))


@federate.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say what the charter in FILE comes to: its name, how much is carried, and what its noise promises. Needs no database."""
    from paravent.kernel.written import Unreadable
    from paravent.learning import models, privacy
    from paravent.learning.reading import charter_in

    try:
        charter = charter_in(file)
    except Unreadable as odd:
        raise CommandStopped(str(odd)) from None
    promise = privacy.epsilon(charter.rounds, charter.noise)
    click.echo(f"{charter.title}\nIts name is {charter.digest}")
    click.echo(
        f"{len(charter.sites)} sites, led by {charter.leader}; {charter.rounds} rounds of {models.length(charter)} numbers each."
    )
    if not charter.noise:
        click.echo(
            "No noise: nothing limits what the model tells about one patient; what protects is only the masked sum. It costs nothing of a budget."
        )
        return
    right = f"{privacy.at_most_right(promise):.1%}"
    click.echo(
        f"Noise {charter.noise:g}: ε = {promise:.2f} for one patient; who knows all others is right in {right} at most.\n"
        f"It costs a budget of {privacy.cost(charter) / 1000:g} in each installation, once, for all rounds together."
    )


@federate.command()
@FOLDER
@click.option(
    "--charter", "named", help="At the beginning: the first letters of the charter's name, as its page shows it."
)
@click.option(
    "--without",
    multiple=True,
    metavar="SITE",
    help="Do not wait for a site any longer. Only before the first round is opened.",
)
@click.option("--watch", is_flag=True, help="Stay, and do what is due as letters come.")
@HOME
def lead(folder: Path, named: str | None, without: tuple[str, ...], watch: bool, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Lead the run in FOLDER, and take part in it."""
    with opened(home.resolve()):
        open_django()
        from paravent.rounds.operations import lead_round, take_part

        charter = _charter(folder, named)

        def due() -> bool:
            wrote = _done(folder, lambda letters: lead_round(INSTALLATION, charter.digest, letters, without))
            return _done(folder, lambda letters: take_part(INSTALLATION, charter.digest, letters)) or wrote

        _go_on(folder, due, watch=watch)


@federate.command()
@FOLDER
@click.option("--watch", is_flag=True, help="Stay, and do what is due as letters come.")
@HOME
def join(folder: Path, watch: bool, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Take part in the run in FOLDER: take a seat, add shares, open them, move the model on, as far as it goes now."""
    with opened(home.resolve()):
        open_django()
        from paravent.rounds.operations import take_part

        charter = _charter(folder, None)
        _go_on(
            folder, lambda: _done(folder, lambda letters: take_part(INSTALLATION, charter.digest, letters)), watch=watch
        )


@federate.command()
@FOLDER
def status(folder: Path) -> None:
    """Say for whom the run in FOLDER waits. Reads nothing but the folder."""
    from paravent.learning.leading import waits_for
    from paravent.learning.letters import read_all
    from paravent.learning.terms import SaidTwice

    charter = _charter_in(folder)
    post, strange = read_all(_letters(folder), charter)
    try:
        call = post.call()
        waits = waits_for(charter, post.of_run(call.place.run)) if call else None
    except SaidTwice as twice:
        raise CommandStopped(f"{twice} has sent two letters that differ where one is due. The run ends.") from None
    click.echo(charter.title)
    is_over = call is not None and waits is None and post.is_gathered(charter.rounds)
    if is_over:
        click.echo("Everybody has opened the last round. Each site adds up once more, and the run is over.")
    elif call is None:
        click.echo(f"{charter.leader} has not begun.")
    elif waits is None:
        click.echo(f"All letters are there. {charter.leader} goes on, or every site adds up.")
    else:
        click.echo(f"Round {waits.round} waits for {', '.join(waits.sites)} {DUE[waits.what]}.")
    _warn(strange)


# The folder


def _charter(folder: Path, named: str | None) -> "Charter":
    """Return the charter of a folder; at the beginning the leader puts there what was agreed to."""
    from django.core.exceptions import ObjectDoesNotExist

    from paravent.rounds.operations import charter_named

    if named is None or (folder / CHARTER).exists():
        return _charter_in(folder)
    try:
        charter = charter_named(INSTALLATION, named)
    except ObjectDoesNotExist:
        raise CommandStopped(
            f"No charter here, or more than one, is called {named}…; its name stands on the study's page."
        ) from None
    (folder / CHARTER).write_bytes(charter.content)
    return charter


def _charter_in(folder: Path) -> "Charter":
    from paravent.kernel.written import Unreadable
    from paravent.learning.reading import charter_in

    if not (folder / CHARTER).exists():
        raise CommandStopped(
            f"There is no {CHARTER} in {folder}. Whoever leads puts it there: paravent federate lead {folder} --charter NAME."
        )
    try:
        return charter_in(folder / CHARTER)
    except Unreadable as odd:
        raise CommandStopped(str(odd)) from None


def _letters(folder: Path) -> list[bytes]:
    """Return what lies in the folder, whole files alone: one that is being copied has another name, or no valid signature yet."""
    from paravent.learning.letters import LARGEST

    paths = sorted(path for path in folder.glob("*.json") if path.name != CHARTER)[:MOST_LETTERS]
    return [path.read_bytes() for path in paths if path.stat().st_size <= LARGEST]


def _done(folder: Path, step: Callable[[list[bytes]], "tuple[Letter | None, Told]"]) -> bool:
    """Do one step, and tell whether something was due."""
    letter, told = _in_words(lambda: step(_letters(folder)))
    if letter is not None:
        half = folder / f"{letter.file_name}.half"
        half.write_bytes(letter.content)
        half.replace(folder / letter.file_name)
    if told.wrote:
        click.echo(
            SAID[told.wrote].capitalize()
            + (f" (round {letter.place.round})." if letter and letter.place.round else ".")
        )
    if told.waits:
        click.echo(f"Waiting for {', '.join(told.waits.sites)} {DUE[told.waits.what]} (round {told.waits.round}).")
    _warn(told.strange)
    return bool(told.wrote)


def _warn(strange: int) -> None:
    if strange:
        click.echo(
            f"{strange} files are no letters of this run: changed, of another run, or from a stranger. They were not read.",
            err=True,
        )


def _go_on(folder: Path, due: Callable[[], bool], *, watch: bool) -> None:
    """Do what is due until nothing is; then, to watch, again each time that the folder has changed."""
    while True:
        seen = _names(folder)
        if due():
            continue
        if not watch:
            return
        while _names(folder) == seen:
            time.sleep(LOOKS_EVERY_SECONDS)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.json")}


def _in_words(step: "Callable[[], tuple[Letter | None, Told]]") -> "tuple[Letter | None, Told]":
    """Do a step; what ends it is said in a sentence."""
    from django.core.exceptions import ObjectDoesNotExist

    from paravent.access.terms import Refused
    from paravent.learning import terms
    from paravent.web.words import reason_in_words

    try:
        return step()
    except Refused as refused:
        raise CommandStopped(f"This installation does not take part now: {reason_in_words(refused.reason)}.") from None
    except ObjectDoesNotExist:
        raise CommandStopped(
            "Nobody has agreed to this charter here. A researcher brings it on a study's page."
        ) from None
    except terms.SaidTwice as twice:
        raise CommandStopped(f"{twice}: {terms.SaidTwice.__doc__}") from None
    except tuple(terms.ENDS) as ended:
        raise CommandStopped(type(ended).__doc__ or "") from None
