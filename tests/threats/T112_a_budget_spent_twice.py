"""Whoever asks from two sessions at once *cannot* spend a budget twice, nor have one question charged twice; whoever writes to the database as the application *cannot* charge more than there is, lower a charge, date it back, delete one, or raise a budget that was given."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from paravent.access.terms import INSTALLATION, Refused
from paravent.answers.operations import answer_what_waits, ask
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from tests.threats.answering import a_study_with, told
from tests.threats.cast import Practice, speak_as

SESSIONS = 4


def at_once(practice: Practice, study_id: UUID, cohorts: list[str]) -> list[str]:
    """Ask for the last of a budget from several sessions at the same moment; returns how each of them ended."""
    line = Barrier(len(cohorts))

    def one(cohort: str) -> str:
        line.wait(30)
        try:
            ask(practice.fen.actor, study_id, question(Measure.COUNT, cohort), 200)
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()
        return "told"

    with ThreadPoolExecutor(len(cohorts)) as pool:
        ends = sorted(pool.map(one, cohorts))
    answer_at_once()
    return ends


def answer_at_once() -> None:
    """Let several servers answer what waits at the same moment."""

    def one(_nth: int) -> None:
        try:
            answer_what_waits()
        finally:
            connection.close()

    with ThreadPoolExecutor(SESSIONS) as pool:
        list(pool.map(one, range(SESSIONS)))


def test_of_many_who_spend_the_last_at_once_one_is_told(practice: Practice) -> None:
    study_id = a_study_with(practice, 200)

    ends = at_once(practice, study_id, [f"Patient?birthdate=ge{1950 + one}" for one in range(SESSIONS)])

    assert ends == [*["study-budget-is-spent"] * (SESSIONS - 1), "told"]
    budgets, answers = told(practice, study_id)
    assert (budgets.spent, sum(bool(one.numbers) for one in answers)) == (200, 1)


def test_one_question_asked_twice_at_once_is_one(practice: Practice) -> None:
    study_id = a_study_with(practice, 200)

    assert at_once(practice, study_id, ["Patient?gender=female"] * SESSIONS) == ["told"] * SESSIONS

    budgets, answers = told(practice, study_id)
    assert (budgets.spent, len(answers)) == (200, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE research_charge SET cost = 1",
        "DELETE FROM research_charge",
        "UPDATE research_grant SET budget = 1000",
        "DELETE FROM research_grant",
        "UPDATE answers_answer SET cost = 1",
        "INSERT INTO research_grant SELECT study_id, 1000, given_by, now() FROM research_grant",
        "INSERT INTO research_charge SELECT gen_random_uuid(), study_id, budget + 1, now(), now() + interval '9000 hours' FROM research_grant",
        "INSERT INTO research_charge SELECT gen_random_uuid(), study_id, 100, now() - interval '2 years', now() FROM research_grant LIMIT 1",
        "INSERT INTO research_charge SELECT gen_random_uuid(), study_id, 100, now(), now() FROM research_grant LIMIT 1",
        "INSERT INTO research_charge SELECT gen_random_uuid(), study_id, -100, now(), now() + interval '9000 hours' FROM research_grant LIMIT 1",
    ],
)
def test_no_statement_of_the_application_refills_one(practice: Practice, statement: str) -> None:
    study_id = a_study_with(practice, 200)
    for who, purpose in (
        (practice.gul.person, "HRESCH"),
        (INSTALLATION.person, "HRESCH"),
        (practice.fen.person, "HRESCH"),
    ):
        with practice.as_app() as app:
            speak_as(app, who, purpose=purpose)
            with pytest.raises(psycopg.Error):
                app.execute(statement)
    assert told(practice, study_id)[0].left == 200


def test_nobody_charges_for_a_study_that_was_given_nothing(practice: Practice) -> None:
    with practice.as_app() as app:
        speak_as(app, INSTALLATION.person, purpose="HRESCH")
        with pytest.raises(psycopg.errors.CheckViolation):
            app.execute(
                "INSERT INTO research_charge VALUES (%s, %s, 100, now(), now() + interval '9000 hours')",
                [uuid4(), uuid4()],
            )
