"""Whoever asks the same again, in another order, with other spaces or with more of the budget, *cannot* average the noise away: what is the same question has the answer that it had, and what is a new one costs until nothing is left. Ten cheap answers *can* be averaged, and tell less than one that costs as much."""

from statistics import fmean

from tests.threats.answering import a_study_with, asked, noisy, told
from tests.threats.cast import Practice

FEVER = "http://loinc.org|8310-5"
SAME = [
    f"Observation?code={FEVER},a\nPatient?gender=female&birthdate=1960",
    f"Patient?birthdate=1960&gender=female\nObservation?code=a,{FEVER}",
    f"  Observation?code=a,{FEVER},a\n\n Patient?gender=female&birthdate=eq1960 ",
    f"Patient?gender=female&birthdate=1960&gender=female\nObservation?code={FEVER},a\nObservation?code=a,{FEVER}",
]


def test_the_same_in_other_words_is_the_same_answer(practice: Practice) -> None:
    study_id = a_study_with(practice, 500)
    statuses = [asked(practice.fen, study_id, cohort=cohort, cost=200) for cohort in [*SAME, *SAME]]

    assert statuses == [302] * 8
    budgets, answers = told(practice, study_id)
    assert (len(answers), budgets.spent) == (1, 200)
    assert asked(practice.fen, study_id, cohort=SAME[0], cost=100) == 302
    assert told(practice, study_id) == (budgets, answers)


def test_to_ask_it_more_exactly_costs_until_nothing_is_left(practice: Practice) -> None:
    study_id = a_study_with(practice, 200)
    statuses = [
        asked(practice.fen, study_id, cohort=f"Patient?birthdate=ge{year}", cost=100) for year in range(1950, 1955)
    ]

    assert statuses == [302, 302, 403, 403, 403]
    assert asked(practice.fen, study_id, cohort="Patient?birthdate=ge1950", cost=200) == 403
    budgets, answers = told(practice, study_id)
    assert (budgets.left, len(answers)) == (0, 2)
    refused = [line for line in practice.log("answer.ask") if line[0] == "refused"]
    assert {line[1] for line in refused} == {"study-budget-is-spent"}
    assert {line[3] for line in practice.log("answer.ask")} == {None}


def test_many_cheap_answers_tell_less_than_one_that_costs_as_much() -> None:
    once = [abs(one - 4) for one in noisy(4, 1000)]
    averaged = [abs(fmean(cheap) - 4) for cheap in zip(*(noisy(4, 100) for _ in range(10)), strict=True)]

    assert fmean(averaged) > 3 * fmean(once)
