"""Who asks, who hands out, who makes, who takes: a row for each role."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.consent.terms import Topic
from paravent.kernel.ids import PersonId
from paravent.releases import policy
from paravent.releases.models import Release
from paravent.releases.terms import MOST_ASKED
from paravent.research.terms import Plan, StudyView, Threshold

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
FEN = PersonId(uuid4())
PLAN = Plan("t", "why", "who", (Topic.RESEARCH_SCIENCE,), date(2026, 4, 1))
K = Threshold()


def a(role: Role, person: PersonId | None = None) -> Actor:
    return Actor(person or PersonId(uuid4()), frozenset({role}))


def study(*, own: bool = True, approved: bool | None = True, is_open: bool = True) -> StudyView:
    return StudyView(uuid4(), PLAN, "Fen", NOW, "Gül", NOW, approved, is_open, None, own)


WAITS = Release(asked_by=FEN, is_safe=True)
UNSAFE = Release(asked_by=FEN, is_safe=False)
OUT = Release(asked_by=FEN, is_safe=True, is_approved=True, decided_at=NOW)
WANTED = Release(asked_by=FEN, is_safe=True, is_approved=True, decided_at=NOW, wanted_at=NOW)
READY = Release(asked_by=FEN, is_safe=True, is_approved=True, decided_at=NOW, wanted_at=NOW, finished_at=NOW)
GONE = Release(asked_by=FEN, is_approved=True, wanted_at=NOW, finished_at=NOW, gone_at=NOW)


@pytest.mark.parametrize("role", list(Role))
def test_a_researcher_asks_the_officer_hands_out_the_installation_makes(role: Role) -> None:
    actor, own = a(role, FEN), study()
    assert policy.may_ask(actor, own, K, 0, has_asked_about_them=True).allowed is (role == Role.RESEARCHER)
    assert policy.may_begin(actor, OUT, own).allowed is (role == Role.RESEARCHER)
    assert policy.may_take(actor, READY, own).allowed is (role == Role.RESEARCHER)
    assert policy.may_list(actor, own).allowed is (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_decide(a(role), WAITS, own).allowed is (role == Role.DPO)
    assert policy.may_work(actor).allowed is (role == Role.SYSTEM)
    assert policy.may_make(actor, WANTED, own).allowed is (role == Role.SYSTEM)


@pytest.mark.parametrize(
    ("of_study", "reason"),
    [
        (study(own=False), "not-your-study"),
        (study(approved=None, is_open=False), "study-not-approved"),
        (study(is_open=False), "study-is-over"),
    ],
)
def test_nothing_leaves_but_for_an_own_open_study(of_study: StudyView, reason: str) -> None:
    fen = a(Role.RESEARCHER, FEN)
    assert policy.may_ask(fen, of_study, K, 0, has_asked_about_them=True).reason == reason
    assert policy.may_begin(fen, OUT, of_study).reason == reason
    assert policy.may_take(fen, READY, of_study).reason == reason


def test_a_release_is_of_a_cohort_that_was_counted_and_there_are_few() -> None:
    fen = a(Role.RESEARCHER, FEN)
    assert policy.may_ask(fen, study(), K, 0, has_asked_about_them=False).reason == "cohort-not-asked-about"
    assert policy.may_ask(fen, study(), K, MOST_ASKED, has_asked_about_them=True).reason == "releases-are-spent"


def test_a_release_is_as_strict_as_its_study_or_stricter() -> None:
    strict = replace(study(), plan=replace(PLAN, threshold=Threshold(20, 2, 0.5)))

    def asks(wanted: Threshold) -> str:
        return policy.may_ask(a(Role.RESEARCHER, FEN), strict, wanted, 0, has_asked_about_them=True).reason

    assert asks(Threshold(20, 2, 0.5)) == asks(Threshold(30, 3, 0.1)) == "approved-study"
    for looser in (Threshold(19, 2, 0.5), Threshold(20, 1, 0.5), Threshold(20, 2, 0.51)):
        assert asks(looser) == "looser-than-approved"


def test_nobody_hands_out_twice_or_what_stands_out_or_to_themselves() -> None:
    gul = a(Role.DPO)
    assert policy.may_decide(gul, UNSAFE, study()).reason == "somebody-stands-out"
    assert policy.may_decide(gul, OUT, study()).reason == "decided-already"
    assert policy.may_decide(gul, WAITS, study(is_open=False)).reason == "study-is-over"
    both = Actor(FEN, frozenset({Role.RESEARCHER, Role.DPO}))
    assert policy.may_decide(both, WAITS, study()).reason == "nobody-approves-their-own"


def test_what_was_not_handed_out_is_neither_made_nor_taken() -> None:
    fen, system = a(Role.RESEARCHER, FEN), a(Role.SYSTEM)
    assert policy.may_begin(fen, WAITS, study()).reason == "not-handed-out"
    assert policy.may_make(system, OUT, study()).reason == "not-handed-out"
    assert policy.may_make(system, WANTED, study(is_open=False)).reason == "study-is-over"
    assert policy.may_take(fen, WANTED, study()).reason == "files-are-gone"
    assert policy.may_take(fen, GONE, study()).reason == "files-are-gone"
