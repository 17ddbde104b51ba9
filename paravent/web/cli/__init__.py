"""The `paravent` command."""

import sys

import click

from paravent import VERSION
from paravent.web.cli.backup import backup, restore
from paravent.web.cli.billing import billing
from paravent.web.cli.complaints import in_words
from paravent.web.cli.conformity import conformity
from paravent.web.cli.deid import deid
from paravent.web.cli.detours import detours
from paravent.web.cli.distributions import distribution
from paravent.web.cli.drills import drills
from paravent.web.cli.federate import federate
from paravent.web.cli.importing import import_
from paravent.web.cli.keys import keys
from paravent.web.cli.ledger import ledger
from paravent.web.cli.listing import listed
from paravent.web.cli.patients import patient
from paravent.web.cli.people import user
from paravent.web.cli.release import release
from paravent.web.cli.roster import roster
from paravent.web.cli.running import demo, migrate, serve
from paravent.web.cli.vigilance import vigilance
from paravent.web.cli.witness import witness

SECTIONS = {
    "Begin": (demo, serve, migrate, user, import_),
    "Look after": (backup, restore, keys, ledger, conformity),
    "The practice's work": (roster, billing, drills, detours, vigilance, patient),
    "Research": (deid, release, federate),
    "Without an installation": (witness, distribution),
}
"""Every command, where somebody who looks for it would look."""


class Paravent(click.Group):
    """A group whose foreseen failures end in a sentence that says what to do, and exit code 1."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; what nobody foresaw keeps its traceback."""
        try:
            return super().invoke(context)
        except Exception as error:
            said = in_words(error)
            if said is None:
                raise
            click.secho(said, fg="red", err=True)
            sys.exit(1)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by what they are for."""
        del context
        for what_for, some in SECTIONS.items():
            listed(formatter, what_for, list(some))


@click.group(cls=Paravent, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="paravent")
def main() -> None:
    """Self-hosted telemedicine in which nobody compromises a patient's data unnoticed."""


for commands in SECTIONS.values():
    for command in commands:
        main.add_command(command)
