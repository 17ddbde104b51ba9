"""Recomputing a published log, from the server's pages and from a folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from paravent.kernel import clock
from paravent.ledger.auditing import audit
from paravent.ledger.notes import checkpoint_text, signed
from paravent.ledger.queries import published_files
from paravent.ledger.sequencer import sequence_all
from paravent.ledger.sources import Folder, address, checkpoint_of
from paravent.ledger.terms import ChainBroken, LogUnreachable
from paravent.ledger.tests.logs import KEY, ORIGIN, PUBLIC, SIGNER, Served, appended, sequenced


@pytest.fixture
def folder(fresh_database: str, tmp_path: Path) -> Folder:
    """Return a copy of a log of 600 entries."""
    sequenced(600)
    for name, content in published_files():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Folder(tmp_path)


def test_a_log_is_recomputed_from_its_pages_and_from_a_copy(folder: Folder) -> None:
    served, copied = audit(Served(), [PUBLIC]), audit(folder, [PUBLIC])

    assert served.head == copied.head
    assert served.head.size == 600


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_a_log_goes_on_from_what_was_remembered(fresh_database: str, size: int) -> None:
    sequenced(size)
    before = checkpoint_of(Served())
    sequenced(600 - size)

    assert audit(Served(), [PUBLIC], before).head.size == 600


def test_a_log_that_goes_on_from_something_else_is_refused(folder: Folder) -> None:
    before = signed(checkpoint_text(ORIGIN, 100, b"\1" * 32), ORIGIN, KEY)
    longer = signed(checkpoint_text(ORIGIN, 601, b"\1" * 32), ORIGIN, KEY)

    with pytest.raises(ChainBroken, match="the first 100 entries"):
        audit(folder, [PUBLIC], before)
    with pytest.raises(ChainBroken, match="601 entries were there before"):
        audit(folder, [PUBLIC], longer)


@pytest.mark.parametrize(
    "name", ["tile/entries/001", "tile/entries/002.p/88", "tile/0/002.p/88", "tile/1/000.p/2", "checkpoint"]
)
def test_whatever_file_of_a_copy_is_changed_it_is_refused(folder: Folder, name: str) -> None:
    path = folder.path / name
    content = bytearray(path.read_bytes())
    content[60 % len(content)] ^= 1
    path.write_bytes(content)

    with pytest.raises(ChainBroken):
        audit(folder, [PUBLIC])


def test_an_entry_that_holds_more_than_it_may_is_refused(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from paravent.ledger import steps

    monkeypatch.setattr(steps, "leaf", lambda *_: b'{"patient":"Ali Demir"}')
    sequenced(1)

    with pytest.raises(ChainBroken, match="position 0 is not of the form"):
        audit(Served(), [PUBLIC])


def test_entries_that_are_dated_back_are_named(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    yesterday = clock.now() - timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: yesterday)
    appended(1)
    sequence_all(SIGNER)

    # The line by which the log says so is dated by the same clock.
    assert audit(Served(), [PUBLIC]).back_dated == (600, 601)


def test_a_practices_address_means_the_log_below_it() -> None:
    assert address("https://practice.example").url == "https://practice.example/ledger"
    assert address("https://practice.example/ledger/").url == "https://practice.example/ledger"
    for wrong in ("file:///etc/passwd", "practice.example", "ftp://practice.example"):
        with pytest.raises(LogUnreachable):
            address(wrong)


def test_a_folder_that_holds_no_log_is_not_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(LogUnreachable):
        audit(Folder(tmp_path), [PUBLIC])
