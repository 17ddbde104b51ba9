"""Keys change, and what they sealed and signed before still opens and verifies."""

from pathlib import Path

from tests.installation.practice import Installation


def test_after_all_keys_changed_old_and_new_backups_open_and_the_log_verifies(
    practice: Installation, folder: Path
) -> None:
    ((wrapped_before,),) = practice.rows("SELECT DISTINCT practice_key_id FROM keys_patientkey")
    practice.do("backup", str(folder / "old"), "--no-verify")
    practice.do("keys", "rotate", "practice")
    listed = practice.do("keys", "rotate", "signing")
    practice.do("user", "add", "Bea Kaya", "bea@practice.example", "--role", "clinician")
    verified = practice.do("ledger", "verify")
    tried = practice.do("backup", str(folder / "new"))
    ((wrapped_after,),) = practice.rows("SELECT DISTINCT practice_key_id FROM keys_patientkey")

    assert wrapped_before != wrapped_after
    assert len([line for line in listed.splitlines() if line[0].isdigit()]) == 2
    assert "The log is whole" in verified
    assert "1 patients' keys tried" in tried
    assert (practice.keys / "retired" / f"practice-{wrapped_before}.key").exists()


def test_a_backup_from_before_the_signing_key_changed_asks_for_the_key_of_its_time(
    practice: Installation, backups: Path
) -> None:
    practice.do("keys", "rotate", "signing")
    refused = practice.run("restore", str(backups), "--replace", "--accept-fork")
    (retired,) = (practice.keys / "retired").glob("ledger-*.key")
    retired.replace(practice.keys / "ledger.key")
    practice.do("restore", str(backups), "--replace", "--accept-fork")

    assert refused.code == 1
    assert "Put the key of that time back" in refused.err
    assert "The log is whole" in practice.do("ledger", "verify")
