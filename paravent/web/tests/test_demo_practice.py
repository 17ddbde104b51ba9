"""What a newcomer reads on the terminal."""

import io
from pathlib import Path

import pytest
import segno
from rich.console import Console

from paravent.web import demo_practice

ALI = {
    "name": "Ali Demir",
    "role": "patient",
    "try": "the link to a visit",
    "sign_in_url": "https://192.0.2.7/join/#s3cret",
}


def said(base_url: str, people: dict[str, dict[str, str]]) -> str:
    console = Console(file=io.StringIO(), width=200)
    demo_practice._say(console, Path("/srv/demo"), base_url, people)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def code(text: str) -> str:
    drawn = io.StringIO()
    segno.make(text, error="m").terminal(out=drawn, compact=True)
    return drawn.getvalue()


def test_everybodys_link_stands_whole_on_a_line() -> None:
    assert ALI["sign_in_url"] in [line.strip() for line in said("http://localhost:8000", {"ali": ALI}).splitlines()]


def test_a_phone_in_the_wifi_reads_the_patients_link_from_the_screen() -> None:
    assert code(ALI["sign_in_url"]) in said("https://192.0.2.7:8000", {"ali": ALI})


@pytest.mark.parametrize(("base_url", "people"), [("http://localhost:8000", {"ali": ALI}), ("https://192.0.2.7", {})])
def test_there_is_no_code_where_no_phone_could_follow_it(base_url: str, people: dict[str, dict[str, str]]) -> None:
    assert "█" not in said(base_url, people)
