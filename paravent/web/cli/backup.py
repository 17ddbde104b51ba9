"""backup, restore: a sealed copy of the practice, tried at once; and the way back."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from paravent.access.terms import INSTALLATION
from paravent.conformity.terms import TRIED
from paravent.kernel import clock, keyfile
from paravent.web import cluster
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.preparing import (
    INDEX_STAMP,
    bring_up_to_date,
    open_django,
    opened,
    refuse_anothers,
    refuse_other_name,
)
from paravent.web.cli.running import HOME
from paravent.web.terms import Act

if TYPE_CHECKING:
    from paravent.ledger.notes import Head
    from paravent.web.backups.reading import Source
    from paravent.web.backups.restoring import Target
    from paravent.web.backups.terms import Checked, Contents

NEEDED = ("practice.key", "standing.key", "ledger.key")
APART = """The keys are not in it, and without them it opens for nobody. Keep a copy of {folder}
(practice.key, standing.key, ledger.key, ledger.signers, ledger.checkpoint, retired/) in another place than the backups:
on two encrypted sticks in a safe, say. Whoever has both the backup and practice.key can read everything."""


@click.command(short_help="Write a sealed backup, and try at once whether it restores.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--no-verify", is_flag=True, help="Do not restore it into a scratch server to see whether it is whole.")
@HOME
def backup(folder: Path, no_verify: bool, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Write a sealed backup into FOLDER, while the practice goes on, and try at once whether it can be restored.

    Each run adds one .backup file; patients.keyring beside it is replaced, so that the keys of erased patients leave
    every backup. The key files are not in it: keep them apart.
    """
    home = home.resolve()
    with opened(home) as server:
        open_django()
        from paravent.web.backups.dumping import make_backup
        from paravent.web.backups.reading import Source

        url = _backup_url(server)
        _record(Act.BACK_UP, "backs-up")
        began = time.monotonic()
        with _bar(TextColumn("{task.percentage:>3.0f} %")) as bar:
            task = bar.add_task("Backing up", total=None)
            made = make_backup(
                url, folder, lambda done, total: bar.update(task, completed=min(done, total), total=total)
            )
        took = time.monotonic() - began
        click.echo(f"{made.file}: {made.size / 1e6:.1f} MB, {sum(made.contents.rows.values()):,} rows, {took:.0f} s.")
        if not no_verify:
            _try(Source(made.file, made.keyring), home)
        click.echo(APART.format(folder=home / "keys"))


@click.command(short_help="Bring a practice back from a backup and its keys.")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the practice that is there already; it is lost.")
@click.option(
    "--accept-fork", is_flag=True, help="Go on although signed entries of the log are lost; the log will say so."
)
@HOME
def restore(source: Path, replace: bool, accept_fork: bool, home: Path) -> None:  # noqa: FBT001 (click's flags)
    """Restore SOURCE, a .backup file or a folder (its newest one), into the data directory.

    The key files must be in the directory's keys folder first. Everything is restored beside the present database,
    looked through, and put in its place at the end; if anything is wrong, nothing changes.
    """
    home = home.resolve()
    refuse_anothers(home)
    for name in NEEDED:
        keyfile.load(home / "keys" / name)
    with _target(home) as target:
        from paravent.web.backups.reading import contents_of, source_at
        from paravent.web.backups.restoring import refuse_full
        from paravent.web.signing import last_checkpoint

        refuse_full(target, replace=replace)
        found = source_at(source)
        contents, known = contents_of(found), last_checkpoint(home)
        lost = _lost(contents, known, accepted=accept_fork)
        checked = _restore(found, target, known)
    keyfile.load_or_create(home / "keys" / "web.key")
    _go_on(home, contents, known, lost)
    click.echo(f"Restored as of {contents.made_at}: {_in_words(checked)}.")
    if known is None:
        click.echo(
            "This folder did not know what was signed last, so nobody can say whether newer entries are missing."
        )
    if checked.erased:
        click.echo(f"{checked.erased} patients have been erased; their content stays unreadable.")


