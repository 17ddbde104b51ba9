"""`paravent ledger verify TARGET` and `paravent witness`: plain words, and exit codes that a script can rely on."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from paravent.ledger.notes import checkpoint_text, public_half, signed
from paravent.ledger.queries import published_files
from paravent.ledger.signers import only
from paravent.ledger.tests.logs import KEY, ORIGIN, PUBLIC, Served, sequenced
from paravent.ledger.tests.vectors import FOLDER, THIEF, WITNESS_PUBLIC
from paravent.ledger.tests.vectors import PUBLIC as VECTORS_KEY
from paravent.ledger.watching import Watch
from paravent.web import cluster as embedded
from paravent.web.cli import main

VECTORS_OTHER = public_half(ORIGIN, THIEF)
VALID, FORGED = FOLDER / "valid" / "seen-by-a-witness.txt", FOLDER / "forged" / "an-hour-earlier.txt"


def said(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_receipt_that_holds_says_what_it_proves_and_by_which_key() -> None:
    unpinned, pinned = said("ledger", "verify", VALID), said("ledger", "verify", VALID, "--key", VECTORS_KEY)

    assert unpinned.exit_code == pinned.exit_code == 0
    assert "The receipt holds: entry 124 of 700" in pinned.output
    assert "from the receipt itself" in unpinned.output
    assert "from the receipt itself" not in pinned.output


def test_a_witness_is_named_with_the_time() -> None:
    assert (
        "Seen by watcher.example on 2026-03-01" in said("ledger", "verify", VALID, "--witness", WITNESS_PUBLIC).output
    )


def test_a_receipt_that_does_not_hold_ends_with_one() -> None:
    answer = said("ledger", "verify", FORGED)

    assert answer.exit_code == 1
    assert "the entry does not stand in the log that was signed" in answer.output


def test_what_is_not_there_ends_with_three(tmp_path: Path) -> None:
    assert said("ledger", "verify", tmp_path / "nowhere.txt").exit_code == 3
    assert said("ledger", "verify", "gopher://practice.example").exit_code == 3


def test_a_key_that_is_none_ends_with_two() -> None:
    assert said("ledger", "verify", VALID, "--key", "nonsense").exit_code == 2


@pytest.fixture
def folder(fresh_database: str, tmp_path: Path) -> Path:
    """Return a copy of a small log, with its list of keys."""
    sequenced(30)
    for name, content in [("keys", str(only(PUBLIC)).encode()), *published_files()]:
        path = tmp_path / "copy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "copy"


def test_a_copy_is_whole_or_not(folder: Path) -> None:
    whole = said("ledger", "verify", folder)
    bundle = folder / "tile" / "entries" / "000.p" / "30"
    bundle.write_bytes(bundle.read_bytes().replace(b"chart.open", b"visit.open", 1))
    broken = said("ledger", "verify", folder, "--key", PUBLIC)

    assert (whole.exit_code, "30 entries lead to the signed root" in whole.output) == (0, True)
    assert (broken.exit_code, "The log was changed" in broken.output) == (1, True)


@pytest.fixture
def watched(fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a witness who reaches the practice without a socket, and knows its key."""
    sequenced(5)

    class Near(Served):
        url = "http://practice.example/ledger"

    monkeypatch.setattr(sys.modules["paravent.web.cli.witness"], "address", lambda _url: Near())
    Watch(tmp_path / "practice-example-ledger").pin(only(PUBLIC))
    return tmp_path


def test_a_witness_prints_its_key_and_what_it_saw(watched: Path) -> None:
    answer = said("witness", "http://practice.example", "--state", watched, "--name", "watcher.example")

    assert answer.exit_code == 0
    assert "This witness: watcher.example+" in answer.output
    assert "5 entries, consistent with all that was seen before" in answer.output
    assert "does not list this witness yet" in answer.output


def test_a_witness_that_sees_two_histories_cries_and_keeps_both(watched: Path) -> None:
    other = watched / "other.txt"
    other.write_text(signed(checkpoint_text(ORIGIN, 3, b"\1" * 32), ORIGIN, KEY))

    answer = said("witness", "http://practice.example", "--state", watched, "--compare", other, "--every", "10m")

    assert answer.exit_code == 1
    assert "ALARM" in answer.output
    (evidence,) = (watched / "practice-example-ledger" / "evidence").iterdir()
    assert (evidence / "before.txt").read_text() == other.read_text()


def test_a_pause_is_a_number_and_a_unit(watched: Path) -> None:
    assert said("witness", "http://practice.example", "--state", watched, "--every", "soon").exit_code == 2


@pytest.mark.parametrize("role", [embedded.SUPERUSER, embedded.APP])
def test_a_database_is_checked_by_whoever_may_read_it(
    fresh_database: str, cluster: embedded.Cluster, role: str
) -> None:
    sequenced(5)

    whole = said("ledger", "verify", cluster.url(role, fresh_database), "--key", PUBLIC)
    other = said("ledger", "verify", cluster.url(role, fresh_database), "--key", VECTORS_OTHER)

    assert (whole.exit_code, "The log is whole: 5 entries" in whole.output) == (0, True), whole.output
    assert (other.exit_code, "the signature is missing or wrong" in other.output) == (1, True)
    assert said("ledger", "verify", cluster.url(role, fresh_database)).exit_code == 2
