"""Whoever reads the whole database *cannot* tell how anybody answered a survey, who has answered, or when: there are sealed sums of a length that never changes, and no row, name or time of an answer; four answers show nothing. With the keys *and* copies from before and after one answer they *can* subtract."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.people.tests.cast import somebody
from paravent.study import operations
from paravent.study.terms import Question, Reply
from paravent.study.tests.cast import HALF, a_crew
from tests.threats.cast import Practice

COLUMNS = """
SELECT column_name FROM information_schema.columns
 WHERE table_schema = 'public' AND table_name LIKE 'study\\_%' ORDER BY column_name
"""
WAVE = (
    "SELECT row_to_json(wave)::text, length(sealed_tickets), length(sealed_box) FROM study_wave AS wave WHERE id = %s"
)
LINES = "SELECT actor_id::text, facts::text FROM ledger_detail WHERE act = 'survey.answer'"
EVERY_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture
def crew(practice: Practice) -> list[Actor]:
    """Return five colleagues who have been here since yesterday."""
    return a_crew(5, f"Crew{uuid4().hex[:6]}-")


@pytest.fixture
def wave(practice: Practice, crew: list[Actor]) -> Iterator[UUID]:
    """Open a survey, and leave none open."""
    opened = operations.open_survey(practice.gul.actor)
    yield opened
    if operations.see_survey(practice.gul.actor).wave_id:
        operations.close_survey(practice.gul.actor)


def seen(practice: Practice, wave: UUID) -> tuple[Any, ...]:
    """Return all there is of the one survey, as whoever administers the database reads it."""
    with practice.as_superuser() as superuser:
        (row,) = superuser.execute(WAVE, [wave]).fetchall()
        return tuple(row)


def test_there_is_no_place_for_an_answer(practice: Practice) -> None:
    with practice.as_superuser() as superuser:
        columns = {name for (name,) in superuser.execute(COLUMNS)}
    assert columns == {
        *("id", "opened_at", "opened_by", "invited", "closed_at", "closed_by", "told"),
        *("sealed_tickets", "sealed_box", "sealed_statement"),
    }


def test_who_answered_and_how_stands_nowhere_and_shows_in_no_length(practice: Practice, wave: UUID) -> None:
    before = seen(practice, wave)
    for one in (practice.bea, practice.cem):
        one.browser.get("/survey/")
        answers = {question.value: "yes" for question in Question}
        assert one.browser.post(f"/survey/{wave}/answer/", answers).status_code == 302
    after = seen(practice, wave)

    assert after[1:] == before[1:]
    assert after[0] != before[0]
    assert set(EVERY_ID.findall(after[0])) == {str(wave), str(practice.gul.person)}
    with practice.as_superuser() as superuser:
        lines = superuser.execute(LINES).fetchall()
    assert len(lines) == 2
    everybody = {str(one.person) for one in practice.everybody.values()}
    assert not any(actor in everybody or facts != "{}" for actor, facts in lines)


def test_four_answers_show_nothing_and_leave_nothing(practice: Practice, crew: list[Actor], wave: UUID) -> None:

    for one in crew[:4]:
        operations.give_answers(one, wave, HALF[0])
    operations.close_survey(practice.gul.actor)

    told = operations.read_results(practice.bea.actor, wave)
    assert told.answered is None
    assert not any(row.own for row in told.rows)
    with practice.as_superuser() as superuser:
        kept = superuser.execute(
            "SELECT told, sealed_tickets, sealed_box FROM study_wave WHERE id = %s", [wave]
        ).fetchone()
    assert kept is not None
    assert kept[1:] == (None, None)
    assert (kept[0]["answered"], kept[0]["counts"]) == (None, {})


def test_one_answer_more_or_less_is_not_seen_by_closing_early(
    practice: Practice, crew: list[Actor], wave: UUID
) -> None:
    """All alike stays unsaid for what is sensitive: five who all said yes would each be known."""
    for one in crew:
        operations.give_answers(one, wave, {**HALF[1], Question.APPS: Reply.YES})
    operations.close_survey(practice.gul.actor)

    own = {row.figure.question: row.own for row in operations.read_results(practice.gul.actor, wave).rows}
    assert own[Question.APPS] is None
    assert own[Question.WRONG_HANDS] is None
    assert own[Question.TRAINED] is not None


@pytest.mark.parametrize("who", ["bea", "dua", "fen"])
def test_the_open_box_is_not_even_a_row_for_those_who_are_asked(practice: Practice, wave: UUID, who: str) -> None:
    with practice.as_app() as app:
        app.execute("SELECT paravent_speak_as(%s, NULL, 'HOPERAT')", [practice.everybody[who].person])
        assert app.execute("SELECT count(*) FROM study_wave WHERE id = %s", [wave]).fetchone() == (0,)
        assert app.execute("UPDATE study_wave SET sealed_box = 'x' WHERE id = %s", [wave]).rowcount == 0


def test_an_account_made_for_it_later_has_no_ticket(wave: UUID) -> None:
    found = operations.see_survey(somebody("Late", Role.CLINICIAN))
    assert (found.wave_id, found.has_ticket) == (wave, False)
