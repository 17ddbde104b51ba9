"""federate: learning one model with other installations. Letters lie in a folder that all of them see, or in a post box at whoever leads.

Exit codes: 0, done, or nothing is due; 1, it could not be done, as is said; 2, the command was not understood.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from paravent.access.terms import INSTALLATION
from paravent.web.cli.carriers import CHARTER, Carrier, InBox, InFolder, OverHttp, letters_in, over_http
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME
from paravent.web.cli.witness import Pause

if TYPE_CHECKING:
    from paravent.learning.leading import Waiting
    from paravent.learning.letters import Letter
    from paravent.learning.terms import Charter
    from paravent.rounds.terms import Told

Done = TypeVar("Done")
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
WATCH = click.option("--watch", is_flag=True, help="Stay, and do what is due as letters come.")
EVERY = click.option("--every", type=Pause(), default="5s", show_default=True, help="How often is looked for letters.")
FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group(cls=Listing, short_help="Learn one model with other installations; no file leaves.")
def federate() -> None:
    """Learn one model with other installations; nobody's files leave, and nobody reads what one site adds.

    One site leads, the others join it: over a folder, or at the leader's post box. The charter is agreed to beforehand, on the page of a study in each installation.
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
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--charter", "named", help="At the beginning: the first letters of the charter's name, as its page shows it."
)
@click.option(
    "--without",
    multiple=True,
    metavar="SITE",
    help="Do not wait for a site any longer. Only before the first round is opened.",
)
@WATCH
@EVERY
@HOME
def lead(folder: Path | None, named: str | None, without: tuple[str, ...], watch: bool, every: int, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Lead the run in FOLDER, and take part in it. Without FOLDER, letters lie in the post box that this server keeps for the others."""
    with opened(home.resolve()):
        open_django()
        from paravent.rounds.operations import lead_round, take_part

        if folder is None and named is None:
            raise CommandStopped("Say which charter is led: --charter NAME. Its name stands on the study's page.")
        charter = _charter(folder, named) if folder else _charter_named(str(named))
        carrier = InFolder(folder, charter) if folder else InBox(charter)

        def due() -> bool:
            wrote = _done(carrier, lambda letters: lead_round(INSTALLATION, charter.digest, letters, without))
            return _done(carrier, lambda letters: take_part(INSTALLATION, charter.digest, letters)) or wrote

        _go_on(carrier, due, every=every if watch else None)


@federate.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--at", metavar="ADDRESS", help="The post box of whoever leads, instead of FOLDER: its page shows the address."
)
@WATCH
@EVERY
@HOME
def join(folder: Path | None, at: str | None, watch: bool, every: int, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Take part in the run in FOLDER, or in the one at ADDRESS: take a seat, add shares, open them, move the model on, as far as it goes now."""
    if (folder is None) == (at is None):
        raise CommandStopped("Say where the letters lie: a FOLDER, or --at ADDRESS.")
    with opened(home.resolve()):
        open_django()
        from paravent.rounds.operations import take_part

        carrier = InFolder(folder, _charter(folder, None)) if folder else _carried_to(str(at))
        digest = carrier.digest
        _go_on(
            carrier,
            lambda: _done(carrier, lambda letters: take_part(INSTALLATION, digest, letters)),
            every=every if watch else None,
        )


@federate.command()
@FOLDER
def status(folder: Path) -> None:
    """Say for whom the run in FOLDER waits. Reads nothing but the folder."""
    from paravent.learning.leading import waits_for
    from paravent.learning.letters import read_all
    from paravent.learning.terms import SaidTwice

    charter = _charter_in(folder)
    post, strange = read_all(letters_in(folder), charter)
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
    if named is None or (folder / CHARTER).exists():
        return _charter_in(folder)
    charter = _charter_named(named)
    (folder / CHARTER).write_bytes(charter.content)
    return charter


def _charter_named(named: str) -> "Charter":
    from django.core.exceptions import ObjectDoesNotExist

    from paravent.rounds.operations import charter_named

    try:
        return charter_named(INSTALLATION, named)
    except ObjectDoesNotExist:
        raise CommandStopped(
            f"No charter here, or more than one, is called {named}…; its name stands on the study's page."
        ) from None


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


def _carried_to(address: str) -> OverHttp:
    from paravent.learning.terms import NotABox

    try:
        return over_http(address)
    except NotABox as odd:
        raise CommandStopped(f"{odd}: {NotABox.__doc__}") from None


def _done(carrier: Carrier, step: Callable[[list[bytes]], "tuple[Letter | None, Told]"]) -> bool:
    """Do one step, bring what came of it, and tell whether something was due."""
    # First what an earlier command wrote and could not bring.
    carrier.bring()
    letter, told = step(carrier.came())
    carrier.bring()
    if told.wrote:
        click.echo(
            SAID[told.wrote].capitalize()
            + (f" (round {letter.place.round})." if letter and letter.place.round else ".")
        )
    if told.waits:
        click.echo(_waiting(told.waits))
    _warn(told.strange)
    return bool(told.wrote)


def _waiting(waits: "Waiting") -> str:
    """Say for whom is waited, and what can be done if they do not come."""
    names = ", ".join(waits.sites)
    without = " ".join(f'--without "{name}"' for name in waits.sites)
    ways = {
        "seat": f"If they do not come, {without} goes on without them.",
        "share": f"If they do not come, {without} repeats the first round without them; in a later round the run ends without them.",
        "opening": "Nobody can go on without them: if they do not come, the run ends, and a new charter is needed.",
    }
    return f"Waiting for {names} {DUE[waits.what]} (round {waits.round}). {ways[waits.what]}"


def _warn(strange: int) -> None:
    if strange:
        click.echo(
            f"{strange} files are no letters of this run: changed, of another run, or from a stranger. They were not read.",
            err=True,
        )


def _go_on(carrier: Carrier, due: Callable[[], bool], *, every: int | None) -> None:
    """Do what is due until nothing is; then, to watch, again each time that a letter came."""
    while True:
        seen = _asked(carrier.there, every=every)
        did = None if seen is None else _asked(due, every=every)
        if did:
            continue
        if every is None:
            return
        # Until somebody answers, and until something came.
        while (now := _asked(carrier.there, every=every)) is None or (did is not None and now == seen):
            time.sleep(every)


def _asked(step: Callable[[], Done], *, every: int | None) -> Done | None:
    """Do a step; None where the post box does not answer now, and is asked again."""
    from paravent.learning.terms import BoxUnreachable

    try:
        return _in_words(step)
    except BoxUnreachable as silent:
        if every is None:
            raise CommandStopped(f"{silent}: {BoxUnreachable.__doc__}") from None
        click.echo(f"{silent}: {BoxUnreachable.__doc__} It is asked again.", err=True)
        return None


def _in_words(step: Callable[[], Done]) -> Done:
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
    except terms.BoxRefuses as said:
        raise CommandStopped(f"{terms.BoxRefuses.__doc__} {reason_in_words(str(said))}.") from None
    except tuple(terms.ENDS) as ended:
        raise CommandStopped(type(ended).__doc__ or "") from None
