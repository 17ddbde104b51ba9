"""A thief of the database or its dumps *cannot* read who a patient is, what they have, what was said or sent: no word of it stands there in clear. They *can* see that rows exist, their sizes and days, which staff there is, and who treated which number."""

import base64
import zlib

import pytest

from tests.threats.cast import WORDS, Practice
from tests.threats.searching import dumped, traces


@pytest.fixture(scope="module")
def loot(practice: Practice) -> bytes:
    return dumped(practice)


@pytest.mark.parametrize("what", list(WORDS))
def test_no_form_of_it_is_in_the_dump(loot: bytes, what: str) -> None:
    assert traces(loot, WORDS[what]) == []


def test_the_log_and_the_search_tokens_name_nobody(loot: bytes) -> None:
    # Whole words alone: four letters in base64 also turn up in random bytes.
    assert traces(loot, "Ali Demir") == []
    assert traces(loot, "1980-04-17") == []
    assert b"paravent.local/ledger" not in loot or b"ledger_detail" in loot


def test_staff_stand_there_in_clear_so_the_dump_is_the_practices(loot: bytes) -> None:
    assert traces(loot, "bea@practice.example") == ["utf-8"]


@pytest.mark.parametrize(
    "left",
    [
        b"xx %s yy",
        b"\\x7878%s",
        b"%s==",
    ],
    ids=["plain", "hex", "base64"],
)
def test_the_search_would_have_found_it(left: bytes) -> None:
    word = WORDS["subjective"]
    forms = {
        b"xx %s yy": word.encode(),
        b"\\x7878%s": word.encode().hex().encode(),
        b"%s==": base64.b64encode(b'{"note": "' + word.encode() + b'"}').rstrip(b"="),
    }

    assert traces(left % forms[left], word)
    assert traces(base64.b64encode(zlib.compress(word.encode() * 3)), word)
    assert traces(word.encode("utf-16").hex().encode(), word)
