"""Checkpoints are signed notes that open only with the right name and key."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.ledger.notes import checkpoint_text, opened, signed
from paravent.ledger.terms import ChainBroken

NAME = "practice.example/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TEXT = checkpoint_text(NAME, 3, b"\x01" * 32)


def test_a_signed_checkpoint_opens() -> None:
    assert opened(signed(TEXT, NAME, KEY), NAME, KEY.public_key()) == TEXT


def test_a_checkpoint_reads_as_c2sp_says() -> None:
    note = signed(TEXT, NAME, KEY)

    assert note.startswith(f"{NAME}\n3\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n\n\N{EM DASH} {NAME} ")
    assert note.endswith("\n")


@pytest.mark.parametrize(
    "forged",
    [
        lambda note: note.replace("\n3\n", "\n4\n"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note[: note.index("\N{EM DASH}")],
        lambda note: note.replace("\N{EM DASH} practice", "\N{EM DASH} another"),
        lambda note: note[:-20] + "\n",
    ],
)
def test_a_forged_checkpoint_is_refused(forged) -> None:  # noqa: ANN001
    with pytest.raises(ChainBroken):
        opened(forged(signed(TEXT, NAME, KEY)), NAME, KEY.public_key())


def test_another_key_of_the_same_name_is_refused() -> None:
    with pytest.raises(ChainBroken):
        opened(signed(TEXT, NAME, Ed25519PrivateKey.generate()), NAME, KEY.public_key())
