"""One signing key after another: the list says from when, and a checkpoint that both sign announces the change."""

from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from paravent.ledger.notes import public_half, signed
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.ledger.signers import SignerList, signer_list
from paravent.ledger.terms import ChainBroken
from paravent.ledger.tests.logs import ORIGIN, appended, speak_as_the_system
from paravent.ledger.verification import Verified, verify

FIRST, SECOND = Ed25519PrivateKey.from_private_bytes(b"1" * 32), Ed25519PrivateKey.from_private_bytes(b"2" * 32)
ONE, TWO = public_half(ORIGIN, FIRST), public_half(ORIGIN, SECOND)
CHANGED_AT_2 = SignerList(((0, ONE), (2, TWO)))


@dataclass(frozen=True)
class Both(Signer):
    """Signs with two keys, as while one follows the other."""

    after: Ed25519PrivateKey = field(default=SECOND)

    def sign(self, text: str) -> str:
        return signed(text, self.origin, self.key) + signed(text, self.origin, self.after).removeprefix(text + "\n")


def log_signed_by(*signers: Signer) -> None:
    for signer in signers:
        appended(1)
        sequence_all(signer)


def verified(keys: SignerList) -> Verified:
    with transaction.atomic(), connection.cursor() as cursor:
        speak_as_the_system()
        return verify(cursor, keys)


def test_a_list_reads_as_it_was_written() -> None:
    assert signer_list(str(CHANGED_AT_2)) == CHANGED_AT_2


@pytest.mark.parametrize(("size", "keys"), [(1, (ONE,)), (2, (ONE, TWO)), (3, (TWO,))])
def test_each_size_says_who_must_have_signed(size: int, keys: tuple[object, ...]) -> None:
    assert CHANGED_AT_2.at(size) == keys


def test_a_change_that_both_keys_sign_is_followed(fresh_database: str) -> None:
    log_signed_by(Signer(ORIGIN, FIRST), Both(ORIGIN, FIRST), Signer(ORIGIN, SECOND))

    assert verified(CHANGED_AT_2).checkpoints == 3


def test_a_change_that_the_old_key_did_not_sign_is_noticed(fresh_database: str) -> None:
    log_signed_by(Signer(ORIGIN, FIRST), Signer(ORIGIN, SECOND), Signer(ORIGIN, SECOND))

    with pytest.raises(ChainBroken):
        verified(CHANGED_AT_2)


def test_the_old_key_signs_nothing_after_its_time(fresh_database: str) -> None:
    log_signed_by(Signer(ORIGIN, FIRST), Both(ORIGIN, FIRST), Signer(ORIGIN, FIRST))

    with pytest.raises(ChainBroken):
        verified(CHANGED_AT_2)


def test_a_change_without_its_checkpoint_is_noticed(fresh_database: str) -> None:
    log_signed_by(Signer(ORIGIN, FIRST))

    with pytest.raises(ChainBroken, match="no checkpoint announces it"):
        verified(CHANGED_AT_2)
