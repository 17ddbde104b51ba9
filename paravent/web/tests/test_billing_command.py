"""The list of billing rules on the command line."""

import json
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from paravent.access.terms import Role
from paravent.billing.operations import count_cases
from paravent.billing.queries import quarter_of
from paravent.billing.tests.test_quarter import video_cases
from paravent.kernel import clock
from paravent.people.tests.cast import somebody
from paravent.web.cli import main


def rules(*arguments: str) -> Result:
    """Return what `paravent billing rules` says."""
    return CliRunner().invoke(main, ["billing", "rules", *arguments], env={"COLUMNS": "300"})


def answering(*arguments: str) -> dict[str, str]:
    """Return the limits on cases by video only that answer, by their name."""
    found = json.loads(rules("--json", "--scheme", "ebm", "--visit-on", "2025-05-15", *arguments).output)
    return {
        row["name"]: row["value"]
        for row in found
        if row["answers"] and row["name"].startswith("video-only") and not row.get("is_gone")
    }


def test_a_limit_that_changed_backwards_is_listed_as_was_known() -> None:
    assert answering("--known-on", "2025-05-15") == {
        "video-only-share-known": "0.50",
        "video-only-share-unknown": "0.30",
    }
    assert answering("--known-on", "2025-07-11") == {"video-only-share": "0.50"}


def test_the_table_says_what_holds_since_when_and_whence() -> None:
    table = rules("--language", "de", "--scheme", "goae")
    assert table.exit_code == 0
    assert "Beratung, auch per Video oder Telefon" in table.output
    assert "2020-05-15 (decided)" in table.output

    unchecked = json.loads(rules("--json", "--unchecked").output)
    assert unchecked
    assert not any(row["checked"] for row in unchecked)


def test_a_folder_of_ones_own_is_told_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "ebm.yaml").write_text("scheme: ebm\nedition: 2026\n")
    said = rules("--folder", str(tmp_path))

    assert said.exit_code == 1
    assert "ebm.yaml, line 2: edition: Input should be a valid string" in said.output
    assert "Traceback" not in said.output


@pytest.mark.parametrize("word", ["2026", "2026-Q5", "Q4"])
def test_a_quarter_is_written_as_practices_write_it(word: str) -> None:
    said = CliRunner().invoke(main, ["billing", "quarter", "--quarter", word])

    assert said.exit_code == 2
    assert "2026-Q4" in said.output


@pytest.mark.django_db
def test_a_quarter_is_told_and_a_limit_that_is_exceeded_is_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    # The package's name of the module is its command.
    command = import_module("paravent.web.cli.billing")
    monkeypatch.setattr(command, "opened", lambda _home: nullcontext())
    monkeypatch.setattr(command, "open_django", lambda: None)
    bea, dua, now = somebody("Bea", Role.CLINICIAN), somebody("Dua", Role.RECEPTION), quarter_of(clock.now())
    video_cases(6, bea)

    before = CliRunner().invoke(main, ["billing", "quarter", "--json"])
    count_cases(dua, now, 100)
    within = CliRunner().invoke(main, ["billing", "quarter"])
    count_cases(dua, now, 10)
    over = CliRunner().invoke(main, ["billing", "quarter", "--json", "--quarter", str(now)])

    assert (before.exit_code, json.loads(before.output)["percent"]) == (0, None)
    assert (within.exit_code, "percent: 6.0" in within.output) == (0, True)
    assert (over.exit_code, json.loads(over.output)["exceeded"]) == (1, True)
