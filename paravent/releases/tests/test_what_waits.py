"""The list of studies says what waits in each, and for whose decision."""

import pytest
from joserfc.jwk import ECKey

from paravent.access.terms import Actor, Role
from paravent.doubts.tests.cast import a_text_in_doubt
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.releases import operations
from paravent.releases.terms import Column
from paravent.releases.tests.cast import COARSE, a_wish, an_open_study, people
from paravent.research.operations import end_study, list_studies, propose_study
from paravent.research.terms import Matter, Turn
from paravent.research.tests.test_studies import a_plan

pytestmark = pytest.mark.django_db


def waits(reader: Actor) -> list[set[tuple[Matter, Turn, bool]]]:
    """Return what waits in each study, as a reader's list has them."""
    return [{(one.matter, one.turn, one.is_mine) for one in study.undecided} for study in list_studies(reader)]


def test_what_waits_in_a_study_is_said_to_all_and_is_somebodys(bea: Actor, gul: Actor) -> None:
    fen = somebody("Fen", Role.RESEARCHER)
    study = an_open_study(fen, gul)
    people(bea, 12)
    assert waits(gul) == [set()]

    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs={**COARSE, Column.SEX: 1}))
    operations.name_recipient(fen, study, "Fulda", ECKey.generate_key("P-384").as_pem(private=False).decode())
    a_text_in_doubt(bea, study=study)
    propose_study(fen, a_plan())
    texts, new = (Matter.TEXTS, Turn.CLINICIAN, False), (Matter.STUDY, Turn.DPO)
    ours = {(Matter.RELEASE, Turn.DPO, True), (Matter.KEY, Turn.DPO, True), texts}
    assert sorted(waits(gul), key=len) == [{(*new, True)}, ours]
    assert sorted(waits(fen), key=len) == [{(*new, False)}, {(what, whose, False) for what, whose, _ in ours}]
    said = a_browser_of(gul).get("/research/").content.decode()
    assert (said.count("for you"), said.count("for clinicians")) == (3, 1)

    operations.decide_release(gul, release, approves=True)
    mine = (Matter.HANDED_OUT, Turn.RESEARCHER, True)
    assert {mine, texts} < waits(fen)[0]
    operations.begin_release(fen, release)
    end_study(fen, study)
    assert set() in waits(fen)
