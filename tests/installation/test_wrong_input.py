"""What a newcomer types wrongly is answered with what to do, never with a traceback."""

import os
from pathlib import Path

import pytest

from paravent.keys.custody import ensure_keys
from tests.installation.practice import Installation

WRONG = [
    (("serve", "--port", "99999"), 2, "not in the range"),
    (("serve", "--host", "0.0.0.0"), 1, "--tls-cert and --tls-key"),
    (("user", "add", "Bea", "notanemail", "--role", "clinician"), 2, "NAME comes first, then EMAIL"),
    (("user", "add", "Bea", "bea@practice.example", "--role", "doctor"), 2, "'clinician', 'reception'"),
    (("patient", "erase", "ali"), 2, "is not a valid UUID"),
    (("bakup",), 2, "backup"),
    (("serve", "--host", "192.0.2.7", "--tls-cert", __file__, "--tls-key", __file__), 1, "no such address"),
    (("serve", "--port", "20999", "--tls-cert", __file__, "--tls-key", __file__), 1, "both are PEM files"),
    (("ledger", "verify"), 1, "There is no Paravent in this folder"),
    (("conformity",), 1, "There is no Paravent in this folder"),
    (("backup", "elsewhere"), 1, "There is no Paravent in this folder"),
    (("user", "add", "Bea", "bea@practice.example", "--role", "clinician"), 1, "begun by paravent serve"),
]


@pytest.mark.parametrize(("words", "code", "told"), WRONG, ids=lambda value: str(value)[:40])
def test_wrong_input_is_answered_in_words(words: tuple[str, ...], code: int, told: str, tmp_path: Path) -> None:
    said = Installation(tmp_path / "home").run(*words)

    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("address", "told"),
    [("postgresql://nobody@127.0.0.1:1/paravent", "cannot be reached"), ("nonsense", "cannot be read")],
)
def test_a_wrong_database_is_said_at_once(address: str, told: str, tmp_path: Path) -> None:
    ensure_keys(tmp_path / "home")

    said = Installation(tmp_path / "home").run("ledger", "verify", settings={"DATABASE_URL": address})

    assert said.code == 1
    assert told in said.err
    assert "Traceback" not in said.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could write into a folder of somebody else")
def test_root_leaves_nothing_in_a_folder_of_the_services_user(tmp_path: Path) -> None:
    ensure_keys(tmp_path / "home")
    os.chown(tmp_path / "home", 65_534, 65_534)

    said = [Installation(tmp_path / "home").run(*words) for words in (("migrate",), ("serve",), ("ledger", "verify"))]

    assert [one.code for one in said] == [1, 1, 1]
    assert all("belongs to another user" in one.err and "nobody" in one.err for one in said)
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["keys"]


def test_commands_without_the_services_settings_do_not_take_the_log_for_changed(practice: Installation) -> None:
    said = practice.run("ledger", "verify", settings={"PARAVENT_LEDGER_ORIGIN": "practice.example/ledger"})

    assert (said.code, said.out) == (1, "")
    assert "here paravent.local/ledger, in the settings practice.example/ledger" in said.err
    assert "ask for help" not in said.err


def test_the_words_are_compiled_where_the_service_may_write(practice: Installation) -> None:
    assert [path.parts[-3] for path in practice.home.glob("locale/*/LC_MESSAGES/django.mo")] == ["de"]


def test_a_command_beside_a_server_of_an_earlier_source_leaves_it_what_browsers_load(practice: Installation) -> None:
    (practice.home / "static.stamp").write_text("of an earlier source")
    (practice.home / "static" / "earlier.js").touch()

    practice.do("user", "add", "Bea Kaya", "bea@practice.example", "--role", "clinician")

    assert (practice.home / "static" / "earlier.js").exists()


def test_a_key_file_that_is_gone_is_named_with_its_folder(practice: Installation) -> None:
    (practice.keys / "practice.key").unlink()

    said = practice.run("conformity")

    assert said.code == 1
    assert "put the copy back" in said.err
    assert str(practice.keys / "practice.key") in said.err


def test_a_backup_that_finds_no_room_says_where(practice: Installation, folder: Path) -> None:
    (folder / "file").touch()

    said = practice.run("backup", str(folder / "file" / "backups"))

    assert said.code == 1
    assert f"{folder / 'file' / 'backups'}: Not a directory. Is the path right?" in said.err
    assert "Traceback" not in said.err
