"""The list of scenarios on the command line."""

import json
from pathlib import Path

from click.testing import CliRunner

from paravent.web.cli import main


def test_the_list_is_a_table_or_everything_as_json() -> None:
    table = CliRunner().invoke(main, ["drills", "list", "--language", "de"], env={"COLUMNS": "200"})
    assert table.exit_code == 0
    assert "31 scenarios, 6 of them legitimate." in table.output
    assert "Zwei Patienten namens M. Weber" in table.output

    found = {one["id"]: one for one in json.loads(CliRunner().invoke(main, ["drills", "list", "--json"]).output)}
    first = found["d01-laboratory-sign-in"]
    assert (first["difficulty"], first["cue_count"], first["premise_rating"]) == ("very", 8, 20)
    assert found["l20-maintenance"]["difficulty"] == "control"


def test_a_folder_of_ones_own_is_told_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("id: mine\nedition: 1\ntopic: cooking\n")
    said = CliRunner().invoke(main, ["drills", "list", "--folder", str(tmp_path)])

    assert said.exit_code == 1
    assert "mine.yaml, line 3: topic" in said.output
    assert "Traceback" not in said.output
