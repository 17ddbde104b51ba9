"""Whoever changes a distribution of the program on its way *cannot* have it pass as ours with those who know our key: not a byte of the archive or the bill of materials, not a file left out, put in or renamed, not another list of hashes, nor one that another key signed. Whoever holds the distribution key *can* sign anything."""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from paravent import VERSION
from paravent.conformity.pack.sbom import bill_of_materials
from paravent.conformity.rulebook.locked import packages
from paravent.kernel.keyfile import KeyFileOpen
from paravent.web import distributions
from paravent.web.distributions import DistributionRefused, KeyInTheSource, NoDistributionKey, make_key, verified

ARCHIVE, BILL = f"paravent-{VERSION}.tar.gz", f"paravent-{VERSION}.cdx.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a place with a distribution and its keys, made from this very source as it was committed last."""
    place = tmp_path_factory.mktemp("distribution")
    make_key(place / "ours.key")
    make_key(place / "theirs.key")
    with pytest.MonkeyPatch.context() as patch:
        # Whoever runs the tests may be at work: the newest commit is taken all the same.
        real = distributions._git
        patch.setattr(distributions, "_git", lambda *asked: b"" if asked[0] == "status" else real(*asked))
        distributions.make(place / "ours.key", place / "out", bill_of_materials(one.name for one in packages()))
    return place


@pytest.fixture
def fetched(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "out", tmp_path / "folder"))


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def signed_by_another(folder: Path, made: Path) -> None:
    sums = (folder / "SHA256SUMS").read_bytes()
    (folder / "SHA256SUMS.sig").write_bytes(distributions._private(made / "theirs.key").sign(sums))


def listed_anew(folder: Path, _: Path) -> None:
    flipped(folder / ARCHIVE)
    (folder / "SHA256SUMS").write_bytes(distributions.sums_of({n: (folder / n).read_bytes() for n in (ARCHIVE, BILL)}))


ATTACKS: dict[str, Callable[[Path, Path], object]] = {
    "a byte of the archive": lambda folder, _: flipped(folder / ARCHIVE),
    "a byte of the bill": lambda folder, _: flipped(folder / BILL),
    "a byte of the signature": lambda folder, _: flipped(folder / "SHA256SUMS.sig"),
    "a file left out": lambda folder, _: (folder / BILL).unlink(),
    "a file put in": lambda folder, _: (folder / "install.sh").write_text("#!/bin/sh"),
    "two files exchanged": lambda folder, _: shutil.copy(folder / BILL, folder / ARCHIVE),
    "a new list of hashes": listed_anew,
    "another key": signed_by_another,
    "no signature": lambda folder, _: (folder / "SHA256SUMS.sig").unlink(),
}


def test_a_distribution_that_nobody_touched_holds_and_can_be_unpacked(made: Path, fetched: Path) -> None:
    assert verified(fetched, made / "ours.pub") == [BILL, ARCHIVE]
    with tarfile.open(fetched / ARCHIVE) as archive:
        assert f"paravent-{VERSION}/paravent/web/distributions.py" in archive.getnames()
    assert b'"CycloneDX"' in (fetched / BILL).read_bytes()


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_is_changed_is_refused(made: Path, fetched: Path, attack: str) -> None:
    ATTACKS[attack](fetched, made)

    with pytest.raises(DistributionRefused):
        verified(fetched, made / "ours.pub")


def test_who_has_not_installed_anything_checks_it_with_openssl(made: Path, fetched: Path) -> None:
    """As docs/guide/running.md says."""
    asked = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(made / "ours.pub"), "-rawin"]
    asked += ["-in", str(fetched / "SHA256SUMS"), "-sigfile", str(fetched / "SHA256SUMS.sig")]

    assert subprocess.run(asked, check=False, capture_output=True).returncode == 0
    assert (
        subprocess.run(["sha256sum", "-c", "SHA256SUMS"], check=False, capture_output=True, cwd=fetched).returncode == 0
    )
    flipped(fetched / "SHA256SUMS")
    assert subprocess.run(asked, check=False, capture_output=True).returncode != 0


def test_the_command_refuses_with_a_sentence(made: Path, fetched: Path) -> None:
    asked = [sys.executable, "-m", "paravent.web.cli", "distribution", "verify", str(fetched), "--key"]

    whole = subprocess.run([*asked, str(made / "ours.pub")], check=False, capture_output=True, timeout=60)
    refused = subprocess.run([*asked, str(made / "theirs.pub")], check=False, capture_output=True, timeout=60)

    assert (whole.returncode, refused.returncode) == (0, 1)
    assert b"do not install it" in refused.stderr


def test_the_key_neither_lies_in_the_source_nor_is_read_by_others(made: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyInTheSource):
        make_key(distributions.ROOT / "made.key")
    assert not (distributions.ROOT / "made.key").exists()
    (made / "ours.key").chmod(0o640)
    with pytest.raises(KeyFileOpen):
        distributions.make(made / "ours.key", tmp_path / "out", b"")
    (made / "ours.key").chmod(0o600)
    with pytest.raises(NoDistributionKey):
        verified(tmp_path, Path(__file__))
