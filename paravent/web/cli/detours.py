"""detours scan: how much of a network's traffic goes to consumer calls.

Exit codes: 0, done; 1, it could not be done, as is said; 2, the command was not understood; 3, done, but more than one line in a
hundred could not be read.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

    from paravent.detours.scanning import Found, Share

GZIP = b"\x1f\x8b"
MUCH = 0.01
"""The share of unreadable lines from which on the exit code says so."""
PARTLY = 3
FORMATS = """It is read: Pi-hole (pihole.log), Squid (access.log in the native format), Zeek (dns.log, TSV with its #fields line, or JSON),
Windows DNS (debug log with packets logged, received, queries). Choose that file, or switch that format on."""


@click.group(cls=Listing)
def detours() -> None:
    """Consultations in apps that were not made for it."""


@detours.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--network", "networks", multiple=True, metavar="NET=NAME", help="Name a network: 10.1.0.0/16='Ward 3'.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def scan(log: Path, networks: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 (click's flag)
    """Tell which share of the traffic in LOG goes to WhatsApp, Zoom and the like: by network and hour, never by person.

    LOG may be compressed with gzip; a hyphen reads what is piped in. Of an address its network is kept (/24, or /64 in IPv6);
    nothing that fewer than 5 devices did is told.
    """
    from paravent.detours.scanning import Scan
    from paravent.detours.terms import FormatUnknown

    names = dict(map(_named, networks))
    try:
        with _opened(log) as lines:
            found = Scan(names).read(lines)
    except FormatUnknown as odd:
        line, why = odd.args
        raise CommandStopped(f"Line {line} of {log} is in no format that is known: {why}.\n{FORMATS}") from None
    except (EOFError, gzip.BadGzipFile):
        raise CommandStopped(f"{log} ends in the middle, or is damaged: copy it anew. Nothing was kept.") from None
    except OSError as failed:
        raise CommandStopped(f"{log} cannot be read: {failed.strerror}.") from None
    click.echo(json.dumps(_as_json(found), indent=2)) if as_json else _show(found)
    if found.unreadable > MUCH * found.lines:
        click.echo(f"{found.unreadable} lines could not be read, the first is line {found.first_unreadable}.", err=True)
        sys.exit(PARTLY)


def _named(text: str) -> "tuple[IPv4Network | IPv6Network, str]":
    from paravent.detours.scanning import TooNarrow, named_network

    try:
        return named_network(text)
    except TooNarrow as narrow:
        raise click.UsageError(f"{narrow} is too narrow: a name is for a /24 (IPv6: /64) or wider.") from None
    except ValueError:
        raise click.UsageError(f"--network is NET=NAME, as in 10.1.0.0/16='Ward 3', not {text!r}") from None


@contextmanager
def _opened(log: Path) -> Iterator[Iterator[bytes]]:
    """Open a log, compressed or not, and show how far it was read."""
    if str(log) == "-":
        yield iter(sys.stdin.buffer)
        return
    with log.open("rb") as raw, _progress(log.stat().st_size, raw) as told:
        is_packed = raw.peek(2)[:2] == GZIP
        yield told(gzip.GzipFile(fileobj=raw) if is_packed else raw)


@contextmanager
def _progress(size: int, raw: IO[bytes]) -> Iterator[Callable[[Iterable[bytes]], Iterator[bytes]]]:
    columns = TextColumn("Reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        reading = bar.add_task("Reading", total=size)

        def told(lines: Iterable[bytes]) -> Iterator[bytes]:
            for nth, line in enumerate(lines):
                if nth % 50_000 == 0:
                    bar.update(reading, completed=raw.tell())
                yield line

        yield told


def _as_json(found: "Found") -> dict[str, object]:
    return {
        "format": found.format.value,
        "lines": found.lines,
        "questions": found.asked,
        "unreadable": found.unreadable,
        "withheld_cells": found.withheld,
        "fewest_devices": 5,
        "shares": [asdict(one) | {"share": round(one.calls / one.asked, 6)} for one in found.shares],
    }


def _show(found: "Found") -> None:
    console = Console()
    table = Table(
        "network", "hour", "questions", "consumer calls", "share", "which", title="Consumer calls in the traffic"
    )
    for one in found.shares:
        table.add_row(*_cells(one))
    console.print(table)
    click.echo(f"{found.format.value}: {found.lines} lines, {found.asked} questions.")
    click.echo(
        f"{found.withheld} hours of a network are not told, because fewer than 5 devices stand behind them; no sum contains them."
    )
    click.echo("It shows a trend, no proof: phones on mobile data, encrypted DNS and private use are not told apart.")


def _cells(one: "Share") -> tuple[str, ...]:
    hour = "all told" if one.hour is None else f"{one.hour:02}:00"
    which = ", ".join(f"{app} {count}" for app, count in one.apps.items()) or ("not told" if one.calls else "")
    return one.network, hour, str(one.asked), str(one.calls), f"{one.calls / one.asked:.1%}", which
