"""What a newcomer types wrongly is answered with what to do, never with a traceback."""

from pathlib import Path

import pytest

from tests.installation.practice import Installation

WRONG = [
    (("serve", "--port", "99999"), 2, "not in the range"),
    (("serve", "--host", "0.0.0.0"), 1, "--tls-cert and --tls-key"),
    (("user", "add", "Bea", "notanemail", "--role", "clinician"), 2, "NAME comes first, then EMAIL"),
    (("user", "add", "Bea", "bea@practice.example", "--role", "doctor"), 2, "'clinician', 'reception'"),
    (("patient", "erase", "ali"), 2, "is not a valid UUID"),
    (("bakup",), 2, "backup"),
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
    said = Installation(tmp_path / "home").run("ledger", "verify", settings={"DATABASE_URL": address})

    assert said.code == 1
    assert told in said.err
    assert "Traceback" not in said.err
