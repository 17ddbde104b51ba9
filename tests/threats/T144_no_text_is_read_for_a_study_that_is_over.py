"""A clinician who cares for the patient *cannot* read or decide a text that was held back for a study that was ended or whose term is over, by its address neither: the queue is no second way into a file."""

from datetime import timedelta
from uuid import UUID

import pytest

from paravent.access.terms import Actor, Refused, Role
from paravent.doubts.operations import decide_doubt, list_doubts, open_doubt
from paravent.doubts.terms import Answer
from paravent.doubts.tests.cast import LETTER, a_text_in_doubt
from paravent.kernel import clock
from paravent.people.tests.cast import at, somebody
from paravent.research.operations import end_study
from paravent.uses.tests.cast import a_study

pytestmark = pytest.mark.django_db


def assert_nobody_reads(bea: Actor, doubt_id: UUID) -> None:
    """Hold that the text is neither listed nor read nor decided."""
    assert doubt_id not in {one.doubt_id for one in list_doubts(bea)}
    with pytest.raises(Refused, match="study-is-over"):
        open_doubt(bea, doubt_id)
    with pytest.raises(Refused, match="study-is-over"):
        decide_doubt(bea, doubt_id, Answer(stays_back=True))


def test_nobody_reads_a_text_for_a_study_that_is_over(bea: Actor, gul: Actor) -> None:
    fen = somebody("Fen", Role.RESEARCHER)
    with at(clock.now() - timedelta(days=31)):
        had_thirty_days = a_study(fen, gul)
    ended, runs = a_study(fen, gul), a_study(fen, gul)
    over, stopped, waits = (
        a_text_in_doubt(bea, name, study)
        for name, study in (("Annika Kurz", had_thirty_days), ("Berta Kurz", ended), ("Clara Kurz", runs))
    )
    end_study(fen, ended)

    assert_nobody_reads(bea, over.id)
    assert_nobody_reads(bea, stopped.id)
    assert open_doubt(bea, waits.id).held.text == LETTER
