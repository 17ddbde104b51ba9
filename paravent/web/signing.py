"""Who signs the log here: the key that custody holds, the public list of those that did, and the last thing signed.

The list and the last checkpoint lie beside the keys, outside the database: a database that was rolled back is noticed.
"""

import os
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from paravent.kernel import clock
from paravent.keys import custody
from paravent.ledger.notes import Head, head_of, parts_of, public_half, signed
from paravent.ledger.queries import checkpoint
from paravent.ledger.sequencer import Signer
from paravent.ledger.signers import SignerList, signer_list

LAST, LIST = Path("keys") / "ledger.checkpoint", Path("keys") / "ledger.signers"


class KeptSigner(Signer):
    """Signs with the keys in custody at that moment; while one follows another, with both."""

    def sign(self, text: str) -> str:
        """Return the note with the signature of every key that signs now."""
        keys = [custody.signing_key(), custody.next_signing_key()]
        notes = [signed(text, self.origin, key) for key in keys if key is not None]
        return notes[0] + "".join(note.removeprefix(text + "\n") for note in notes[1:])


def signer() -> KeptSigner:
    """Return this installation's signer."""
    return KeptSigner(settings.LEDGER_ORIGIN, custody.signing_key())


def signers(home: Path | None = None) -> SignerList:
    """Return the public list; before the first change it has one key."""
    path = (home or settings.PARAVENT_HOME) / LIST
    if path.exists():
        return signer_list(path.read_text())
    return SignerList(((0, public_half(settings.LEDGER_ORIGIN, custody.signing_key())),))


def keep_signers(listed: SignerList) -> None:
    """Write the public list."""
    write_whole(settings.PARAVENT_HOME / LIST, str(listed))


def keep_last_checkpoint() -> None:
    """Write down what was signed last, unless more is known already (after a restore, say)."""
    note, known = checkpoint(), last_checkpoint(settings.PARAVENT_HOME)
    if note is not None and (known is None or head_of(parts_of(note)[0]).size >= known.size):
        write_whole(settings.PARAVENT_HOME / LAST, note)


def set_last_checkpoint_aside() -> None:
    """Keep what was signed before entries were lost, as evidence, and begin anew."""
    path = settings.PARAVENT_HOME / LAST
    path.replace(path.with_name(f"{path.name}.{clock.now():%Y%m%dT%H%M%SZ}"))


def last_checkpoint(home: Path) -> Head | None:
    """Return what this installation signed last, as far as it wrote it down; raises ChainBroken for a damaged file."""
    path = home / LAST
    return head_of(parts_of(path.read_text())[0]) if path.exists() else None


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.write_text(text)
    draft.replace(path)


@require_GET
def signers_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Serve the list of keys to whoever verifies the log."""
    return HttpResponse(str(signers()), content_type="text/plain; charset=utf-8")
