"""ledger verify: is the log what it was?"""

from pathlib import Path

import click
from rich.console import Console

from paravent.access.terms import INSTALLATION
from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.preparing import open_django, opened
from paravent.web.cli.running import HOME
from paravent.web.terms import Act


@click.group()
def ledger() -> None:
    """The tamper-evident log."""


@ledger.command()
@HOME
def verify(home: Path) -> None:
    """Recompute the whole log and every signed root; exit code 1 where something was changed."""
    with opened(home.resolve()):
        open_django()
        from django.db import connection  # noqa: TID251 (read inside the operation)

        from paravent.access.operation import operation
        from paravent.access.terms import Purpose, allow
        from paravent.ledger.terms import ChainBroken
        from paravent.ledger.verification import verify as verify_all
        from paravent.web.signing import signers

        with Console(stderr=True).status("Verifying the log …") as status:
            try:
                with operation(Act.VERIFY_LOG, INSTALLATION, Purpose.ADMINISTRATION) as op:
                    op.require(allow("verifies"))
                    with connection.cursor() as cursor:
                        found = verify_all(
                            cursor,
                            signers(),
                            lambda count: status.update(f"Verifying the log: {count} entries"),
                        )
            except ChainBroken as broken:
                raise CommandStopped(
                    f"The log was changed: {broken}. Keep this database as it is, and ask for help."
                ) from None
        click.echo(f"The log is whole: {found.entries} entries under {found.checkpoints} signed checkpoints.")
