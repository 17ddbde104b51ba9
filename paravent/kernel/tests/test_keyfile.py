"""Key files are private or refused."""

from pathlib import Path

import pytest

from paravent.kernel import keyfile


def test_a_new_key_file_is_private_and_reads_back(tmp_path: Path) -> None:
    made = keyfile.create(tmp_path / "keys" / "practice.key")

    assert (tmp_path / "keys" / "practice.key").stat().st_mode & 0o777 == 0o600
    assert keyfile.load(tmp_path / "keys" / "practice.key") == made
    assert made.content.hex() not in repr(made)


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    keyfile.create(tmp_path / "practice.key")
    (tmp_path / "practice.key").chmod(0o640)

    with pytest.raises(keyfile.KeyFileOpen):
        keyfile.load(tmp_path / "practice.key")


def test_a_missing_key_file_is_not_made_anew_by_reading(tmp_path: Path) -> None:
    with pytest.raises(keyfile.KeyFileMissing):
        keyfile.load(tmp_path / "practice.key")

    assert list(tmp_path.iterdir()) == []


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    keyfile.create(tmp_path / "practice.key")

    with pytest.raises(FileExistsError):
        keyfile.create(tmp_path / "practice.key")


@pytest.mark.parametrize("text", ["", "{}", '{"key_id": "x", "secret": "%%"}', "[]"])
def test_a_damaged_key_file_is_told_apart(tmp_path: Path, text: str) -> None:
    path = tmp_path / "practice.key"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(keyfile.KeyFileUnreadable):
        keyfile.load(path)
