"""distribution: make a signed one of the source, and check one. Needs neither an installation nor a database."""

from pathlib import Path

import click

from paravent.web.cli.listing import Listing

PATH = click.Path(path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Listing, short_help="Make a signed distribution of the source, or check one.")
def distribution() -> None:
    """Make a signed distribution of the source, or check one before it is installed."""


@distribution.command(name="make-key")
@click.argument("file", type=PATH)
def make_key(file: Path) -> None:
    """Make the key by which distributions are signed. Keep FILE outside of the repository; FILE with .pub is for everybody."""
    from paravent.web import distributions

    public = distributions.make_key(file)
    click.echo(f"{file}: keep it to yourself, with a copy in a safe.\n{public}: publish it in two places.")


@distribution.command()
@click.option("--key", type=PATH, required=True, help="The private key of distributions, outside of the repository.")
@click.option("--out", type=PATH, required=True, help="A new folder.")
def make(key: Path, out: Path) -> None:
    """Write source archive, bill of materials, hashes and signature of the newest commit into a new folder."""
    from paravent.conformity.pack.sbom import bill_of_materials
    from paravent.conformity.rulebook.locked import misfits, packages
    from paravent.web import distributions

    if odd := misfits():
        raise distributions.NotAsLocked(", ".join(odd))
    for path in distributions.make(key, out, bill_of_materials(one.name for one in packages())):
        click.echo(f"{path} ({path.stat().st_size} bytes)")


@distribution.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", type=FILE, required=True, help="The public key of distributions, from a place that you trust.")
def verify(folder: Path, key: Path) -> None:
    """Check that FOLDER holds what was signed, and nothing else."""
    from paravent.web import distributions

    names = distributions.verified(folder, key)
    click.echo(f"This is what was signed: {', '.join(names)}.")
