"""Who signs the log here: the key that custody holds, the public list of those that did, and the last thing signed.

The list and the last checkpoint lie beside the keys, outside the database: a database that was rolled back is noticed.
"""

import os
import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.kernel import clock
from paravent.keys import custody
from paravent.keys.custody import signers
from paravent.ledger.notes import Head, VerifierKey, head_of, opened, parts_of, public_half, signed
from paravent.ledger.queries import checkpoint
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.ledger.signers import SignerList
from paravent.ledger.terms import ChainBroken
from paravent.web.terms import Act

ATTEMPTS, PAUSE_SECONDS = 100, 0.3
LAST = Path("keys") / "ledger.checkpoint"


class NotAnnounced(Exception):
    """No checkpoint came that both keys signed. Both go on signing; try again when the database answers."""


class KeptSigner(Signer):
    """Signs with the keys in custody at that moment; while one follows another, with both."""

    def sign(self, text: str) -> str:
        """Return the note with the signature of every key that signs now."""
        # The next one is read first: if it takes the other's place in between, it is read twice, never missed.
        following, present = custody.next_signing_key(), custody.signing_key()
        note = signed(text, self.origin, present)
        if following is None or public_half(self.origin, following) == public_half(self.origin, present):
            return note
        return note + signed(text, self.origin, following).removeprefix(text + "\n")


def signer() -> KeptSigner:
    """Return this installation's signer."""
    return KeptSigner(settings.LEDGER_ORIGIN, custody.signing_key())


def keep_signers(listed: SignerList) -> None:
    """Write the public list."""
    write_whole(settings.PARAVENT_HOME / custody.SIGNERS, str(listed))


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


def change_signing_key() -> int:
    """Let a new key sign the log from now on, and return the size from which it holds. Broken off, it goes on when called again.

    From the first step on both keys sign; once a checkpoint bears both signatures the list says so, and the new key is alone.
    """
    following = public_half(settings.LEDGER_ORIGIN, custody.begin_signing_key())
    with operation(Act.CHANGE_SIGNING_KEY, INSTALLATION, Purpose.ADMINISTRATION) as op:
        op.require(allow("changes-keys"))
        op.note(key=following)
    listed = signers()
    if listed.held[-1][1] != following:
        listed = listed.followed_by(following, _signed_by_both(following))
        keep_signers(listed)
    custody.promote_signing_key()
    return listed.held[-1][0]


def _signed_by_both(following: VerifierKey) -> int:
    """Return the size of a checkpoint that the following key signed too; a server that runs may be the one who makes it."""
    for _ in range(ATTEMPTS):
        sequence_all(signer())
        note = checkpoint()
        try:
            return head_of(opened(note or "", following)).size
        except ChainBroken:
            time.sleep(PAUSE_SECONDS)
    raise NotAnnounced


@require_GET
def signers_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Serve the list of keys to whoever verifies the log."""
    return HttpResponse(str(signers()), content_type="text/plain; charset=utf-8")
