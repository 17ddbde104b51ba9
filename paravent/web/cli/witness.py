"""witness: watch somebody's log from outside. Needs no account, no database, and learns nothing about anybody.

Exit codes: 0, all is well; 1, a log contradicts itself; 2, the command was not understood; 3, a log cannot be reached.
"""

import re
import socket
import sys
import time
from pathlib import Path

import click

from paravent.ledger.notes import VerifierKey, head_of, parts_of
from paravent.ledger.signers import only
from paravent.ledger.sources import address, checkpoint_of
from paravent.ledger.terms import ChainBroken, KeyUnreadable, LogUnreachable
from paravent.ledger.watching import WORDS, Alarm, Alarmed, Watch, Witness, cosign, look, watch_of, witness_of
from paravent.web.cli.ledger import CANNOT_TELL, KEYS

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
ANSWERS = {
    200: "The practice keeps and shows your signature.",
    403: "The practice does not list this witness yet: give it the key above.",
    404: "This server takes no signatures of witnesses.",
}
CONTRADICTS = 409


class Pause(click.ParamType[int]):
    """A time between two looks: 30s, 10m, 1h."""

    name = "pause"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the seconds."""
        found = re.fullmatch(r"([1-9]\d*)([smhd])", str(value))
        if found is None:
            self.fail("Give a number and a unit: 30s, 10m, 1h, 1d.", param, ctx)
        return int(found[1]) * UNITS[found[2]]


@click.command(short_help="Watch practices' logs from outside.")
@click.argument("urls", nargs=-1, required=True)
@click.option(
    "--state",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where this witness keeps its key and what it saw.",
)
@click.option("--name", default=socket.gethostname, show_default="this computer's name", help="The witness's name.")
@KEYS
@click.option(
    "--compare",
    "others",
    multiple=True,
    help="What somebody else saw: a checkpoint's file or address. Two views come to light.",
)
@click.option("--every", type=Pause(), help="Go on, with a pause between two looks: 10m.")
def witness(
    urls: tuple[str, ...],
    state: Path,
    name: str,
    keys: tuple[VerifierKey, ...],
    others: tuple[str, ...],
    every: int | None,
) -> None:
    """Watch the logs at URLS: hold each against what was seen before, and cosign it.

    Cries, keeps both signed statements, and ends with exit code 1 where a log became shorter, shows two histories, or is
    signed with another key.
    """
    me = witness_of(state, name)
    click.echo(f"This witness: {me.public}")
    while True:
        code = max(_watched(url, state, me, keys, others) for url in urls)
        # What cries must not be overheard: a service that ended is seen, a line among thousands is not.
        if every is None or code == 1:
            sys.exit(code)
        time.sleep(every)


def _watched(url: str, state: Path, me: Witness, keys: tuple[VerifierKey, ...], others: tuple[str, ...]) -> int:
    try:
        source = address(url)
        watch = watch_of(state, source.url)
        if keys:
            watch.pin(only(*keys))
        note = look(watch, source, [_seen_by_others(other) for other in others])
        signed = cosign(watch, me, note)
        return _told(url, note, source.post("cosignature", signed), watch)
    except Alarmed as alarmed:
        return _cried(url, watch, alarmed)
    except (LogUnreachable, KeyUnreadable, ChainBroken) as unreachable:
        click.secho(f"{url}: {unreachable.__doc__} ({unreachable})", fg="yellow", err=True)
        return CANNOT_TELL


def _seen_by_others(place: str) -> str:
    if "://" in place:
        return checkpoint_of(address(place.removesuffix("/checkpoint")))
    try:
        return Path(place).read_text()
    except OSError:
        raise LogUnreachable(place) from None


def _told(url: str, note: str, status: int, watch: Watch) -> int:
    if status == CONTRADICTS:
        return _cried(url, watch, Alarmed(Alarm.SPLIT, note, "The server says that it did not sign this.\n"))
    size = head_of(parts_of(note)[0]).size
    click.echo(f"{url}: {size} entries, consistent with all that was seen before. {ANSWERS.get(status, '')}")
    return 0


def _cried(url: str, watch: Watch, alarmed: Alarmed) -> int:
    folder = watch.keep_evidence(alarmed)
    click.secho(f"ALARM {url}: {WORDS[alarmed.alarm]}", fg="red", bold=True, err=True)
    click.secho(f"Both signed statements lie in {folder}. Keep them; they prove it to anybody.", fg="red", err=True)
    return 1
