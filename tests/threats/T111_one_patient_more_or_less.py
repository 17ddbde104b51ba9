"""Whoever compares two cohorts that one patient tells apart, or knows everybody else of one, *cannot* be right about that patient more often than ε says: 74 times in 100 after all that a study may spend, where a coin is right 50 times. That a cohort has one or nobody *cannot* be seen by a refusal, a count of rows or a line of the researcher."""

from datetime import date

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.consent.steps import give_beyond_care
from paravent.consent.terms import Topic
from paravent.noise.meaning import right_at_most
from paravent.people.operations import register_patient, verify_patient
from paravent.people.terms import Identity, VerifiedHow
from tests.threats.answering import TRIALS, a_study_with, asked, noisy, told
from tests.threats.cast import Practice, speak_as

SIX_SIGMA = 0.04
"""Of a share among so many trials."""


def right(with_them: list[bool], without: list[bool]) -> float:
    """Return how often a guess is right, where each is as likely."""
    return (sum(with_them) + sum(not guess for guess in without)) / (2 * TRIALS)


def test_who_knows_all_others_is_right_no_more_often_than_is_said() -> None:
    guesses = [[one > 9 for one in noisy(count, 1000)] for count in (10, 9)]

    assert 0.6 < right(*guesses) < right_at_most(1000) + SIX_SIGMA
    assert right_at_most(1000) < 0.74


def test_two_cohorts_that_one_patient_tells_apart_say_no_more() -> None:
    def differences(count: int) -> list[bool]:
        return [one > other for one, other in zip(noisy(count, 500), noisy(9, 500), strict=True)]

    with_them, without = differences(10), differences(9)

    assert 0.5 < right(with_them, without) < right_at_most(1000)


def test_a_cohort_of_one_looks_like_a_cohort_of_nobody(practice: Practice) -> None:
    a_patient_born_alone(practice)
    study_id = a_study_with(practice, 200)
    assert asked(practice.fen, study_id, cohort="Patient?birthdate=1911", cost=100) == 302
    assert asked(practice.fen, study_id, cohort="Patient?birthdate=1912", cost=100) == 302

    _, answers = told(practice, study_id)
    assert [len(one.numbers) for one in answers] == [1, 1]
    lines = practice.log("answer.ask")[-2:]
    assert {(line[0], line[1], line[3], *sorted(line[4])) for line in lines} == {
        ("done", "within-budget", None, "answer", "cost", "study")
    }
    with practice.as_app() as app:
        speak_as(app, practice.fen.person, purpose="HRESCH")
        assert app.execute("SELECT count(*) FROM uses_part").fetchone() == (0,)


def a_patient_born_alone(practice: Practice) -> None:
    """Leave somebody who permits it, and is the only one of their year."""
    patient = register_patient(INSTALLATION, Purpose.OPERATIONS, Identity("Alone", birth_date=date(1911, 3, 7)))
    practice.visit(patient)
    verify_patient(practice.bea.actor, Purpose.TREATMENT, patient, VerifiedHow.KNOWN_PERSONALLY)
    with operation("test.agree", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        give_beyond_care(op, Topic.RESEARCH_SCIENCE, patient_id=patient, language="en")
