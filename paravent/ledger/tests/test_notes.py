"""Checkpoints are signed notes that open only with the right name and key."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.ledger.notes import (
    COSIGNS,
    Head,
    checkpoint_text,
    cosigned,
    head_of,
    opened,
    public_half,
    seen_at,
    signed,
    verifier_key,
)
from paravent.ledger.terms import ChainBroken, KeyUnreadable

NAME = "practice.example/ledger"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = public_half(NAME, KEY)
TEXT = checkpoint_text(NAME, 3, b"\x01" * 32)


def test_a_signed_checkpoint_opens() -> None:
    assert opened(signed(TEXT, NAME, KEY), PUBLIC) == TEXT


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
        lambda note: note + signed("another text\n", NAME, KEY).rpartition("\n\n")[2],
        lambda note: note[:-1],
        lambda _note: "",
    ],
)
def test_a_forged_checkpoint_is_refused(forged) -> None:  # noqa: ANN001
    with pytest.raises(ChainBroken):
        opened(forged(signed(TEXT, NAME, KEY)), PUBLIC)


def test_another_key_of_the_same_name_is_refused() -> None:
    with pytest.raises(ChainBroken):
        opened(signed(TEXT, NAME, Ed25519PrivateKey.generate()), PUBLIC)


def test_a_note_with_unknown_signatures_opens_by_any_known_key() -> None:
    other = Ed25519PrivateKey.generate()
    note = signed(TEXT, NAME, other) + signed(TEXT, NAME, KEY).rpartition("\n\n")[2]

    assert opened(note, PUBLIC) == TEXT
    assert opened(note, public_half(NAME, other), PUBLIC) == TEXT


def test_a_key_reads_as_c2sp_says() -> None:
    # The example key of Go's golang.org/x/mod/sumdb/note.
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

    assert str(verifier_key(text)) == text
    assert verifier_key(str(PUBLIC)) == PUBLIC


@pytest.mark.parametrize(
    "bent", ["", "name", "a+b+c", str(PUBLIC).replace("+", "+0", 1), str(PUBLIC)[:-8] + "AAAAAAA=", "a b" + str(PUBLIC)]
)
def test_what_is_no_key_is_refused(bent: str) -> None:
    with pytest.raises(KeyUnreadable):
        verifier_key(bent)


def test_a_checkpoint_is_read_strictly() -> None:
    assert head_of(TEXT) == Head(NAME, 3, b"\x01" * 32)
    for bent in (
        "",
        "a\n03\nAQEB\n",
        TEXT.replace("\n3\n", "\n03\n"),
        TEXT.replace("\n3\n", "\n-3\n"),
        f"{NAME}\n3\nAQEB\n",
    ):
        with pytest.raises(ChainBroken):
            head_of(bent)


WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WATCHER = public_half("watcher.example", WITNESS, COSIGNS)


def test_a_cosignature_says_when_the_checkpoint_was_seen() -> None:
    note = signed(TEXT, NAME, KEY) + cosigned(TEXT, "watcher.example", WITNESS, 1_679_315_147)

    assert seen_at(note, WATCHER) == 1_679_315_147
    assert opened(note, PUBLIC) == TEXT


def test_the_time_of_a_cosignature_cannot_be_moved() -> None:
    line = cosigned(TEXT, "watcher.example", WITNESS, 1_679_315_147)
    early = cosigned(TEXT, "watcher.example", WITNESS, 1)
    mixed = base64.b64encode(base64.b64decode(early.split()[2])[:12] + base64.b64decode(line.split()[2])[12:]).decode()

    assert seen_at(signed(TEXT, NAME, KEY) + f"\N{EM DASH} watcher.example {mixed}\n", WATCHER) is None


def test_a_cosignature_is_of_one_checkpoint_and_one_witness() -> None:
    line = cosigned(TEXT, "watcher.example", WITNESS, 1)
    other = checkpoint_text(NAME, 4, b"\x01" * 32)

    assert seen_at(signed(other, NAME, KEY) + line, WATCHER) is None
    assert seen_at(signed(TEXT, NAME, KEY) + line, public_half("watcher.example", KEY, COSIGNS)) is None
