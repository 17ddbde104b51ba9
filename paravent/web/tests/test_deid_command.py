"""`paravent deid` without a database: what it prints, what it writes, and that it names nobody when something is wrong."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from paravent.web.cli import main

LETTER = "Patientin: Beate Albers, geb. 4.4.1997, M. Parkinson.\r\nFrau Albers kam am 3.5.2029.\n"


def run(*words: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["deid", *map(str, words)], input=given)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "Albers_Beate.txt"
    path.write_bytes(LETTER.encode())
    return path


def test_a_file_comes_out_without_its_people(letter: Path) -> None:
    done = run(letter)

    assert done.exit_code == 0
    assert "Albers" not in done.output
    assert b"M. Parkinson.\r\n" in done.stdout_bytes
    assert "1 text, 4 identifiers replaced" in done.stderr


def test_what_is_piped_in_comes_out_with_labels() -> None:
    assert run("-", "--labels", given=LETTER.encode()).stdout.startswith(
        "Patientin: [NAME_PATIENT], geb. [DATE], M. Parkinson."
    )


def test_a_folder_becomes_a_folder_whose_names_name_nobody(letter: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    letter.rename(tmp_path / "in" / letter.name)
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    out = tmp_path / "out"

    done = run(tmp_path / "in", "--out", out)

    assert done.exit_code == 0
    assert [path.name for path in out.iterdir()] == ["text-00001.txt"]
    assert "Albers" not in (out / "text-00001.txt").read_text() + done.output
    assert run(tmp_path / "in", "--out", out).exit_code == 1


def test_json_tells_places_and_no_identifier(letter: Path) -> None:
    told = json.loads(run(letter, "--json").stdout)

    first = told["spans"][0]
    assert (first["label"], first["start"], first["end"], first["pass"]) == ("NAME_PATIENT", 11, 23, "cue")
    assert "Albers" not in json.dumps(told)


def test_the_page_shows_both_sides_and_is_for_its_owner_alone(letter: Path, tmp_path: Path) -> None:
    page = tmp_path / "beside.html"

    run(letter, "--html", page)

    shown = page.read_text()
    assert ">Beate Albers</mark>" in shown
    assert "This page holds the identifiers" in shown
    assert "<script" not in shown
    assert "Albers_Beate" not in shown
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_what_the_record_knows_goes_even_where_nothing_points_to_it(letter: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    known.write_text(
        json.dumps({"people": [{"role": "patient", "given": "Beate", "family": "Albers", "born": "1997-04-04"}]})
    )

    assert (
        run("-", "--labels", "--known", known, given="ALBERS raucht, albers nicht.\n").stdout
        == "[NAME_PATIENT] raucht, [NAME_PATIENT] nicht.\n"
    )


def test_a_text_in_another_encoding_is_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "Mueller.txt").write_bytes("Frau Müller".encode("cp1252"))
    (tmp_path / "Zander.txt").write_text("Frau Zander")

    done = run(tmp_path, "--labels")

    assert done.exit_code == 3
    assert "number 1" in done.stderr
    assert "Mueller" not in done.output
    assert run(tmp_path, "--labels", "--encoding", "cp1252").exit_code == 0


@pytest.mark.parametrize("options", [[], ["--out", "/proc/no/Albers"], ["--known", "Albers.json"]])
def test_no_error_names_anybody(tmp_path: Path, letter: Path, options: list[str]) -> None:
    source = letter if options else tmp_path / "Albers_weg.txt"

    done = run(source, *options)

    assert done.exit_code == 1
    assert done.stderr
    assert "Albers" not in done.output
    assert "Traceback" not in done.output


def test_a_tagger_is_trained_placed_and_used(tmp_path: Path) -> None:
    names = ["Wamsler", "Brenzke", "Kurzawa", "Vielhaber", "Nagorny", "Tschirner"]
    texts = [f"Der Befund wurde mit {name} besprochen." for name in names]
    lines = [
        json.dumps({"text": text, "entities": [{"start": 21, "end": text.index(" besprochen"), "type": "NAME_DOCTOR"}]})
        for text in texts
    ]
    (tmp_path / "marked.jsonl").write_text("\n".join(lines))
    model = tmp_path / "deid.model"

    made = run("train", tmp_path, "--out", model, "--invented", 0)
    used = run("-", "--labels", "--model", model, given="Der Befund wurde mit Ohlbrecht besprochen.\n")

    assert made.exit_code == 0
    assert made.stdout.split("SHA-256 ")[1].strip() in used.stderr
    assert "Ohlbrecht" not in used.stdout
    assert "Ohlbrecht" in run("-", "--labels", given="Der Befund wurde mit Ohlbrecht besprochen.\n").stdout
    assert stat.S_IMODE(model.stat().st_mode) == 0o600


def test_no_model_and_no_examples_are_said_to_be_none(tmp_path: Path, letter: Path) -> None:
    assert "is no trained tagger" in run(letter, "--model", letter).stderr
    assert "No examples to learn from" in run("train", tmp_path, "--out", tmp_path / "x").stderr
    assert "No examples to learn from" in run("train", "--out", tmp_path / "x", "--invented", 0).stderr


def test_a_tagger_learns_from_letters_that_nobody_wrote(tmp_path: Path) -> None:
    made = run("train", "--out", tmp_path / "deid.model", "--invented", 4)

    assert made.exit_code == 0
    assert made.stdout.startswith("0 texts")
    assert run("-", "--model", tmp_path / "deid.model", given="Das Knie ist reizlos.\n").exit_code == 0


def test_nothing_is_written_over(letter: Path) -> None:
    done = run(letter, "--out", letter)

    assert done.exit_code == 1
    assert "nothing is written over" in done.stderr
    assert letter.read_bytes() == LETTER.encode()


def test_an_encoding_that_is_none_is_said_to_be_none(letter: Path) -> None:
    assert run(letter, "--encoding", "klingon").exit_code == 2


def test_texts_of_one_record_get_the_same_surrogates(tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"people": [{"given": "Beate", "family": "Albers"}]}))
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Albers\n")

    first, second = run(folder, "--known", known).stdout.split()

    assert first == second != "Albers"
