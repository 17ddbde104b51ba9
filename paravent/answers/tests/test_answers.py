"""From a budget to a number with noise: charged with the answer, never refilled, told to whoever permits it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.answers import gathering, operations
from paravent.answers.gathering import Gathered, gathered
from paravent.answers.models import Answer
from paravent.answers.queries import keep_progress, sealed_question
from paravent.answers.terms import WAITS_FOR
from paravent.answers.tests.cast import COUNT, SCIENCE, a_pressure, a_study, answered
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.noise.questions import question, written
from paravent.noise.terms import Facts, Measure, Question
from paravent.people.terms import Person
from paravent.people.tests.cast import a_browser_of, newest_lines, somebody, the_log_says
from paravent.records.tests.cast import filed
from paravent.research.models import Charge
from paravent.research.operations import choose, end_study, give_budget, list_budgets
from paravent.research.queries import budgets_of, verified_among
from paravent.research.terms import YEAR
from paravent.research.tests.test_studies import ASTHMA, after_a_visit, permit, with_asthma
from paravent.uses.models import Part, Use

pytestmark = pytest.mark.django_db
PRESSURE = question(Measure.MEAN, ASTHMA, sign="systolic", marks="90 180")


@pytest.fixture
def fen(db: None) -> Actor:
    """Return Fen, a researcher."""
    return somebody("Fen", Role.RESEARCHER)


@pytest.fixture
def patients(bea: Actor) -> list[PatientId]:
    """Return three who permit it and one who does not, all with asthma and a blood pressure."""
    found = with_asthma(bea, 4)
    permit(found[:3])
    for at, one in enumerate(found):
        filed(one, a_pressure(one, 110 + 10 * at, fhir_id=f"late-{one}"))
        filed(one, a_pressure(one, 55, fhir_id=f"early-{one}", on="2020-01-01"))
    return found


def facts(asked: Question) -> list[Facts]:
    """Return what the installation would know for a question."""
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        return list(gathered(asked, [SCIENCE]).facts.values())


def test_known_of_each_is_what_the_question_needs_and_of_those_who_permit_it(patients: list[PatientId]) -> None:
    assert sorted(one.steps or 0 for one in facts(PRESSURE)) == [110, 120, 130]
    assert {one.sex for one in facts(question(Measure.SEX))} == {"unknown"}
    assert all(one.age and one.age > 60 and one.steps is None for one in facts(question(Measure.AGE)))
    features = question(Measure.FEATURES, features=[ASTHMA, "Patient?birthdate=1950"])
    assert sorted(len(one.features) for one in facts(features)) == [1, 1, 2]
    assert facts(question(Measure.COUNT, "Patient?gender=female")) == []


def test_a_number_is_told_charged_and_kept_and_asked_again_costs_nothing(
    patients: list[PatientId], fen: Actor, gul: Actor
) -> None:
    study_id = a_study(fen, gul)
    answered(fen, study_id, PRESSURE, 500)
    _, budgets, (answer,) = operations.see_answers(fen, study_id)
    again = answered(fen, study_id, PRESSURE, 200)
    other_words = question(Measure.MEAN, ASTHMA, ["x"], "systolic", "180;90")
    answered(fen, study_id, other_words, 500)

    assert (answer.question, answer.cost, len(answer.numbers), again) == (PRESSURE, 500, 2, answer.answer_id)
    assert (budgets.spent, budgets.year_spent, budgets.left) == (500, 500, 500)
    assert the_log_says("answer.ask", "done", "asked-before")
    assert operations.see_answers(fen, study_id)[1:] == (budgets, [answer])
    answered(fen, study_id, PRESSURE, 500)
    with pytest.raises(Refused, match="study-budget-is-spent"):
        answered(fen, study_id, COUNT, 1000)


def test_no_line_of_hers_names_anybody_and_everybody_who_permits_it_is_told(
    patients: list[PatientId], fen: Actor, gul: Actor
) -> None:
    study_id = a_study(fen, gul)
    answer_id = answered(fen, study_id, question(Measure.COUNT, "Patient?birthdate=1950"), 200)
    asked, given = next(newest_line("answer.ask")), next(newest_line("answer.give"))

    assert (asked.patient, given.patient) == (None, None)
    assert asked.facts["cost"] == "200"
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        assert {part.patient_id for part in Part.objects.filter(use_id=answer_id)} == {*patients[:3]}
        use = Use.objects.get(pk=answer_id)
    assert use.facts == {"measure": "count", "epsilon": "0.2"}


def test_whoever_takes_it_back_is_in_no_later_answer(bea: Actor, ali: PatientId, fen: Actor, gul: Actor) -> None:
    guest, visit = after_a_visit(bea, ali)
    study_id = a_study(fen, gul)
    choose(guest, visit, [SCIENCE], "en")
    first = answered(fen, study_id, COUNT, 100)
    choose(guest, visit, [], "en")
    later = answered(fen, study_id, question(Measure.AGE), 100)

    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        assert [(part.use_id, part.patient_id) for part in Part.objects.filter(use_id__in=[first, later])] == [
            (first, ali)
        ]


def newest_line(act: str) -> Iterator[Any]:
    """Yield the lines of an act, the newest first."""
    return (line for line in newest_lines(20) if line.act == act)


def test_what_breaks_off_is_not_charged_and_goes_on_and_is_charged_once(
    patients: list[PatientId], fen: Actor, gul: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    study_id = a_study(fen, gul)
    answer_id = operations.ask(fen, study_id, PRESSURE, 500)

    def stopped(*_given: object) -> None:
        raise SystemExit

    # As late as can be: charged, answered, and the register not yet written.
    with monkeypatch.context() as server:
        server.setattr(operations, "record", stopped)
        with pytest.raises(SystemExit):
            operations.answer_what_waits()
    _, budgets, (waiting,) = operations.see_answers(fen, study_id)
    assert (budgets.spent, waiting.numbers, waiting.waits) == (0, (), True)

    operations.answer_what_waits()
    operations.answer_what_waits()
    operations.give_answer(INSTALLATION, answer_id)
    _, budgets, (answer,) = operations.see_answers(fen, study_id)
    assert (budgets.spent, budgets.year_spent, len(answer.numbers), answer.waits) == (500, 500, 2, False)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        assert Part.objects.filter(use_id=answer_id).count() == 3


def test_who_takes_it_back_while_files_are_read_is_in_no_answer(
    patients: list[PatientId], fen: Actor, gul: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_id = operations.ask(fen, a_study(fen, gul), COUNT, 500)
    went, counted = patients[3], list[Facts]()

    def with_somebody_who_went(asked: Question, *given: Any) -> Gathered:
        read = gathered(asked, *given)
        return Gathered(read.people | {went}, read.facts | {went: Facts(age=99)})

    def told(_: Question, facts: list[Facts], cost: int) -> tuple[int, ...]:
        counted.extend(facts)
        return (len(facts),)

    monkeypatch.setattr(operations, "gathered", with_somebody_who_went)
    monkeypatch.setattr(operations, "noised", told)
    operations.answer_what_waits()

    assert (len(counted), 99 in {one.age for one in counted}) == (3, False)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        assert not Part.objects.filter(use_id=answer_id, patient_id=went).exists()


def test_people_are_opened_some_at_a_time(patients: list[PatientId], monkeypatch: pytest.MonkeyPatch) -> None:
    opened, shares = list[int](), list[int]()

    def counted(ids: list[UUID]) -> dict[UUID, Person]:
        opened.append(len(ids))
        return verified_among(ids)

    monkeypatch.setattr(gathering, "TOGETHER", 2)
    monkeypatch.setattr(gathering, "verified_among", counted)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        found = gathered(COUNT, [SCIENCE], shares.append)

    assert (opened, shares, len(found.facts)) == ([2, 1], [66, 100], 3)
    assert found.people == {*patients[:3]}


def test_one_that_fails_holds_up_no_other_and_one_that_waits_for_long_is_given_up(
    patients: list[PatientId], fen: Actor, gul: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    study_id = a_study(fen, gul)
    odd, sound = operations.ask(fen, study_id, PRESSURE, 500), operations.ask(fen, study_id, COUNT, 200)
    with pytest.raises(Refused, match="study-budget-is-spent"):
        operations.ask(fen, study_id, question(Measure.AGE), 500)

    def fails_once(asked: Question, *given: Any) -> Gathered:
        if asked == PRESSURE:
            raise ZeroDivisionError
        return gathered(asked, *given)

    with monkeypatch.context() as server:
        server.setattr(operations, "gathered", fails_once)
        operations.answer_what_waits()
    assert operations.waiting_answers() == []
    answers = {one.answer_id: one for one in operations.see_answers(fen, study_id)[2]}
    assert [bool(answers[one].numbers) for one in (odd, sound)] == [False, True]
    assert [line.because for line in newest_line("answer.give") if line.outcome == "failed"] == ["ZeroDivisionError"]

    later = clock.now() + WAITS_FOR
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not operations.see_answers(fen, study_id)[2][-1].waits
    assert operations.waiting_answers() == []
    assert operations.ask(fen, study_id, PRESSURE, 500) != odd


def test_nothing_is_asked_without_a_budget_after_the_end_or_by_anybody_else(fen: Actor, gul: Actor, cem: Actor) -> None:
    study_id = a_study(fen, gul, 200)
    with pytest.raises(Refused, match="budget-given-already"):
        give_budget(gul, study_id, 1000)
    with pytest.raises(ObjectDoesNotExist):
        answered(cem, study_id, COUNT, 100)
    with pytest.raises(Refused, match="not-your-study"):
        answered(gul, study_id, COUNT, 100)
    with pytest.raises(Refused, match="only-dpo-gives-budgets"):
        list_budgets(fen)
    answer_id = answered(fen, study_id, COUNT, 100)
    with pytest.raises(Refused, match="not-your-work"):
        operations.give_answer(fen, answer_id)
    operations.give_answer(INSTALLATION, answer_id)
    (listed,) = list_budgets(gul)
    assert (listed.budgets.given, listed.budgets.spent, listed.charges) == (200, 100, 1)
    end_study(fen, study_id)
    with pytest.raises(Refused, match="study-is-over"):
        answered(fen, study_id, COUNT, 100)


def test_the_year_is_spent_by_all_together_and_comes_back_after_a_year(fen: Actor, gul: Actor) -> None:
    for _ in range(3):
        answered(fen, a_study(fen, gul), COUNT, 1000)
    last = a_study(fen, gul)
    with pytest.raises(Refused, match="year-budget-is-spent"):
        answered(fen, last, COUNT, 100)
    budgets = operations.see_answers(fen, last)[1]
    assert (budgets.left, budgets.given, budgets.spent) == (0, 1000, 0)
    with operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        after_a_year = budgets_of(last, clock.now() + YEAR)
    assert (after_a_year.year_spent, after_a_year.year_back_at) == (0, None)


def test_another_researcher_sees_what_the_year_cost_and_nothing_of_what_was_asked(fen: Actor, gul: Actor) -> None:
    answered(fen, a_study(fen, gul), COUNT, 500)
    finn = somebody("Finn", Role.RESEARCHER)
    _, budgets, answers = operations.see_answers(finn, a_study(finn, gul))

    assert (budgets.year_spent, budgets.spent, answers) == (500, 0, [])
    with operation("test.look", finn, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        assert (Answer.objects.count(), Charge.objects.count()) == (0, 1)


def test_the_database_writes_no_charge_that_overspends_and_changes_none(fen: Actor, gul: Actor) -> None:
    study_id = a_study(fen, gul, 200)
    answer_id = answered(fen, study_id, COUNT, 100)
    now = clock.now()
    charge = Charge(charged_for=study_id, study_id=study_id, cost=101, charged_at=now, counts_until=now + YEAR)
    with pytest.raises(IntegrityError), operation("test.look", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        charge.save(force_insert=True)
    with (
        pytest.raises(Exception, match="permission denied"),
        operation("test.look", INSTALLATION, Purpose.RESEARCH) as op,
    ):
        op.require(allow("test"))
        Charge.objects.filter(charged_for=answer_id).update(cost=1)
    assert b"measure" not in sealed_question(answer_id, COUNT)
    assert "count" in written(COUNT)


def test_the_page_says_how_far_an_answer_is(patients: list[PatientId], fen: Actor, gul: Actor) -> None:
    study_id = a_study(fen, gul, 500)
    page, fens = f"/research/{study_id}/answers/", a_browser_of(fen)
    waits = fens.post(page, {"measure": "count", "cost": "200", "act": "ask"}, follow=True).content.decode()
    assert "Waits to be answered." in waits
    assert "ε 0 of 0.5 spent" in waits
    (waiting,) = operations.waiting_answers()
    keep_progress(waiting, 40)
    assert "Being answered: 40 % is read." in fens.get(page).content.decode()
    more = {"measure": "age", "cost": "500", "act": "check"}
    assert "The budget does not reach" in fens.post(page, more).content.decode()
    operations.answer_what_waits()
    assert "Look again" not in fens.get(page).content.decode()


def test_the_pages_say_the_cost_before_and_after(patients: list[PatientId], fen: Actor, gul: Actor) -> None:
    study_id = a_study(fen, gul, 500)
    page, fens, guls = f"/research/{study_id}/answers/", a_browser_of(fen), a_browser_of(gul)
    typed = {"measure": "mean", "sign": "systolic", "marks": "90 180", "cohort": ASTHMA, "cost": "200"}
    said = fens.post(page, typed | {"act": "check"}).content.decode()
    assert "It costs ε 0.2, for good. Then ε 0.3 is left." in said
    assert "Nothing was asked yet" in said
    assert "two different bounds" in fens.post(page, typed | {"marks": "90", "act": "ask"}).content.decode()
    assert fens.post(page, typed | {"cohort": "Patient?name=Ali", "act": "ask"}).status_code == 422

    fens.post(page, typed | {"act": "ask"})
    operations.answer_what_waits()
    told = fens.get(page).content.decode()
    assert "ε 0.2 of 0.5 spent" in told
    assert "Systolic blood pressure: mean of the newest values, held between 90 and 180 mmHg" in told
    assert "answered before" in fens.post(page, typed | {"act": "check"}).content.decode()
    assert "The budget does not reach" in fens.post(page, typed | {"cost": "500", "act": "check"}).content.decode()
    refused = fens.post(page, typed | {"cost": "500", "act": "ask"})
    assert (refused.status_code, "nobody refills it" in refused.content.decode()) == (403, True)
    for measure, more in {
        "sex": {},
        "age": {},
        "features": {"features": ASTHMA},
        "spread": {"marks": "120 140"},
    }.items():
        assert fens.get(f"{page}?measure={measure}").status_code == 200
        assert fens.post(page, typed | {"measure": measure, "cost": "100", "act": "check"} | more).status_code == 200
    assert "ε 0.2 of 0.5 spent" in guls.get("/research/budgets/").content.decode()
    assert "What would it cost?" not in guls.get(page).content.decode()
    assert fens.get("/research/budgets/").status_code == 403
