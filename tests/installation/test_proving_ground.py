"""A made hospital goes into a folder of its own and is evaluated there; no other folder is touched."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation.practice import Installation, Said


def vigilance(*words: str, settings: dict[str, str] | None = None) -> Said:
    """Run a command that takes no --data: the folder is the command's own."""
    return Installation(Path()).run_alone("vigilance", *words, settings=settings)


@pytest.fixture
def folder() -> Iterator[str]:
    """Give a folder to which PostgreSQL's own user can walk down, and that does not exist yet."""
    with tempfile.TemporaryDirectory(prefix="paravent-made-") as above:
        Path(above).chmod(0o755)
        yield f"{above}/made"


def test_a_made_hospital_is_written_and_evaluated(folder: str) -> None:
    """Where the environment names a practice's database, that one is left alone."""
    real = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/paravent"}
    made = vigilance("simulate", "--staff", "12", "--days", "10", "--seed", "111", "--out", folder, settings=real)
    assert made.code == 0, made.err
    found = vigilance("evaluate", folder, "--json", settings=real)
    assert found.code == 0, found.err
    said = json.loads(found.out)

    for key in ("explained_share", "recall_at_budget", "precision_at_budget", "days_to_catch"):
        assert set(said[key]) == {"value", "low", "high", "of"}
    assert said["explained_share"]["of"] > 0
    assert said["recall_at_budget"]["of"] == 2
    assert said["per_scenario"]
    assert set(said["baselines"]) == {"ours", "isolation forest", "same surname", "volume"}
    assert vigilance("simulate", "--out", folder).code == 1


def test_a_folder_in_which_something_lies_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()

    said = vigilance("simulate", "--out", str(tmp_path))

    assert said.code == 1
    assert "is not empty" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_only_a_made_hospital_is_evaluated(tmp_path: Path) -> None:
    said = vigilance("evaluate", str(tmp_path))

    assert said.code == 1
    assert "there is no made hospital" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [("evaluate",), ("evaluate", "--seeds", "many"), ("simulate", "--staff", "1", "--out", "x"), ("simulate",)],
)
def test_what_was_not_understood_ends_with_two(words: tuple[str, ...]) -> None:
    assert vigilance(*words).code == 2


def test_hospitals_are_measured_in_memory_by_their_seeds() -> None:
    said = vigilance("evaluate", "--seeds", "100-101", "--staff", "12", "--days", "10")

    assert said.code == 0, said.err
    assert "explained share" in said.out