def _lost(contents: "Contents", known: "Head | None", *, accepted: bool) -> int:
    """Return how many signed entries would be lost, if that is accepted."""
    from paravent.keys.custody import log_key, signers
    from paravent.web.backups.restoring import refuse_fork
    from paravent.web.backups.terms import BeforeKeyChange, WouldFork

    try:
        lost = refuse_fork(contents, known, accepted=accepted)
    except WouldFork as fork:
        count, since = fork.args
        raise CommandStopped(
            f"This backup would fork the log: {count} entries that were signed after it, since {since}, would be lost, and "
            "other entries would take their numbers. Witnesses and holders of receipts will see two histories.\n"
            "Look for a newer backup. If there is none, --accept-fork goes on and writes that into the log."
        ) from None
    if signers().until(contents.head.size if contents.head else 0).held[-1][1] != log_key():
        raise BeforeKeyChange
    return lost


def _restore(source: "Source", target: "Target", known: "Head | None") -> "Checked":
    from paravent.keys.custody import signers
    from paravent.web.backups.restoring import restore as restore_into

    with _bar(DownloadColumn()) as bar:
        task = bar.add_task("Restoring", total=source.dump.stat().st_size)
        return restore_into(source, target, signers(), known, lambda count: bar.advance(task, count))


def _go_on(home: Path, contents: "Contents", known: "Head | None", lost: int) -> None:
    """Bring the restored database up to date, and let its log say what happened to it."""
    from paravent.keys.custody import signers
    from paravent.web.signing import keep_last_checkpoint, keep_signers, set_last_checkpoint_aside

    size = contents.head.size if contents.head else 0
    with opened(home):
        bring_up_to_date(home)
        (home / INDEX_STAMP).unlink(missing_ok=True)
        keep_signers(signers().until(size))
        if lost:
            set_last_checkpoint_aside()
        signed_before = known.size if known else "unknown"
        _record(Act.RESTORED, "restores", size=size, signed_before=signed_before, lost=lost, made_at=contents.made_at)
        keep_last_checkpoint()


def _try(source: "Source", home: Path) -> None:
    from paravent.keys.custody import signers
    from paravent.web.backups.restoring import try_backup

    with _bar(DownloadColumn()) as bar:
        task = bar.add_task("Trying it", total=source.dump.stat().st_size)
        checked = try_backup(source, signers(), lambda count: bar.advance(task, count))
    # Beside the log, not in it: a line after the backup would be one that its restore loses.
    (home / TRIED).write_text(clock.now().isoformat())
    click.echo(f"Restored into a scratch server and found whole: {_in_words(checked)}.")


def _in_words(checked: "Checked") -> str:
    return f"{checked.rows:,} rows, {checked.entries:,} log entries verified, {checked.patients:,} patients' keys tried"


def _record(act: Act, reason: str, **facts: object) -> None:
    """Write a line of the installation's own, and have it signed before anything else happens."""
    from paravent.access.operation import operation
    from paravent.access.terms import Purpose, allow
    from paravent.web.lifespan import sequence_and_keep

    with operation(act, INSTALLATION, Purpose.ADMINISTRATION) as op:
        op.require(allow(reason))
        op.note(**facts)  # type: ignore[arg-type]  # facts are never named patient or visit
    sequence_and_keep()


def _backup_url(server: cluster.Cluster | None) -> str:
    """Return the address of the role that sees every row: sealed, as they lie there."""
    from paravent.web.backups.terms import BackupRoleUnknown

    if server is not None:
        return server.url(cluster.SUPERUSER)
    if url := os.environ.get("PARAVENT_BACKUP_DATABASE_URL"):
        return url
    raise BackupRoleUnknown


@contextmanager
def _target(home: Path) -> Iterator["Target"]:
    """Open the server to restore into; one that was made for this and was not needed is removed again."""
    os.environ["PARAVENT_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paravent.web.settings")
    made_here = not (home / "postgresql").exists() and not os.environ.get("DATABASE_URL")
    server = None if os.environ.get("DATABASE_URL") else cluster.start(home)
    if server is not None:
        os.environ["DATABASE_URL"] = server.url(cluster.APP)
        os.environ["PARAVENT_OWNER_DATABASE_URL"] = server.url(cluster.OWNER)
    try:
        import django

        django.setup()
        refuse_other_name()
        from paravent.web.backups.restoring import Target

        yield Target(_backup_url(server))
    except BaseException:
        if server is not None:
            server.stop()
        if made_here:
            shutil.rmtree(home / "postgresql", ignore_errors=True)
            (home / "keys" / "cluster.key").unlink(missing_ok=True)
        raise


def _bar(measure: TextColumn | DownloadColumn) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), measure, TimeElapsedColumn()
    return Progress(*columns, console=Console(stderr=True))
