"""Whoever may open a file *cannot* carry it off unmarked or in numbers through the practice's own ways out: an export, a print and a copy bear their name and the entry of the log, are few a day, and are closed to teams (export) and in an emergency; a photograph of the screen they *can* take."""

from typing import Any

import pytest

from tests.threats.cast import WORDS, Practice

REASON = {"reason": "Ali collapsed in the waiting room", "look": "second"}


def take(practice: Practice, way: str) -> Any:
    return practice.bea.browser.post(f"/files/{practice.held.patient_id}/{way}/")


@pytest.mark.parametrize("way", ["export", "print"])
def test_every_copy_bears_its_reader_and_its_line(practice: Practice, way: str) -> None:
    said = take(practice, way).content.decode()

    (entry,) = [line for line in practice.log(f"file.{way}") if line[0] == "done"][-1:]
    assert WORDS["title"] in said
    assert "by Bea" in said
    with practice.as_superuser() as database:
        newest = "SELECT entry_id FROM ledger_detail WHERE act = %s ORDER BY at DESC LIMIT 1"
        (entry_id,) = database.execute(newest, [f"file.{way}"]).fetchone() or ("",)
    assert str(entry_id) in said
    assert entry[1] == "relation-visit"


def test_an_export_again_and_again_comes_to_an_end(doomed: Practice) -> None:
    answers = [take(doomed, "export").status_code for _ in range(7)]

    assert answers == [200] * 5 + [403] * 2
    assert [line[1] for line in doomed.log("file.export")][-2:] == ["quota-used-up"] * 2


def test_a_broken_glass_exports_prints_and_finds_nothing(practice: Practice) -> None:
    patient = practice.held.patient_id
    opened = practice.cem.browser.post(f"/files/{patient}/break-glass/", REASON, follow=True)
    assert WORDS["title"] in opened.content.decode()

    for way in ("export", "print", f"documents/{practice.document.split('/')[-2]}/copy"):
        answer = practice.cem.browser.post(f"/files/{patient}/{way}/")
        assert answer.status_code == 403, way
        assert WORDS["document"] not in answer.content.decode()
