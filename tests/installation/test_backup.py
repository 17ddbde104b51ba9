"""A practice is backed up, lost, and restored; what would go wrong unnoticed is refused in words."""

import json
from pathlib import Path

from tests.installation.practice import Installation


def test_a_lost_practice_comes_back_from_backup_and_keys(practice: Installation, folder: Path) -> None:
    said = practice.do("backup", str(folder / "backups"))
    new = practice.moved_to(folder / "new")
    restored = new.do("restore", str(folder / "backups"))

    assert "found whole" in said
    looked = practice.run("conformity", "--json")
    asked = {one["rule"]: one["evidence"] for one in json.loads(looked.out)["rules"]}
    assert looked.code == 1, "a practice of two minutes fails much, and says so"
    assert any("restored into a scratch server and found whole" in sentence for sentence in asked["R19"])
    assert "Keep a copy of" in said
    assert "1 patients' keys tried" in restored
    assert "The log is whole" in new.do("ledger", "verify")
    assert new.rows("SELECT act FROM ledger_detail WHERE act = 'ledger.restored'") == [("ledger.restored",)]
    assert new.rows("SELECT count(*) FROM records_resource") == practice.rows("SELECT count(*) FROM records_resource")


def test_a_backup_says_nothing_and_lies_nowhere_in_clear(backups: Path) -> None:
    backup = b"".join(path.read_bytes() for path in backups.iterdir())

    assert b"Migraine" not in backup
    assert b"keys_patientkey" not in backup
    assert b"PGDMP" not in backup
    assert all(path.stat().st_mode & 0o077 == 0 for path in backups.iterdir())


def test_without_its_keys_a_backup_opens_for_nobody(backups: Path, folder: Path) -> None:
    said = Installation(folder / "thief").run("restore", str(backups))
    other = Installation(folder / "other")
    other.do("migrate")
    refused = other.run("restore", str(backups), "--replace")

    assert (said.code, said.out) == (1, "")
    assert "practice.key" in said.err
    assert not (folder / "thief").exists()
    assert refused.code == 1
    assert "The key file is not there" in refused.err


def test_a_restore_that_would_fork_the_log_says_so(practice: Installation, backups: Path, folder: Path) -> None:
    practice.do("user", "add", "Bea Kaya", "bea@practice.example", "--role", "clinician")
    practice.do("backup", str(folder / "newer"), "--no-verify")
    refused = practice.run("restore", str(backups), "--replace")
    still_there = practice.rows("SELECT name FROM people_staff")
    practice.do("restore", str(backups), "--replace", "--accept-fork")

    assert refused.code == 1
    assert "would fork the log: 3 entries" in refused.err
    assert still_there == [("Bea Kaya",)]
    assert practice.rows("SELECT name FROM people_staff") == []
    assert practice.rows("SELECT facts ->> 'lost' FROM ledger_detail WHERE act = 'ledger.restored'") == [("3",)]
    assert "The log is whole" in practice.do("ledger", "verify")


def test_a_practice_that_is_there_is_not_overwritten(practice: Installation, backups: Path) -> None:
    said = practice.run("restore", str(backups))

    assert said.code == 1
    assert "--replace" in said.err


def test_a_backup_that_was_cut_leaves_nothing_behind(practice: Installation, backups: Path, folder: Path) -> None:
    (backup,) = backups.glob("*.backup")
    backup.write_bytes(backup.read_bytes()[:-500])
    new = practice.moved_to(folder / "new")
    said = new.run("restore", str(backups))

    assert said.code == 1
    assert sorted(path.name for path in new.home.iterdir()) == ["keys"]
