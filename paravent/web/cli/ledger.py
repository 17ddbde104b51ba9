"""ledger verify, ledger export: is the log what it was? In its own database, or anywhere else without the server.

Exit codes: 0, it is; 1, it is not; 2, the command was not understood; 3, it cannot be told.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from paravent.ledger.notes import Head, VerifierKey, verifier_key
from paravent.ledger.signers import only
from paravent.ledger.terms import ChainBroken, KeyUnreadable, LogUnreachable
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME

if TYPE_CHECKING:
    from paravent.ledger.verification import Verified

CANNOT_TELL = 3
KEEP = "Keep it as it is, and ask for help."
FAULTS = {
    "unreadable": "This is not a whole receipt: it is cut, was changed, or is something else.",
    "opening": "This receipt does not hold: who, whose or why is not what the log recorded.",
    "inclusion": "This receipt does not hold: the entry does not stand in the log that was signed.",
    "signature": "This receipt does not hold: the log's signature is missing, wrong, or of another key.",
}


class Key(click.ParamType[VerifierKey]):
    """A public key as it is printed: name+id+key."""

    name = "key"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> VerifierKey:
        """Read the key, or say that it is none."""
        try:
            return verifier_key(str(value))
        except KeyUnreadable as unreadable:
            self.fail(unreadable.__doc__ or "", param, ctx)


KEYS = click.option(
    "--key", "keys", multiple=True, type=Key(), help="A public key of the log. May be given several times."
)


@click.group(cls=Listing)
def ledger() -> None:
    """The tamper-evident log."""


@ledger.command()
@click.argument("target", required=False)
@KEYS
@click.option("--witness", "witnesses", multiple=True, type=Key(), help="A public key of somebody who watches the log.")
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(click.get_app_dir("paravent")) / "logs",
    help="Where is kept what was seen of logs at addresses.",
)
@HOME
def verify(
    target: str | None, keys: tuple[VerifierKey, ...], witnesses: tuple[VerifierKey, ...], state: Path, home: Path
) -> None:
    """Recompute the log of this installation, or check TARGET without it.

    TARGET is a receipt (a file), the address of a running practice, a folder made by `ledger export`, or the address of
    a database (postgresql://…) into which a dump was restored.
    """
    with _in_words():
        if target is None:
            _own(home)
        elif target.startswith(("postgresql://", "postgres://")):
            _database(target, keys)
        elif "://" in target:
            _address(target, keys, state)
        elif Path(target).is_dir():
            _folder(Path(target), keys)
        else:
            _receipt(Path(target), keys, witnesses)


@ledger.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@HOME
def export(folder: Path, home: Path) -> None:
    """Write the log as it is published (C2SP tlog-tiles) into FOLDER. It names nobody and may be given away."""
    with opened(home.resolve()):
        open_django()
        from paravent.keys.custody import signers
        from paravent.ledger.queries import published_files

        for name, content in [("keys", str(signers()).encode()), *published_files()]:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    click.echo(f"The log lies in {folder}.")


@contextmanager
def _in_words() -> Iterator[None]:
    from paravent.ledger.receipts import ReceiptRefused

    try:
        yield
    except ReceiptRefused as refused:
        raise CommandStopped(FAULTS[refused.fault]) from None
    except ChainBroken as broken:
        raise CommandStopped(f"The log was changed: {broken}. {KEEP}") from None
    except (LogUnreachable, KeyUnreadable) as unreachable:
        click.secho(f"This cannot be told: {unreachable.__doc__} ({unreachable})", fg="yellow", err=True)
        sys.exit(CANNOT_TELL)


@contextmanager
def _shown() -> Iterator[Callable[[int], None]]:
    with Console(stderr=True).status("Verifying the log …") as status:
        yield lambda count: status.update(f"Verifying the log: {count} entries")


def _own(home: Path) -> None:
    with opened(home.resolve()), _shown() as progress:
        open_django()
        from django.db import connection  # noqa: TID251 (read inside the operation)

        from paravent.access.operation import operation
        from paravent.access.terms import INSTALLATION, Purpose, allow
        from paravent.keys.custody import signers
        from paravent.ledger.verification import verify as verify_all
        from paravent.web.signing import last_checkpoint
        from paravent.web.terms import Act

        with operation(Act.VERIFY_LOG, INSTALLATION, Purpose.ADMINISTRATION) as op:
            op.require(allow("verifies"))
            with connection.cursor() as cursor:
                found = verify_all(cursor, signers(), progress)
            goes_on(last_checkpoint(home.resolve()), found.entries)
    click.echo(f"The log is whole: {found.entries} entries under {found.checkpoints} signed checkpoints.")
    _tell_forgotten(found)
    _tell_back_dated(found.back_dated)


def goes_on(last: Head | None, entries: int) -> None:
    """Hold the database against the last checkpoint that was written down outside of it."""
    from paravent.ledger.queries import nodes_of

    if last is not None and (last.size > entries or nodes_of(last.size).root() != last.root):
        raise ChainBroken(f"{last.size} entries were signed for, as stands beside the keys, and they are not these")


def _database(url: str, keys: tuple[VerifierKey, ...]) -> None:
    import psycopg

    from paravent.access.terms import INSTALLATION
    from paravent.ledger.verification import verify as verify_all

    if not keys:
        raise click.UsageError("A database is checked with the log's public key: --key name+id+key.")
    with psycopg.connect(url) as connection, connection.cursor() as cursor, _shown() as progress:
        # Row security shows the lines to the installation; a superuser sees them anyway.
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
        found = verify_all(cursor, keys, progress)
        connection.rollback()
    click.echo(f"The log is whole: {found.entries} entries under {found.checkpoints} signed checkpoints.")
    _tell_forgotten(found)
    _tell_back_dated(found.back_dated)


def _address(url: str, keys: tuple[VerifierKey, ...], state: Path) -> None:
    from paravent.ledger.auditing import audit
    from paravent.ledger.sources import address, signers_of
    from paravent.ledger.watching import watch_of

    source = address(url)
    watch = watch_of(state, source.url)
    if keys or not watch.keys:
        watch.pin(only(*keys) if keys else signers_of(source))
    if not keys:
        _tell_key(watch.keys, "as it was published when this computer first saw the log")
    before = watch.last
    with _shown() as progress:
        found = audit(source, watch.keys, before, progress)
    watch.remember(found.note)
    _tell_audit(found.head.size, found.back_dated, was_seen=bool(before))


def _folder(path: Path, keys: tuple[VerifierKey, ...]) -> None:
    from paravent.ledger.auditing import audit
    from paravent.ledger.sources import Folder, signers_of

    source = Folder(path)
    if not keys:
        keys = tuple(key for _, key in signers_of(source).held)
        _tell_key(keys, "from the folder itself")
    with _shown() as progress:
        found = audit(source, keys, progress=progress)
    _tell_audit(found.head.size, found.back_dated, was_seen=False)


def _receipt(path: Path, keys: tuple[VerifierKey, ...], witnesses: tuple[VerifierKey, ...]) -> None:
    from paravent.ledger.receipts import check

    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        raise LogUnreachable(str(path)) from None
    proved = check(text, keys, witnesses)
    leaf, opens = proved.receipt.leaf, proved.receipt.opens
    click.echo(f"The receipt holds: entry {proved.receipt.position + 1} of {proved.head.size} in {proved.head.origin}.")
    click.echo(
        f"When: {leaf['at']}\nWhat: {leaf['act']}, {leaf['outcome']}\nWhy: {opens['because']} ({leaf['purpose']})"
    )
    click.echo(f"Who: {opens['actor']}\nWhose file: {opens['patient'] or 'nobody’s'}")  # noqa: RUF001 (typography)
    for name, said in sorted(proved.receipt.said.items()):
        click.echo(f"The practice reads it as ({name}): {said}")
    if not proved.is_pinned:
        _tell_key([proved.key], "from the receipt itself")
    for name, at in proved.seen.items():
        click.echo(f"Seen by {name} on {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC.")


def _tell_audit(size: int, back_dated: tuple[int, ...], *, was_seen: bool) -> None:
    before = ", and it goes on from what was seen before" if was_seen else ""
    click.echo(f"The log is whole: {size} entries lead to the signed root{before}.")
    _tell_back_dated(back_dated)


def _tell_key(keys: tuple[VerifierKey, ...] | list[VerifierKey], whence: str) -> None:
    for key in keys:
        click.echo(f"Checked with this key, {whence}; compare it with the one that the practice made public: {key}")


def _tell_forgotten(found: "Verified") -> None:
    if erased := found.forgotten - found.aged:
        click.echo(
            f"Who and why of {erased} entries was forgotten in {found.erasures} erasures, as the log itself says."
        )
    if found.aged:
        click.echo(f"Who and why of {found.aged} entries went by their age, none of them younger than three years.")


def _tell_back_dated(positions: tuple[int, ...]) -> None:
    """Say which entries are dated before earlier ones: nobody changed them, but somebody may have made them so."""
    if positions:
        some = ", ".join(str(position) for position in positions[:10])
        raise CommandStopped(
            f"{len(positions)} entries are dated back: they say an earlier time than entries before them (positions {some}). "
            "Either the server's clock was wrong, or somebody dated them back."
        )
