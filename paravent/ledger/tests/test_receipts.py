"""Receipts hold or do not, as the test vectors say; the browser's verifier runs the same (verify.test.js)."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from paravent.ledger.notes import public_half
from paravent.ledger.receipts import Fault, ReceiptRefused, check, read, written
from paravent.ledger.tests import vectors
from paravent.ledger.tests.vectors import FAULTS, FOLDER, NEXT_PUBLIC, PUBLIC, VALID, VECTORS, WITNESS_PUBLIC, WRITTEN


def test_the_vectors_in_the_repository_are_those_that_the_program_makes() -> None:
    found = {
        str(path.relative_to(FOLDER).with_suffix("")): path.read_bytes().decode() for path in FOLDER.glob("*/*.txt")
    }

    assert found == WRITTEN
    assert json.loads((FOLDER / "faults.json").read_text()) == FAULTS


@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_is_judged_as_it_should_be(name: str) -> None:
    fault = VECTORS[name][0]
    text = (FOLDER / f"{name}.txt").read_bytes().decode()
    if fault is None:
        proved = check(text, [PUBLIC, NEXT_PUBLIC], [WITNESS_PUBLIC])
        assert proved.is_pinned
        assert proved.seen == ({vectors.WATCHER: FAULTS["seen"][name]} if name in FAULTS["seen"] else {})
        return
    with pytest.raises(ReceiptRefused) as refused:
        check(text, [PUBLIC, NEXT_PUBLIC], [WITNESS_PUBLIC])
    assert refused.value.fault == fault


def test_a_receipt_is_written_as_it_was_read() -> None:
    assert written(read(VALID)) == VALID


def test_the_second_half_is_a_proof_as_c2sp_writes_it() -> None:
    proof = VALID[VALID.index("c2sp.org/") :].split("\n")

    assert proof[:2] == ["c2sp.org/tlog-proof@v1", "index 123"]
    assert proof[proof.index("") + 1 :][:2] == [vectors.ORIGIN, "700"]


def test_without_a_key_of_ones_own_the_receipts_key_counts_and_that_is_said() -> None:
    theirs = vectors.receipt(123, 700, vectors.THIEF)

    assert not check(theirs).is_pinned
    assert check(theirs).key == public_half(vectors.ORIGIN, vectors.THIEF)


def test_one_of_several_keys_is_enough() -> None:
    another = public_half(vectors.ORIGIN, Ed25519PrivateKey.generate())

    assert check(VALID, [another, PUBLIC]).key == PUBLIC


def test_a_key_of_another_log_does_not_count() -> None:
    with pytest.raises(ReceiptRefused) as refused:
        check(VALID, [public_half("other.example/ledger", vectors.KEY)])
    assert refused.value.fault == Fault.SIGNATURE


SAID = VALID.index('"said"'), VALID.index('"salt"')
KEY_LINE = VALID.index('"key"'), VALID.index('"leaf"')


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(VALID) - 1), st.characters(codec="utf-8"))
def test_no_character_can_be_changed_that_is_proved(at: int, other: str) -> None:
    bent = VALID[:at] + other + VALID[at + 1 :]
    try:
        proved = check(bent, [PUBLIC])
    except ReceiptRefused:
        return
    # What still holds proves the same: only spaces, the practice's words, its own key line or a witness's line differ.
    assert (proved.receipt.leaf, proved.receipt.opens) == (read(VALID).leaf, read(VALID).opens)
    assert proved.head == check(VALID, [PUBLIC]).head


@given(st.text())
def test_no_text_makes_the_verifier_stumble(text: str) -> None:
    with pytest.raises(ReceiptRefused):
        check(text)
