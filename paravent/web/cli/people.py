"""user add: the first account, and those after it."""

from pathlib import Path

import click

from paravent.access.terms import INSTALLATION, Role
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.listing import Listing
from paravent.web.cli.preparing import bring_up_to_date, open_django, opened
from paravent.web.cli.running import HOME

STAFF_ROLES = [role.value for role in Role if role not in {Role.PATIENT, Role.SYSTEM, Role.PROGRAM, Role.PAUSED}]


@click.group(cls=Listing)
def user() -> None:
    """Accounts of the practice's staff."""


@user.command()
@click.argument("name")
@click.argument("email")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(STAFF_ROLES), help="May be given several times."
)
@click.option("--base-url", envvar="PARAVENT_BASE_URL", default="http://localhost:8000", show_default=True)
@HOME
def add(name: str, email: str, roles: tuple[str, ...], base_url: str, home: Path) -> None:
    """Make an account and print the one-time link by which its owner sets up a passkey."""
    _refuse_odd(email)
    with opened(home.resolve()) as server:
        if server is not None:
            bring_up_to_date(home.resolve())
        open_django()
        from paravent.people.operations import add_staff
        from paravent.people.terms import EmailTaken

        try:
            _, secret = add_staff(INSTALLATION, name=name, email=email, roles=frozenset(Role(role) for role in roles))
        except EmailTaken:
            raise CommandStopped(f"Somebody already signs in with {email}. Choose another address.") from None
        click.echo(f"{name} can set up their sign-in with this link, once, within 48 hours:")
        click.echo(f"{base_url}/account/enrol/#{secret}")


def _refuse_odd(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise click.UsageError(f"{email} is not an e-mail address. NAME comes first, then EMAIL.") from None
