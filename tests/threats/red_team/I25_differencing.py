"""Fen, a researcher, takes one research export after another, each with one more filter, and compares them."""

from paravent.access.purposes import TABLE, read
from paravent.access.terms import Purpose
from tests.threats.cast import CLINICAL, WORDS, Practice, addresses
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by(
        "HTTP with her own session: every address of the application, filled in with the right ids; the table of purposes"
    )
    fen = Desk(served, practice.fen)
    for address in addresses(practice):
        said = fen.reads(address)[1]
        assert not [name for name in CLINICAL if WORDS[name] in said], address
    assert not [act for act, purposes in read(TABLE).items() if Purpose.RESEARCH in purposes]
    assert fen.posts(f"/files/{practice.held.patient_id}/export/")[0] == 403
    play.refused(practice, "file.export", practice.fen, "only-clinicians-open-files")
    play.prevented("research opens nothing yet: no act is listed for that purpose")
