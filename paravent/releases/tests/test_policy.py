"""Who asks, who hands out, who makes, who takes: a row for each role."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from paravent.access.terms import Actor, Role
from paravent.consent.terms import Topic
from paravent.kernel.ids import PersonId
from paravent.releases import policy
from paravent.releases.models import Recipient, Release
from paravent.releases.terms import MOST_ASKED, Wish
from paravent.research.terms import Plan, StudyView, Threshold
from paravent.uses.terms import Kind

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
FEN = PersonId(uuid4())
PLAN = Plan("t", "why", "who", (Topic.RESEARCH_SCIENCE,), date(2026, 4, 1))
WISH = Wish(uuid4(), ("Condition",))


def a(role: Role, person: PersonId | None = None) -> Actor:
    return Actor(person or PersonId(uuid4()), frozenset({role}))


def study(*, own: bool = True, approved: bool | None = True, is_open: bool = True) -> StudyView:
    return StudyView(uuid4(), PLAN, "Fen", NOW, "Gül", NOW, approved, is_open, None, own)


WAITS = Release(asked_by=FEN, is_safe=True)
UNSAFE = Release(asked_by=FEN, is_safe=False)
OUT = Release(asked_by=FEN, is_safe=True, is_approved=True, decided_at=NOW)
WANTED = Release(asked_by=FEN, is_safe=True, is_approved=True, decided_at=NOW, wanted_at=NOW)
READY = Release(asked_by=FEN, is_safe=True, is_approved=True, decided_at=NOW, wanted_at=NOW, finished_at=NOW)
STUDY = uuid4()
WAITING = Recipient(study_id=STUDY, named_by=FEN)
FETCHES = Recipient(study_id=STUDY, named_by=FEN, is_approved=True, decided_by=uuid4())
ENDED = Recipient(study_id=STUDY, named_by=FEN, is_approved=True, decided_by=uuid4(), ended_at=NOW)
GONE = Release(asked_by=FEN, is_approved=True, wanted_at=NOW, finished_at=NOW, gone_at=NOW)


@pytest.mark.parametrize("role", list(Role))
def test_a_researcher_asks_the_officer_hands_out_the_installation_makes(role: Role) -> None:
    actor, own = a(role, FEN), study()
    assert policy.may_ask(actor, own, WISH, 0, has_asked_about_them=True).allowed is (role == Role.RESEARCHER)
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
    assert policy.may_ask(fen, of_study, WISH, 0, has_asked_about_them=True).reason == reason
    assert policy.may_begin(fen, OUT, of_study).reason == reason
    assert policy.may_take(fen, READY, of_study).reason == reason


def test_a_release_is_of_a_cohort_that_was_counted_and_there_are_few() -> None:
    fen = a(Role.RESEARCHER, FEN)
    assert policy.may_ask(fen, study(), WISH, 0, has_asked_about_them=False).reason == "cohort-not-asked-about"
    assert policy.may_ask(fen, study(), WISH, MOST_ASKED, has_asked_about_them=True).reason == "releases-are-spent"


def test_texts_leave_where_they_were_approved_with_the_study_alone() -> None:
    def asks(*, approved: bool, wanted: bool) -> str:
        of_study = replace(study(), plan=replace(PLAN, texts=approved))
        fen = a(Role.RESEARCHER, FEN)
        return policy.may_ask(fen, of_study, replace(WISH, texts=wanted), 0, has_asked_about_them=True).reason

    assert asks(approved=False, wanted=True) == "texts-not-approved"
    assert {asks(approved=True, wanted=True), asks(approved=True, wanted=False)} == {"approved-study"}
    assert asks(approved=False, wanted=False) == "approved-study"


def test_a_release_is_of_what_the_study_was_approved_for() -> None:
    fen, open_ = a(Role.RESEARCHER, FEN), study()
    narrow = replace(open_, plan=replace(PLAN, kinds=("Condition",), texts=True))
    closed = replace(open_, plan=replace(PLAN, exits=(Kind.ANSWER, Kind.ROUND)))

    def asks(of: StudyView, *kinds: str) -> str:
        wish = replace(WISH, kinds=kinds, texts="Composition" in kinds)
        return policy.may_ask(fen, of, wish, 0, has_asked_about_them=True).reason

    assert asks(narrow, "Condition") == asks(narrow, "Condition", "Composition") == "approved-study"
    assert asks(narrow, "Condition", "Observation") == "data-not-approved"
    assert asks(closed, "Condition") == policy.may_name_recipient(fen, closed).reason == "exit-not-approved"


def test_a_release_is_as_strict_as_its_study_or_stricter() -> None:
    strict = replace(study(), plan=replace(PLAN, threshold=Threshold(20, 2, 0.5)))

    def asks(wanted: Threshold) -> str:
        wish = replace(WISH, fewest=wanted.fewest, diagnoses=wanted.diagnoses, farthest=wanted.farthest)
        return policy.may_ask(a(Role.RESEARCHER, FEN), strict, wish, 0, has_asked_about_them=True).reason

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


# Recipients


def of_theirs(release: Release) -> Release:
    """Return a release of the recipients' study."""
    release.study_id = STUDY
    return release


@pytest.mark.parametrize("role", list(Role))
def test_a_researcher_brings_a_key_the_officer_compares_it_and_the_installation_serves(role: Role) -> None:
    actor = a(role, FEN)
    assert policy.may_name_recipient(actor, study()).allowed is (role == Role.RESEARCHER)
    assert policy.may_decide_recipient(a(role), WAITING).allowed is (role == Role.DPO)
    assert policy.may_end_recipient(actor, FETCHES, study()).allowed is (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_let_in(actor, FETCHES, is_new=True).allowed is (role == Role.SYSTEM)
    assert policy.may_tell(actor, FETCHES, of_theirs(OUT)).allowed is (role == Role.SYSTEM)
    assert policy.may_begin_for(actor, FETCHES, of_theirs(OUT), study()).allowed is (role == Role.SYSTEM)
    assert policy.may_fetch(actor, FETCHES, of_theirs(READY), study()).allowed is (role == Role.SYSTEM)


def test_nobody_compares_a_key_that_they_brought_or_twice_and_an_ended_one_stays_so() -> None:
    both = Actor(FEN, frozenset({Role.RESEARCHER, Role.DPO}))
    assert policy.may_decide_recipient(both, WAITING).reason == "nobody-approves-their-own"
    assert policy.may_decide_recipient(a(Role.DPO), FETCHES).reason == "decided-already"
    assert policy.may_end_recipient(a(Role.DPO), ENDED, study()).reason == "recipient-not-approved"


def test_a_key_opens_its_own_study_once_each_statement_and_never_before_or_after() -> None:
    system = a(Role.SYSTEM)
    for closed in (WAITING, ENDED):
        assert policy.may_let_in(system, closed, is_new=True).reason == "recipient-not-approved"
        assert policy.may_tell(system, closed, of_theirs(OUT)).reason == "recipient-not-approved"
    assert policy.may_let_in(system, FETCHES, is_new=False).reason == "came-twice"
    assert policy.may_tell(system, FETCHES, Release(study_id=uuid4())).reason == "not-your-study"
    assert policy.may_begin_for(system, FETCHES, of_theirs(WAITS), study()).reason == "not-handed-out"
    assert policy.may_begin_for(system, FETCHES, of_theirs(OUT), study(is_open=False)).reason == "study-is-over"
    assert policy.may_fetch(system, FETCHES, of_theirs(GONE), study()).reason == "files-are-gone"
    assert policy.may_tell(system, FETCHES, of_theirs(GONE)).allowed
