"""A researcher *cannot* be told or given what was not approved with their study: no other kind of data, when asking how many there are, in a release, an answer or a round, nor anything by an exit that it was approved without; not by pages, operations or SQL as themselves; nor can whoever approved it widen it. Who administers the database *can* change the row; the log still says what was approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from paravent.access.terms import Refused
from paravent.answers.operations import ask
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.noise.terms import Measure, Question
from paravent.releases.operations import ask_for_release
from paravent.releases.tests.cast import a_wish
from paravent.research.operations import decide_study, give_budget, preview_cohort, propose_study
from paravent.research.terms import Plan
from paravent.uses.terms import Kind
from tests.threats.cast import Practice, speak_as


def a_study(practice: Practice, *exits: Kind) -> UUID:
    """Return a study of Fen's that Gül approved for diagnoses, and for some exits."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Narrow", "To see whether it holds", "University of Fulda", (Topic.RESEARCH_SCIENCE,), until)
    study_id = propose_study(practice.fen.actor, replace(plan, kinds=("Condition",), exits=exits))
    decide_study(practice.gul.actor, study_id, approves=True)
    return study_id


def is_refused(asked: Callable[[], object]) -> str:
    """Return why the gate refused."""
    with pytest.raises(Refused) as refused:
        asked()
    return refused.value.reason


def test_no_other_data_and_no_other_exit(practice: Practice) -> None:
    fen, gul = practice.fen.actor, practice.gul.actor
    rows, numbers = a_study(practice, Kind.RELEASE), a_study(practice, Kind.ANSWER)
    give_budget(gul, numbers, 200)
    by_codes = Question(Measure.COUNT, "Procedure?code=5-470")

    assert (
        is_refused(lambda: preview_cohort(fen, rows, "Condition?code=A\nProcedure?code=5-470")) == "data-not-approved"
    )
    assert is_refused(lambda: ask_for_release(fen, rows, a_wish(fen, rows))) == "data-not-approved"
    assert is_refused(lambda: ask(fen, numbers, by_codes, 100)) == "data-not-approved"
    assert is_refused(lambda: ask(fen, rows, Question(Measure.COUNT), 100)) == "exit-not-approved"
    assert is_refused(lambda: give_budget(gul, rows, 200)) == "exit-not-approved"
    wish = a_wish(fen, numbers, kinds=("Condition",))
    assert is_refused(lambda: ask_for_release(fen, numbers, wish)) == "exit-not-approved"
    approved = practice.log("research.decide")[-1][4]
    assert (approved["kinds"], approved["exits"]) == ("Condition", "answer")

    page = practice.fen.browser.get(f"/research/{numbers}/").content.decode()
    assert (f"/research/{numbers}/answers/" in page, f"/research/{numbers}/releases/" in page) == (True, False)
    assert "look alike" not in page
    form = practice.fen.browser.get(f"/research/{rows}/releases/").context["form"]
    assert [kind for kind, _ in form.fields["kinds"].choices] == ["Condition"]


@pytest.mark.parametrize("who", ["fen", "gul"])
def test_nobody_widens_what_was_approved_by_sql(practice: Practice, who: str) -> None:
    study_id = a_study(practice, Kind.ANSWER)
    for change in ("kinds = '{Observation}'", "exits = '{release}'"):
        with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            speak_as(app, practice.everybody[who].person, purpose="HRESCH")
            app.execute(f"UPDATE research_study SET {change} WHERE id = %s", [study_id])
