"""release: is a release what its dossier says, and the dossier what the practice's log vouches for? Without server and database.

Exit codes: 0, it holds; 1, it does not.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from paravent.web.cli.complaints import CommandStopped
from paravent.web.cli.ledger import FAULTS, KEYS
from paravent.web.cli.listing import Listing

if TYPE_CHECKING:
    from paravent.ledger.notes import VerifierKey

THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Listing)
def release() -> None:
    """Releases for research."""


@release.command()
@click.argument("dossier", type=THERE)
@click.option("--proof", type=THERE, required=True, help="The receipt that came with the dossier.")
@click.argument("files", nargs=-1, type=THERE)
@KEYS
def verify(dossier: Path, proof: Path, files: tuple[Path, ...], keys: "tuple[VerifierKey, ...]") -> None:
    """Check DOSSIER against its receipt, and FILES against it. Needs no installation and no network."""
    from paravent.ledger.receipts import ReceiptRefused
    from paravent.releases.dossier import NotVouchedFor, proved

    try:
        found, held = proved(dossier.read_bytes(), proof.read_text("utf-8", "replace"), files, keys)
    except ReceiptRefused as refused:
        raise CommandStopped(FAULTS[refused.fault]) from None
    except NotVouchedFor as wrong:
        raise CommandStopped(f"This does not hold: {wrong.__doc__}") from None
    place, origin, at = found.receipt.position + 1, found.head.origin, found.receipt.leaf["at"]
    click.echo(f"This holds: entry {place} of {origin} has its hash, since {at}. Files held against it: {held}.")
    if not found.is_pinned:
        click.echo(f"Checked with the key in the receipt; compare it with what the practice made public: {found.key}")
