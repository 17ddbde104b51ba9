"""Which version this is, said alike everywhere."""

from pathlib import Path

from click.testing import CliRunner

from paravent import VERSION
from paravent.web.cli import main

CHANGELOG = Path(__file__).parents[3] / "CHANGELOG.md"


def test_the_command_line_says_its_version_without_being_installed_as_a_package() -> None:
    said = CliRunner().invoke(main, ["--version"])

    assert (said.exit_code, said.output) == (0, f"paravent, version {VERSION}\n")


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{VERSION}]" in CHANGELOG.read_text()
