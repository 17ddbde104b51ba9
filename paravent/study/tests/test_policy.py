"""Who runs, answers and reads a survey, and what may be told: every role, and four answers."""

import pytest

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.kernel.ids import NOBODY
from paravent.study import policy
from paravent.study.terms import FIGURES, Counts, Question, Reply, Verdict

RUNS, WORKS = allow("runs-the-survey"), allow("works-in-the-practice")
NO_RUN, NOT_ASKED, STRANGER = refuse("only-managers-run-surveys"), refuse("not-asked"), refuse("not-signed-in")


@pytest.mark.parametrize(
    ("role", "run", "answer", "read"),
    [
        (Role.CLINICIAN, NO_RUN, WORKS, WORKS),
        (Role.RECEPTION, NO_RUN, WORKS, WORKS),
        (Role.RESEARCHER, NO_RUN, WORKS, WORKS),
        (Role.DPO, RUNS, NOT_ASKED, WORKS),
        (Role.ADMINISTRATOR, RUNS, NOT_ASKED, WORKS),
        (Role.PATIENT, NO_RUN, NOT_ASKED, STRANGER),
        (Role.SYSTEM, NO_RUN, NOT_ASKED, STRANGER),
        (Role.PROGRAM, NO_RUN, NOT_ASKED, STRANGER),
        (Role.PAUSED, NO_RUN, NOT_ASKED, STRANGER),
    ],
)
def test_by_role(role: Role, run: Decision, answer: Decision, read: Decision) -> None:
    actor = Actor(NOBODY, frozenset({role}))
    assert policy.may_run(actor) == run
    assert policy.may_answer(actor) == answer
    assert policy.may_read(actor) == read


def counted(**said: tuple[int, int]) -> Counts:
    """Return counts: half of twenty each, but for what is named."""
    named = {question: said.get(question.name, (10, 10)) for question in Question}
    return {one: {Reply.YES: yes, Reply.NO: no, Reply.UNSAID: 0} for one, (yes, no) in named.items()}


def test_four_answers_tell_nothing_and_five_do() -> None:
    four = counted(**{one.name: (2, 2) for one in Question})
    five = counted(**{one.name: (2, 3) for one in Question})
    assert policy.told(four) == {}
    assert set(policy.told(five)) == set(Question)


def test_all_alike_is_not_told_of_what_is_sensitive_nor_which_of_them_it_was() -> None:
    told = policy.told(counted(APPS=(0, 20)))
    assert set(told) == set(Question) - {Question.APPS, Question.WRONG_HANDS}
    assert Question.TRAINED in policy.told(counted(TRAINED=(20, 0)))


def test_who_does_not_say_is_not_counted_as_a_no() -> None:
    counts = counted()
    counts[Question.APPS][Reply.UNSAID] = 7
    assert policy.told(counts)[Question.APPS] == {Reply.YES: 10, Reply.NO: 10}


@pytest.mark.parametrize(
    ("question", "hits", "of", "expected"),
    [
        (Question.WRONG_HANDS, 0, 19, Verdict.TOO_FEW),
        (Question.WRONG_HANDS, 4, 20, Verdict.NO_DIFFERENCE),
        (Question.WRONG_HANDS, 1, 40, Verdict.BETTER),
        (Question.WRONG_HANDS, 30, 40, Verdict.WORSE),
        (Question.MOST_KNOW, 30, 40, Verdict.BETTER),
        (Question.TRAINED, 5, 40, Verdict.WORSE),
        (Question.APPS, 30, 60, Verdict.NO_DIFFERENCE),
        (Question.MORE_DATA, 2, 40, Verdict.DIFFERS),
    ],
)
def test_better_than_the_study(question: Question, hits: int, of: int, expected: Verdict) -> None:
    assert policy.verdict(policy.share(hits, of), FIGURES[question]) == expected


def test_nothing_told_is_nothing_judged() -> None:
    assert policy.verdict(None, FIGURES[Question.APPS]) == Verdict.TOO_FEW


def test_the_study_s_percentages_are_these_counts_of_96() -> None:
    assert [(one.percent, one.hits, one.of) for one in FIGURES.values()] == [
        (24, 23, 96),
        (36, 35, 96),
        (26, 25, 96),
        (67, 64, 96),
        (36, 35, 96),
        (53, 51, 96),
    ]
    assert [round(100 * one.hits / one.of) for one in FIGURES.values()] == [one.percent for one in FIGURES.values()]


def test_what_is_seldom_is_not_summed_up() -> None:
    assert policy.sum_told([None, 4]) is None
    assert policy.sum_told([5, None, 6]) == 11
