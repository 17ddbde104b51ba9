"""Who works on a case: tables, read as sentences, without a database."""

from uuid import uuid4

import pytest

from paravent.access.terms import Actor, BrakeKind, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.vigilance import policy
from paravent.vigilance.models import Case, Question
from paravent.vigilance.terms import Answer, Mode, Rule, Verdict

ME, OTHER = PersonId(uuid4()), PersonId(uuid4())


def actor(*roles: Role) -> Actor:
    return Actor(ME, frozenset(roles))


def case(**more: object) -> Case:
    return Case(person_id=OTHER, **more)


@pytest.mark.parametrize(
    ("role", "answer"),
    [(role, "watches" if role in {Role.DPO, Role.ADMINISTRATOR} else "only-dpo-watches") for role in Role],
)
def test_who_may_list(role: Role, answer: str) -> None:
    assert policy.may_list(actor(role)).reason == answer


@pytest.mark.parametrize("role", list(Role))
def test_the_installation_alone_judges(role: Role) -> None:
    assert policy.may_judge(actor(role)).allowed is (role is Role.SYSTEM)


@pytest.mark.parametrize("role", list(Role))
def test_the_officer_alone_says_how_many(role: Role) -> None:
    assert policy.may_set_budget(actor(role)).allowed is (role is Role.DPO)


@pytest.mark.parametrize("role", list(Role))
def test_the_officer_alone_says_what_explains_an_access(role: Role) -> None:
    assert policy.may_explain(actor(role)).allowed is (role is Role.DPO)


@pytest.mark.parametrize(
    ("role", "verdict", "about_watcher", "answer"),
    [
        (Role.DPO, None, False, "watches"),
        (Role.DPO, Verdict.BREACH, True, "watches"),
        (Role.ADMINISTRATOR, None, False, "only-dpo-watches"),
        (Role.ADMINISTRATOR, Verdict.FINE, False, "only-dpo-watches"),
        (Role.ADMINISTRATOR, Verdict.BREACH, False, "second-pair-of-eyes"),
        (Role.ADMINISTRATOR, None, True, "watches-the-watcher"),
        (Role.CLINICIAN, Verdict.BREACH, True, "only-dpo-watches"),
        (Role.RECEPTION, Verdict.BREACH, True, "only-dpo-watches"),
        (Role.RESEARCHER, Verdict.BREACH, True, "only-dpo-watches"),
        (Role.PATIENT, Verdict.BREACH, True, "only-dpo-watches"),
    ],
)
def test_who_may_see(role: Role, verdict: Verdict | None, about_watcher: bool, answer: str) -> None:
    assert policy.may_see(actor(role), case(verdict=verdict), is_about_watcher=about_watcher).reason == answer


@pytest.mark.parametrize(
    ("role", "verdict", "about_watcher", "answer"),
    [
        (Role.DPO, None, False, "watches"),
        (Role.DPO, None, True, "watches"),
        (Role.DPO, Verdict.FINE, False, "decided-already"),
        (Role.ADMINISTRATOR, None, False, "only-dpo-watches"),
        (Role.ADMINISTRATOR, None, True, "watches"),
        (Role.CLINICIAN, None, True, "only-dpo-watches"),
    ],
)
def test_who_may_work(role: Role, verdict: Verdict | None, about_watcher: bool, answer: str) -> None:
    assert policy.may_work(actor(role), case(verdict=verdict), is_about_watcher=about_watcher).reason == answer


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sees_or_works_on_their_own_case(role: Role) -> None:
    own = Case(person_id=ME)

    assert policy.may_see(actor(role), own, is_about_watcher=True).reason == "own-case"
    assert policy.may_work(actor(role), own, is_about_watcher=True).reason == "own-case"
    assert policy.may_confirm(actor(role), own).reason == "needs-another"


@pytest.mark.parametrize(
    ("role", "more", "answer"),
    [
        (Role.DPO, {"verdict": Verdict.BREACH, "decided_by": OTHER}, "second-pair-of-eyes"),
        (Role.ADMINISTRATOR, {"verdict": Verdict.BREACH, "decided_by": OTHER}, "second-pair-of-eyes"),
        (Role.CLINICIAN, {"verdict": Verdict.BREACH, "decided_by": OTHER}, "only-dpo-watches"),
        (Role.DPO, {"verdict": Verdict.BREACH, "decided_by": ME}, "needs-another"),
        (Role.DPO, {"verdict": Verdict.MISTAKE, "decided_by": OTHER}, "nothing-to-confirm"),
        (Role.DPO, {"verdict": Verdict.BREACH, "confirmed_at": clock.now()}, "nothing-to-confirm"),
    ],
)
def test_who_may_confirm(role: Role, more: dict[str, object], answer: str) -> None:
    assert policy.may_confirm(actor(role), case(**more)).reason == answer


