"""A receipt that was saved before the log's signing key changed holds afterwards, and so does one of the time between.

The browser's verifier judges the same three by the test vectors (paravent/ledger/static/ledger/verify.test.js).
"""

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.db import transaction

from paravent.keys import custody
from paravent.keys.custody import log_key, signers
from paravent.ledger.notes import COSIGNS, VerifierKey, cosigned, parts_of, public_half
from paravent.ledger.queries import checkpoint, receipt_of
from paravent.ledger.receipts import Receipt, check
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.steps import keep_cosignature
from paravent.ledger.tests.logs import appended, speak_as_the_system
from paravent.ledger.tests.vectors import SEEN, WATCHER, WITNESS
from paravent.web.signing import change_signing_key, signer

WATCHES = public_half(WATCHER, WITNESS, COSIGNS)


@pytest.fixture
def keys(fresh_database: str, settings: object, tmp_path: Path) -> Path:
    """Return a folder of keys of this test's own, so that it may change them."""
    shutil.copytree(Path(configured.PARAVENT_HOME) / "keys", tmp_path / "keys")
    settings.PARAVENT_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path / "keys"


def recorded() -> UUID:
    (entry,) = appended(1)
    sequence_all(signer())
    return entry


def saved(entry: UUID) -> Receipt:
    with transaction.atomic():
        speak_as_the_system()
        return receipt_of(entry, signers())


def seen_by_the_witness() -> None:
    note = checkpoint() or ""
    keep_cosignature(note + cosigned(parts_of(note)[0], WATCHER, WITNESS, SEEN), [WATCHES])


def listed() -> list[VerifierKey]:
    return [key for _, key in signers().held]


def test_a_receipt_from_before_holds_against_the_list_of_afterwards(keys: Path) -> None:
    old = log_key()
    before = saved(recorded())

    change_signing_key()

    assert log_key() != old
    assert before.key == old
    assert check(str(before), listed()).key == old


def test_a_line_from_before_gets_a_receipt_under_the_new_key(keys: Path) -> None:
    entry = recorded()
    change_signing_key()
    recorded()

    after = saved(entry)

    assert after.key == log_key()
    assert check(str(after), [log_key()]).is_pinned


def test_what_a_witness_saw_before_the_change_is_given_out_afterwards_under_the_key_of_its_time(keys: Path) -> None:
    old, entry = log_key(), recorded()
    seen_by_the_witness()
    change_signing_key()
    recorded()

    receipt = str(saved(entry))

    for known in (listed(), []):
        proved = check(receipt, known, [WATCHES])
        assert (proved.key, dict(proved.seen)) == (old, {WATCHER: SEEN})


def test_a_receipt_saved_while_the_keys_change_names_a_key_that_holds(keys: Path) -> None:
    old = log_key()
    custody.begin_signing_key()
    entry = recorded()

    between = saved(entry)
    change_signing_key()

    assert between.key == old
    assert between.checkpoint.count(f"\N{EM DASH} {old.name} ") == 2
    for key in (old, log_key()):
        assert check(str(between), [key]).is_pinned
