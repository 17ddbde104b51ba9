"""A survey from its opening to what is told of it, on the real database."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Refused, Role, allow
from paravent.kernel import clock
from paravent.ledger.models import Entry
from paravent.people.tests.cast import WORK, a_patient, at, newest_lines, somebody, the_log_says
from paravent.study import operations, paper, queries
from paravent.study.models import Wave
from paravent.study.terms import Act, AnsweredAlready, Question, Reply, Verdict, WaveOpen, WaveOver
from paravent.study.tests.cast import HALF, NOBODY_DOES, a_closed_survey, a_crew
from paravent.vigilance.tests.cast import a_case_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def gul() -> Actor:
    return somebody("Gul", Role.DPO)


def the_wave() -> Wave:
    with operation("test.look", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        return Wave.objects.get()


def test_whoever_runs_the_practice_opens_one_at_a_time_and_everybody_else_has_a_ticket(gul: Actor) -> None:
    bea, dua = a_crew(2)
    wave = operations.open_survey(gul)

    assert the_log_says(Act.OPEN, "done", "runs-the-survey")
    assert [operations.see_survey(one).has_ticket for one in (bea, dua, gul)] == [True, True, False]
    assert operations.see_survey(bea).invited == 2
    with pytest.raises(WaveOpen):
        operations.open_survey(gul)
    with pytest.raises(Refused, match="only-managers-run-surveys"):
        operations.open_survey(bea)
    assert operations.see_survey(gul).wave_id == wave


def test_a_ticket_is_spent_once_and_who_came_later_has_none(gul: Actor) -> None:
    (bea,) = a_crew(1)
    wave = operations.open_survey(gul)
    operations.give_answers(bea, wave, HALF[0])

    assert operations.see_survey(bea).has_answered
    with pytest.raises(AnsweredAlready):
        operations.give_answers(bea, wave, HALF[0])
    with pytest.raises(AnsweredAlready):
        operations.give_answers(somebody("Eve", Role.CLINICIAN), wave, HALF[0])
    with pytest.raises(Refused, match="not-asked"):
        operations.give_answers(gul, wave, HALF[0])
    with pytest.raises(WaveOver):
        operations.give_answers(bea, uuid4(), HALF[0])


def test_looking_and_answering_leave_no_name_in_the_log(gul: Actor) -> None:
    (bea,) = a_crew(1)
    wave = operations.open_survey(gul)
    before = Entry.objects.count()
    operations.see_survey(bea)
    assert Entry.objects.count() == before
    operations.give_answers(bea, wave, HALF[0])

    assert the_log_says(Act.ANSWER, "done", "works-in-the-practice")
    (line,) = newest_lines(1)
    assert (line.actor, line.facts) == (INSTALLATION.person, {})
    assert Entry.objects.count() == before + 1


def test_nothing_is_told_while_it_is_open(gul: Actor) -> None:
    crew = a_crew(5)
    wave = operations.open_survey(gul)
    for one in crew[:4]:
        operations.give_answers(one, wave, HALF[0])
    assert not operations.see_survey(gul).is_enough
    operations.give_answers(crew[4], wave, HALF[1])

    assert operations.see_survey(gul).is_enough
    assert not operations.see_survey(crew[0]).is_enough
    with pytest.raises(Wave.DoesNotExist):
        operations.read_results(gul, wave)


def test_a_closed_survey_keeps_what_may_be_told_and_nothing_else(gul: Actor) -> None:
    wave = a_closed_survey(gul, [HALF[0]] * 8 + [HALF[1]] * 12)

    assert the_log_says(Act.CLOSE, "done", "runs-the-survey")
    row = the_wave()
    assert (row.sealed_tickets, row.sealed_box) == (None, None)
    found = operations.read_results(somebody("Cem", Role.CLINICIAN), wave)
    assert the_log_says(Act.READ, "done", "works-in-the-practice")
    assert (found.invited, found.answered, found.rate) == (20, 20, 100)
    apps = next(one for one in found.rows if one.figure.question == Question.APPS)
    assert apps.own is not None
    assert (apps.own.hits, apps.own.of, apps.verdict) == (8, 20, Verdict.NO_DIFFERENCE)
    assert (apps.low, apps.high) == pytest.approx((-17.1, 26.7), abs=0.05)
    with pytest.raises(WaveOver):
        operations.close_survey(gul)


def test_better_than_24_percent(gul: Actor) -> None:
    wave = a_closed_survey(gul, [NOBODY_DOES] * 39 + [HALF[0]])
    found = operations.read_results(gul, wave)

    first = found.rows[0]
    assert (first.figure.question, first.figure.percent) == (Question.WRONG_HANDS, 24)
    assert first.verdict == Verdict.BETTER
    assert first.high is not None
    assert first.high < 0


def test_the_practice_answers_for_itself_by_name_once_for_a_survey(gul: Actor) -> None:
    with pytest.raises(WaveOver):
        operations.state_for_practice(gul, HALF[0])
    operations.open_survey(gul)
    operations.state_for_practice(gul, HALF[0])
    operations.state_for_practice(gul, {**HALF[0], Question.APPS: Reply.NO})

    assert the_log_says(Act.STATE, "done", "runs-the-survey")
    wave = operations.close_survey(gul)
    assert {one.figure.question: one.stated for one in operations.read_results(gul, wave).rows} == {
        **HALF[0],
        Question.APPS: Reply.NO,
    }


def test_the_survey_before_stands_beside_it(gul: Actor) -> None:
    crew = a_crew(6)

    def survey(answers: list[dict[Question, Reply]], later: timedelta) -> UUID:
        with at(clock.now() + later):
            wave = operations.open_survey(gul)
            for one, said in zip(crew, answers, strict=True):
                operations.give_answers(one, wave, said)
            return operations.close_survey(gul)

    survey([HALF[0]] * 4 + [HALF[1]] * 2, timedelta(0))
    second = survey([HALF[0]] * 2 + [HALF[1]] * 4, timedelta(days=90))

    row: Any = operations.read_results(gul, second).rows[4]
    assert (row.before.hits, row.own.hits, row.verdict) == (4, 2, Verdict.TOO_FEW)
    assert row.low is None


def test_what_is_sealed_is_as_long_for_many_as_for_none() -> None:
    full = {question: dict.fromkeys(Reply, 4_321) for question in Question}
    wave, person = uuid4(), str(uuid4())
    assert len(queries.sealed_box(wave, full)) == len(queries.sealed_box(wave, queries.nothing_yet()))
    spent, unspent = ({person: one} for one in (queries.SPENT, queries.UNSPENT))
    assert len(queries.sealed_tickets(wave, spent)) == len(queries.sealed_tickets(wave, unspent))


def test_cases_are_counted_also_where_an_administrator_closes_who_sees_none() -> None:
    max_ = somebody("Max", Role.ADMINISTRATOR)
    for one in a_crew(5):
        a_case_about(one, a_patient())
    operations.open_survey(max_)
    found = operations.read_results(max_, operations.close_survey(max_))

    assert found.measured.cases == 5
    assert "5 cases" in paper.rows(found)[0].measured
