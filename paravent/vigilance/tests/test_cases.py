"""A case from the queue to the decision: asked, answered, decided, and by a second person where it is a breach."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.breaches.operations import list_breaches
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_browser_of, at, newest_lines, somebody, the_log_says
from paravent.vigilance import operations
from paravent.vigilance.models import Case, Question
from paravent.vigilance.terms import Answer, RemarkTooShort, Stage, Verdict
from paravent.vigilance.tests.cast import REMARK, a_case_about, entry_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(db: None) -> Actor:
    return somebody("Max", Role.ADMINISTRATOR)


@pytest.fixture
def case_id(cem: Actor, ali: PatientId) -> UUID:
    return a_case_about(cem, ali)


def test_the_queue_shows_a_case_with_its_reasons(gul: Actor, case_id: UUID) -> None:
    (one,) = operations.list_cases(gul).waiting

    assert (one.case_id, one.person_name, one.stage) == (case_id, "Cem", Stage.OPEN)
    assert [reason.name for reason in one.reasons] == ["family", "refused"]
    assert the_log_says("case.list", "done", "watches")


def test_a_case_shows_what_was_opened_and_whose_it_was(gul: Actor, case_id: UUID) -> None:
    found = operations.see_case(gul, case_id)

    (look,) = found.looks
    assert (look.act, look.outcome, look.patient_name) == ("chart.open", "refused", "Ali Demir")
    assert newest_lines(1)[0].facts["case"] == str(case_id)


def test_the_person_is_asked_and_answers_once(gul: Actor, cem: Actor, case_id: UUID) -> None:
    operations.ask_person(gul, case_id, entry_of(case_id))
    ((asked,), (held,), _) = operations.see_own(cem)
    assert (asked.patient_name, asked.answer, held.case_id) == ("Ali Demir", None, case_id)
    operations.answer_question(cem, asked.question_id, Answer.MISTAKE)

    assert the_log_says("case.answer", "done", "asked")
    assert newest_lines(1)[0].facts["answer"] == "mistake"
    ((asked,), *_) = operations.see_own(cem)
    assert (asked.patient_name, asked.answer) == ("", Answer.MISTAKE)
    with pytest.raises(Refused, match="answered-already"):
        operations.answer_question(cem, asked.question_id, Answer.CARED)
    (one,) = operations.list_cases(gul).waiting
    assert one.stage == Stage.ANSWERED


def test_an_access_is_asked_about_once_and_only_one_of_the_case(gul: Actor, case_id: UUID) -> None:
    operations.ask_person(gul, case_id, entry_of(case_id))

    with pytest.raises(Refused, match="asked-already"):
        operations.ask_person(gul, case_id, entry_of(case_id))
    with pytest.raises(Refused, match="nothing-there-for-you"):
        operations.ask_person(gul, case_id, case_id)


def test_nobody_is_told_of_a_case_before_they_are_asked(cem: Actor, case_id: UUID) -> None:
    assert operations.see_own(cem) == ((), (), ())


def test_somebody_elses_question_is_not_there(gul: Actor, bea: Actor, cem: Actor, case_id: UUID) -> None:
    operations.ask_person(gul, case_id, entry_of(case_id))
    ((asked,), *_) = operations.see_own(cem)

    with pytest.raises(ObjectDoesNotExist):
        operations.answer_question(bea, asked.question_id, Answer.CARED)
    assert operations.see_own(bea) == ((), (), ())


def test_a_decision_says_why_and_is_kept_once(gul: Actor, cem: Actor, case_id: UUID) -> None:
    with pytest.raises(RemarkTooShort):
        operations.decide_case(gul, case_id, Verdict.FINE, "  fine  ")
    operations.decide_case(gul, case_id, Verdict.FINE, REMARK)

    desk = operations.list_cases(gul)
    assert (desk.waiting, [one.verdict for one in desk.closed]) == ((), [Verdict.FINE])
    assert operations.see_case(gul, case_id).remark == REMARK
    with pytest.raises(Refused, match="decided-already"):
        operations.decide_case(gul, case_id, Verdict.BREACH, REMARK)
    _, (held,), _ = operations.see_own(cem)
    assert held.verdict == Verdict.FINE


def test_a_breach_needs_a_second_person(gul: Actor, max_: Actor, case_id: UUID) -> None:
    with pytest.raises(ObjectDoesNotExist):
        operations.see_case(max_, case_id)
    operations.decide_case(gul, case_id, Verdict.BREACH, REMARK)
    with pytest.raises(Refused, match="needs-another"):
        operations.confirm_case(gul, case_id, agrees=True, remark=REMARK)
    assert operations.see_case(max_, case_id).listed.stage == Stage.UNCONFIRMED
    with pytest.raises(RemarkTooShort):
        operations.confirm_case(max_, case_id, agrees=True, remark="yes")
    operations.confirm_case(max_, case_id, agrees=True, remark=REMARK)

    found = operations.see_case(gul, case_id)
    assert (found.listed.stage, found.confirmed_by) == (Stage.CLOSED, "Max")
    (breach,) = list_breaches(gul)
    assert [one.case_id for one in breach.involved] == [case_id]
    assert breach.became_aware_at == found.decided_at
    with pytest.raises(Refused, match="nothing-to-confirm"):
        operations.confirm_case(max_, case_id, agrees=True, remark=REMARK)


def test_who_disagrees_opens_the_case_again(gul: Actor, max_: Actor, case_id: UUID) -> None:
    operations.decide_case(gul, case_id, Verdict.BREACH, REMARK)
    operations.confirm_case(max_, case_id, agrees=False, remark=REMARK)

    (one,) = operations.list_cases(gul).waiting
    assert (one.stage, one.verdict) == (Stage.OPEN, None)
    assert operations.see_case(gul, case_id).second_remark == REMARK


def test_nobody_works_on_their_own_case_not_even_by_sql(gul: Actor, max_: Actor, ali: PatientId) -> None:
    own = a_case_about(gul, ali)

    assert operations.list_cases(gul).waiting == ()
    with pytest.raises(ObjectDoesNotExist):
        operations.decide_case(gul, own, Verdict.FINE, REMARK)
    operations.ask_person(max_, own, entry_of(own))
    with pytest.raises(Refused, match="own-case"):
        operations.decide_case(gul, own, Verdict.FINE, REMARK)
    with operation("test.sql", gul, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        changed = Case.objects.filter(pk=own).update(verdict="fine", decided_by=gul.person, decided_at=clock.now())
    assert changed == 0


def test_an_administrator_watches_the_watcher(gul: Actor, max_: Actor, ali: PatientId) -> None:
    own = a_case_about(gul, ali)

    (one,) = operations.list_cases(max_).waiting
    assert one.person_name == "Gul"
    assert operations.see_case(max_, own).is_of_the_only_officer
    operations.decide_case(max_, own, Verdict.BREACH, REMARK)
    assert the_log_says("case.decide", "done", "watches")
    assert (
        "there is no other data-protection officer"
        in a_browser_of(max_).get(f"/vigilance/cases/{own}/").content.decode()
    )
    somebody("Oda", Role.DPO)
    assert not operations.see_case(max_, own).is_of_the_only_officer


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.RECEPTION, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_the_database_shows_a_case_to_nobody_else(role: Role, cem: Actor, case_id: UUID) -> None:
    other = somebody("Eve", role)

    for reader in (other, cem):
        with operation("test.sql", reader, Purpose.OPERATIONS) as op:
            op.require(allow("test"))
            assert not Case.objects.exists()
            assert not Question.objects.exists()


def test_nobody_but_the_installation_files_a_case(gul: Actor, cem: Actor) -> None:
    with pytest.raises(DatabaseError), operation("test.sql", gul, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        Case(
            person_id=cem.person,
            week="2026-11-23",
            score=9,
            version="1",
            accesses=1,
            unexplained=1,
            reasons=[],
            looks=[],
            filed_at=clock.now(),
        ).save(force_insert=True)


def test_what_was_typed_stands_nowhere_in_clear(gul: Actor, cem: Actor, case_id: UUID) -> None:
    operations.ask_person(gul, case_id, entry_of(case_id))
    operations.decide_case(gul, case_id, Verdict.FINE, REMARK)

    with operation("test.read", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        assert REMARK.encode() not in bytes(Case.objects.get(pk=case_id).sealed_remark or b"")
        assert b"Demir" not in bytes(Question.objects.get(case_id=case_id).sealed_patient or b"")


def test_a_case_is_forgotten_when_its_time_is_over(gul: Actor, case_id: UUID) -> None:
    operations.ask_person(gul, case_id, entry_of(case_id))
    with at(clock.now() - timedelta(days=91)):
        operations.decide_case(gul, case_id, Verdict.FINE, REMARK)

    assert operations.forget_cases(INSTALLATION) == 1
    assert operations.list_cases(gul).closed == ()
    assert operations.forget_cases(INSTALLATION) == 0


def test_the_officer_says_how_many_a_week(gul: Actor, max_: Actor) -> None:
    assert operations.list_cases(gul).budget == 5
    operations.set_budget(gul, 2)

    assert operations.list_cases(gul).budget == 2
    with pytest.raises(Refused, match="only-dpo-watches"):
        operations.set_budget(max_, 50)