@pytest.mark.parametrize(
    ("person", "said", "answer"),
    [(ME, None, "asked"), (ME, Answer.CARED, "answered-already"), (OTHER, None, "not-your-question")],
)
def test_who_may_answer(person: PersonId, said: Answer | None, answer: str) -> None:
    assert policy.may_answer(actor(Role.CLINICIAN), Question(person_id=person, answer=said)).reason == answer


def test_whoever_works_here_sees_what_is_held_about_them() -> None:
    assert policy.may_see_own(actor(Role.RECEPTION)).allowed
    assert policy.may_see_own(actor()).reason == "no-role"


@pytest.mark.parametrize(
    ("role", "about_watcher", "answer"),
    [
        (Role.DPO, False, "watches"),
        (Role.DPO, True, "watches"),
        (Role.ADMINISTRATOR, False, "only-dpo-watches"),
        (Role.ADMINISTRATOR, True, "watches"),
        (Role.SYSTEM, False, "judges"),
        (Role.SYSTEM, True, "judges"),
        *((role, True, "only-dpo-watches") for role in Role if role not in {Role.DPO, Role.ADMINISTRATOR, Role.SYSTEM}),
    ],
)
def test_who_may_put_a_brake_on(role: Role, about_watcher: bool, answer: str) -> None:
    rule = Rule(BrakeKind.PAUSE, Mode.AUTOMATIC, 1.0)
    said = policy.may_put_brake(actor(role), case(), rule, is_about_watcher=about_watcher, others_watch=True)
    assert said.reason == answer


@pytest.mark.parametrize(
    ("role", "mode", "verdict", "answer"),
    [
        (Role.DPO, Mode.OFF, None, "brake-not-used"),
        (Role.DPO, Mode.BY_HAND, None, "watches"),
        (Role.DPO, Mode.BY_HAND, Verdict.BREACH, "watches"),
        (Role.DPO, Mode.BY_HAND, Verdict.FINE, "decided-already"),
        (Role.DPO, Mode.BY_HAND, Verdict.MISTAKE, "decided-already"),
        (Role.SYSTEM, Mode.BY_HAND, None, "brake-not-used"),
        (Role.SYSTEM, Mode.AUTOMATIC, None, "judges"),
    ],
)
def test_when_a_brake_may_be_put_on(role: Role, mode: Mode, verdict: Verdict | None, answer: str) -> None:
    rule = Rule(BrakeKind.STEP_UP, mode, 1.0)
    said = policy.may_put_brake(actor(role), case(verdict=verdict), rule, is_about_watcher=False, others_watch=True)
    assert said.reason == answer


@pytest.mark.parametrize(
    ("kind", "role", "answer"),
    [
        (BrakeKind.PAUSE, Role.SYSTEM, "nobody-else-watches"),
        (BrakeKind.PAUSE, Role.ADMINISTRATOR, "nobody-else-watches"),
        (BrakeKind.STEP_UP, Role.SYSTEM, "judges"),
    ],
)
def test_the_last_who_watches_is_not_paused(kind: BrakeKind, role: Role, answer: str) -> None:
    rule = Rule(kind, Mode.AUTOMATIC, 1.0)
    said = policy.may_put_brake(actor(role), case(), rule, is_about_watcher=True, others_watch=False)
    assert said.reason == answer


@pytest.mark.parametrize("role", list(Role))
def test_the_officer_takes_a_brake_off_and_says_how_they_are_used(role: Role) -> None:
    assert policy.may_lift_brake(actor(role), OTHER).allowed is (role is Role.DPO)
    assert policy.may_lift_brake(actor(role), ME).reason == "own-case"
    assert policy.may_set_brake(actor(role)).allowed is (role is Role.DPO)
    own = policy.may_put_brake(
        actor(role),
        Case(person_id=ME),
        Rule(BrakeKind.PAUSE, Mode.AUTOMATIC, 1.0),
        is_about_watcher=True,
        others_watch=True,
    )
    assert own.reason == "own-case"
