"""keys rotate: new keys in the place of old ones, while the practice goes on working."""

from pathlib import Path
from uuid import UUID

import click
from rich.progress import Progress

from paravent.access.terms import INSTALLATION
from paravent.kernel.ids import PatientId
from paravent.web.cli.listing import Listing
from paravent.web.cli.patients import NOBODY_BY_THAT_ID
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME


@click.group(cls=Listing)
def keys() -> None:
    """The practice's keys."""


@keys.group(cls=Listing)
def rotate() -> None:
    """Put a new key in the place of an old one; nobody has to stop working."""


@rotate.command("practice")
@HOME
def practice(home: Path) -> None:
    """Make a new practice key, and wrap every patient's keys with it.

    A run that was broken off is finished first, without making yet another key.
    """
    home = home.resolve()
    with opened(home):
        open_django()
        from paravent.keys.operations import change_practice_key, rewrap_some

        done, waiting = rewrap_some(INSTALLATION)
        if not done:
            click.echo(f"The practice key is now {change_practice_key(INSTALLATION)}.")
            done, waiting = rewrap_some(INSTALLATION)
        with Progress() as bar:
            task = bar.add_task("Wrapping keys anew", total=done + waiting, completed=done)
            while waiting:
                done, waiting = rewrap_some(INSTALLATION)
                bar.advance(task, done)
        click.echo(
            f"Every patient's keys are wrapped anew. The old practice key lies in {home / 'keys' / 'retired'}: it opens the "
            "backups made until now. Make a backup, copy the keys folder to its safe place, and destroy the old key "
            "together with the last backup that needs it."
        )


@rotate.command("signing")
@HOME
def signing(home: Path) -> None:
    """Make a new key that signs the log; a checkpoint that both keys sign announces it."""
    home = home.resolve()
    with opened(home):
        open_django()
        from paravent.keys.custody import signers
        from paravent.web.signing import change_signing_key

        size = change_signing_key()
        click.echo(f"From entry {size} on another key signs the log. Who signs from when (published at /ledger/keys):")
        click.echo(str(signers()), nl=False)
        click.echo(f"Tell your witnesses, and copy {home / 'keys'} to its safe place.")


@rotate.command("patient")
@click.argument("patient_id", type=click.UUID)
@HOME
def one_patient(patient_id: UUID, home: Path) -> None:
    """Seal everything about the patient with this id under new keys."""
    with opened(home.resolve()):
        open_django()
        from django.core.exceptions import ObjectDoesNotExist

        from paravent.visits.operations import renew_patient_key

        try:
            count = renew_patient_key(INSTALLATION, PatientId(patient_id))
        except ObjectDoesNotExist:
            raise NOBODY_BY_THAT_ID from None
        click.echo(
            f"{count} envelopes are sealed under new keys. Make a backup now: older ones hold this patient's content under "
            "keys that exist no more."
        )
