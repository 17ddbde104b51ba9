"""Whoever changes a report on the rules or an evidence pack *cannot* pass it off as the practice's: the log holds its hash, and the receipt of that line proves it to anybody without the server. Nor *can* anybody who does not answer for the practice draw one or read how it stands with the rules, by page or by SQL in their name."""

import re

import pytest

from paravent.access.terms import INSTALLATION
from paravent.conformity.operations import check_now, pack_evidence, receipt_of_pack
from paravent.conformity.pack.assembling import zipped
from paravent.conformity.pack.proving import NotVouchedFor, manifest_of, proved, proved_pack
from paravent.conformity.terms import Act
from paravent.keys.custody import log_key
from tests.threats.cast import Practice, everything_has_its_place, speak_as

PAGES = (("get", "/conformity/"), ("post", "/conformity/check/"), ("post", "/conformity/report.pdf"))


def test_a_report_is_proved_by_the_line_that_drew_it_until_a_byte_changes(practice: Practice) -> None:
    check_now(practice.gul.actor)
    gul = practice.gul.browser
    drawn = gul.post("/conformity/report.pdf").content
    everything_has_its_place()
    page = gul.get("/conformity/").content.decode()
    address = re.findall(r'href="(/my-accesses/[0-9a-f-]{36}/receipt/)"', page)[0]
    proof = gul.get(address).content.decode()

    assert proved(drawn, proof, Act.PRINT, [log_key()]).is_pinned
    with pytest.raises(NotVouchedFor):
        proved(drawn[:-1] + bytes([drawn[-1] ^ 1]), proof, Act.PRINT, [log_key()])


def test_a_pack_is_proved_until_a_file_in_it_changes(practice: Practice) -> None:
    files = {"requirements.json": b'[{"rule": "R01", "result": "fail"}]'}
    entry = pack_evidence(INSTALLATION, lambda _: manifest_of(files))
    everything_has_its_place()
    proof = receipt_of_pack(entry)

    assert proved_pack(zipped(files, proof), [log_key()]).is_pinned
    with pytest.raises(NotVouchedFor):
        proved_pack(zipped({"requirements.json": b'[{"rule": "R01", "result": "pass"}]'}, proof), [log_key()])


@pytest.mark.parametrize("name", ["bea", "dua", "fen"])
def test_others_read_nothing_of_it(practice: Practice, name: str) -> None:
    somebody = practice.everybody[name]

    assert [getattr(somebody.browser, how)(page).status_code for how, page in PAGES] == [403, 403, 403]
    with practice.as_app() as app:
        speak_as(app, somebody.person)
        assert app.execute("SELECT count(*) FROM conformity_standing").fetchone() == (0,)
