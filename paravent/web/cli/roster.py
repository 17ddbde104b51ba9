"""roster import: who is on duty when, from a file."""

from pathlib import Path

import click

from paravent.access.terms import INSTALLATION
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME


@click.group(cls=Listing)
def roster() -> None:
    """The duty roster."""


@roster.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@HOME
def import_(file: Path, home: Path) -> None:
    """Put the hours in FILE on the roster: a table (CSV: email, team, from, until) or a calendar (iCalendar).

    In a calendar the attendee is who is on duty and the title is the team; "Emergency duty", or no team, is the house's own. What
    repeats is kept for half a year ahead.
    Either all of FILE is kept or nothing.
    """
    with opened(home.resolve()):
        open_django()
        from paravent.rosters.importing import import_roster
        from paravent.rosters.terms import RosterUnreadable

        try:
            new = import_roster(INSTALLATION, file.read_bytes())
        except RosterUnreadable as odd:
            raise CommandStopped("\n".join([*map(str, odd.args), "Nothing was kept."])) from None
        click.echo(f"{new} new entries are on the roster.")
