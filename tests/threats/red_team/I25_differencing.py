"""Fen, a researcher, takes one research export after another, each with one more filter, and compares them."""

from datetime import timedelta
from uuid import UUID

from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.research.operations import decide_study, propose_study
from paravent.research.terms import Plan
from tests.threats.cast import CLINICAL, WORDS, Practice, addresses
from tests.threats.red_team.plays import Play
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served

FEVER = "Observation?code=8310-5"


def approved(practice: Practice, title: str) -> UUID:
    """Return a study of Fen's that Gül took for what it says."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan(title, "How many have a fever", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until)
    study_id = propose_study(practice.fen.actor, plan)
    decide_study(practice.gul.actor, study_id, approves=True)
    return study_id


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by(
        "HTTP with her own session: every address of the application, filled in with the right ids; questions of an approved study, "
        "each with one more filter, then in a second study"
    )
    fen = Desk(served, practice.fen)
    for address in addresses(practice):
        said = fen.reads(address)[1]
        assert not [name for name in CLINICAL if WORDS[name] in said], address
    assert fen.posts(f"/files/{practice.held.patient_id}/export/")[0] == 403
    play.refused(practice, "file.export", practice.fen, "only-clinicians-open-files")

    first, second = approved(practice, "Fever"), approved(practice, "Fever again")
    years = [f"{FEVER}\nPatient?birthdate=ge{year}" for year in range(1950, 2000, 5)]
    answers = [fen.posts(f"/research/{first}/", criteria=criteria)[0] for criteria in (FEVER, *years)]
    assert 403 in answers
    assert answers.index(403) <= 4
    play.refused(practice, "research.preview", practice.fen, "previews-too-close")
    assert fen.posts(f"/research/{second}/", criteria=years[-1])[0] == 403
    play.prevented("a second study asks no further: close questions are counted over all of a person's studies")
    assert fen.posts(f"/research/{first}/", criteria=f"Patient?name={WORDS['name']}")[0] == 422
    play.prevented("criteria know no name, number, day or text; seven and fewer are not numbered, others are rounded")
