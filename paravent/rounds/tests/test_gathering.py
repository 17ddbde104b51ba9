"""What a round knows of each patient: of few files at once, and of whoever permits it to the last."""

from uuid import UUID

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.consent.terms import Topic
from paravent.people.terms import Person
from paravent.people.tests.cast import somebody
from paravent.research.queries import permitting_now, study_seen_by, verified_among
from paravent.research.terms import StudyView
from paravent.research.tests.test_studies import permit
from paravent.rounds import gathering
from paravent.rounds.tests.test_rounds import a_study, charter_here, patients_here

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(db: None, gul: Actor) -> StudyView:
    """Return a study that asks whether programs may learn."""
    study_id = a_study(somebody("Fen", Role.RESEARCHER), gul)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        return study_seen_by(study_id, None)


def test_who_takes_it_back_while_files_are_read_is_not_learned_from(
    bea: Actor, study: StudyView, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, *staying = patients_here(bea, 4)
    permit([gone, *staying], Topic.RESEARCH_AI)
    left: set[UUID] = set()
    monkeypatch.setattr(gathering, "permitting_now", lambda topics: sorted({*permitting_now(topics)} - left))
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        # Whoever is let go last goes before the last look, and not after it.
        read = gathering.Gathered(charter_here(), study, hold=lambda: left.add(gone))
        facts, having = read()

    assert (len(facts), having.count(True), read.people) == (3, 1, {*staying})


def test_patients_are_looked_through_some_at_a_time_and_held_as_numbers(
    bea: Actor, study: StudyView, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = patients_here(bea, 7)
    permit(everybody, Topic.RESEARCH_AI)
    opened: list[int] = []

    def counted(ids: list[UUID]) -> dict[UUID, Person]:
        opened.append(len(ids))
        return verified_among(ids)

    monkeypatch.setattr(gathering, "TOGETHER", 3)
    monkeypatch.setattr(gathering, "verified_among", counted)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        read = gathering.Gathered(charter_here(), study, hold=lambda: None)
        facts, having = read()

    assert (opened, len(facts), having.count(True), read.people) == ([3, 3, 1], 7, 3, {*everybody})
