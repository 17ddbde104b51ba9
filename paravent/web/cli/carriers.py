"""What carries the letters of a run between installations: a folder, the post box here, or the one of somebody else."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from paravent.access.terms import INSTALLATION

if TYPE_CHECKING:
    from paravent.learning.carrying import Box
    from paravent.learning.letters import Letter
    from paravent.learning.terms import Charter
    from paravent.rounds.terms import Lying

CHARTER = "charter.json"
MOST_LETTERS = 20_000


class Carrier(Protocol):
    """What carries letters: all that differs between a folder and a post box."""

    digest: str

    def came(self) -> list[bytes]:
        """Return letters that came, known ones among them or not."""

    def bring(self) -> None:
        """Bring the letters of this site that are not there yet: also those that were written before something broke off."""

    def there(self) -> set[str]:
        """Return which letters are there, to see whether that changes."""


class InFolder:
    """Letters lie in a folder."""

    def __init__(self, folder: Path, charter: "Charter") -> None:
        self.folder, self.digest = folder, charter.digest

    def came(self) -> list[bytes]:
        """Read the folder."""
        return letters_in(self.folder)

    def bring(self) -> None:
        """Write files, whole or not at all."""
        for letter in own_letters(self.digest):
            path = self.folder / letter.file_name
            if not path.exists():
                half = self.folder / f"{letter.file_name}.half"
                half.write_bytes(letter.content)
                half.replace(path)

    def there(self) -> set[str]:
        """List the folder."""
        return {path.name for path in self.folder.glob("*.json")}


class InBox:
    """Letters lie here: the others leave and fetch them at this server."""

    def __init__(self, charter: "Charter") -> None:
        from paravent.interop.answers import address_of

        self.digest = charter.digest
        click.echo(f"The others join with: paravent federate join --at {address_of('rounds:letters', charter.digest)}")

    def came(self) -> list[bytes]:
        """Return nothing: what lies here is known here."""
        return []

    def bring(self) -> None:
        """Do nothing: what is written here lies here."""

    def there(self) -> set[str]:
        """List what lies here."""
        return {letter.digest for letter in lying(self.digest).letters}


class OverHttp:
    """Letters lie at another installation. What it does not answer to is asked again."""

    def __init__(self, box: "Box") -> None:
        self.box, self.digest = box, box.charter

    def came(self) -> list[bytes]:
        """Fetch what is not here yet."""
        known = {letter.digest for letter in lying(self.digest).letters}
        return [self.box.letter(digest) for digest in self.box.digests() if digest not in known]

    def bring(self) -> None:
        """Bring what is not there yet; the answer is the receipt."""
        there = {*self.box.digests()}
        for letter in own_letters(self.digest):
            if letter.digest not in there:
                self.box.bring(letter)

    def there(self) -> set[str]:
        """List what lies there."""
        return {*self.box.digests()}


def over_http(at: str) -> OverHttp:
    """Return what carries letters to the post box at an address. Raises NotABox."""
    from paravent.keys.custody import round_key
    from paravent.learning.carrying import box_at

    return OverHttp(box_at(at, round_key()))


def lying(digest: str) -> "Lying":
    """Return the letters of a run that lie here."""
    from paravent.rounds.operations import letters_here

    return letters_here(INSTALLATION, digest)


def own_letters(digest: str) -> "list[Letter]":
    """Return those of them that this site wrote."""
    return lying(digest).own


def letters_in(folder: Path) -> list[bytes]:
    """Return what lies in the folder, whole files alone: one that is being copied has another name, or no valid signature yet."""
    from paravent.learning.letters import LARGEST

    paths = sorted(path for path in folder.glob("*.json") if path.name != CHARTER)[:MOST_LETTERS]
    return [path.read_bytes() for path in paths if path.stat().st_size <= LARGEST]
