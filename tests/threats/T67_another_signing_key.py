"""Whoever puts another signing key in place *cannot* do it unnoticed: everybody who knows the old one refuses what the new one signed, unless the old one announced it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.ledger.terms import ChainBroken
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter

THIEF = Ed25519PrivateKey.from_private_bytes(bytes(32))


def test_what_another_key_signed_does_not_verify(administrator: Rewriter) -> None:
    administrator.signs_anew(administrator.entries(), THIEF)

    assert administrator.verified(THIEF).entries == 15
    with pytest.raises(ChainBroken, match="the signature is missing or wrong"):
        administrator.verified()


def test_the_next_round_cries_about_it(administrator: Rewriter, witness: Outsider) -> None:
    administrator.signs_anew(administrator.entries(), THIEF)

    assert witness.looks() is Alarm.KEY
