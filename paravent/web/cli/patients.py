"""patient erase: a patient's content made unreadable, here and in every backup."""

from pathlib import Path
from uuid import UUID

import click

from paravent.access.terms import INSTALLATION
from paravent.kernel.ids import PatientId
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME

NOBODY_BY_THAT_ID = CommandStopped("There is no patient with this id. It stands in the address of the patient's file.")
ASKED = """This destroys the keys of patient {patient_id}. Everything that was ever written about them becomes unreadable for
ever, here and in all backups; nobody can undo it.

A practice must keep records of treatment for years (in Germany ten years after the treatment ends, section 630f BGB;
some for thirty). A request to erase does not end that duty. Go on only if no duty to keep this file holds any more, or
if the file was made by mistake.
"""


@click.group(cls=Listing)
def patient() -> None:
    """One patient's keys."""


@patient.command()
@click.argument("patient_id", type=click.UUID)
@click.option(
    "--no-duty-to-keep", is_flag=True, help="Confirm without being asked that no duty to keep the file holds."
)
@HOME
def erase(patient_id: UUID, no_duty_to_keep: bool, home: Path) -> None:  # noqa: FBT001 (click's flag)
    """Erase the patient with this id: destroy their keys, and whatever still finds them."""
    if not no_duty_to_keep:
        click.echo(ASKED.format(patient_id=patient_id))
        if click.prompt("To go on, type the patient's id again") != str(patient_id):
            raise CommandStopped("That is another id. Nothing was erased.")
    with opened(home.resolve()):
        open_django()
        from django.core.exceptions import ObjectDoesNotExist

        from paravent.visits.operations import erase_patient

        try:
            erase_patient(INSTALLATION, PatientId(patient_id))
        except ObjectDoesNotExist:
            raise NOBODY_BY_THAT_ID from None
        click.echo(
            "The patient's keys are destroyed; their content can never be read again. Make a backup into each of your "
            "backup folders now: that replaces patients.keyring, the one file there that still holds the keys."
        )
