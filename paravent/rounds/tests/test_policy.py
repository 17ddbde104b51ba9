"""Who brings a charter, who agrees, and when the installation takes part: a row for every role."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from paravent.access.terms import INSTALLATION, Actor, Role
from paravent.consent.terms import Topic
from paravent.kernel.ids import PersonId
from paravent.learning.letters import Letter, Place, Post, written
from paravent.learning.terms import Letters
from paravent.learning.tests.cast import NAMES, a_charter, a_key
from paravent.research.terms import Budgets, Plan, StudyView
from paravent.rounds import policy
from paravent.rounds.queries import kinds_of
from paravent.rounds.terms import RunHere
from paravent.uses.terms import Kind as Exit

NOW = datetime(2026, 5, 4, tzinfo=UTC)
ME = uuid4()
ASKED = Plan("Learning", "To learn", "Us", (Topic.RESEARCH_AI,), date(2027, 1, 1))
OPEN = StudyView(uuid4(), ASKED, "Fen", NOW, "Gül", NOW, is_approved=True, is_open=True, ended_at=None, is_own=True)
OTHERS = replace(OPEN, is_own=False)
OVER = replace(OPEN, is_open=False)
WAITS = replace(OPEN, is_approved=None, is_open=False)
NARROW = replace(OPEN, plan=replace(ASKED, kinds=("Condition",)))
CLOSED = replace(OPEN, plan=replace(ASKED, exits=(Exit.RELEASE, Exit.ANSWER)))
SCIENCE = replace(OPEN, plan=replace(ASKED, topics=(Topic.RESEARCH_SCIENCE,)))


def somebody(role: Role) -> Actor:
    return INSTALLATION if role is Role.SYSTEM else Actor(PersonId(ME), frozenset({role}))


FREE = RunHere(0, Budgets(None, 0, 0), without_noise=True)
AGREED = replace(FREE, is_agreed=True)
PRICED = RunHere(1000, Budgets(1000, 0, 2000), without_noise=False)
EVERY = set(Role) - {Role.PAUSED}


@pytest.mark.parametrize("role", sorted(EVERY))
def test_only_a_researcher_brings_a_charter(role: Role) -> None:
    assert policy.may_attach(somebody(role), OPEN, ()).allowed == (role is Role.RESEARCHER)


@pytest.mark.parametrize(
    ("study", "reason"),
    [
        (OTHERS, "not-your-study"),
        (OVER, "study-is-over"),
        (WAITS, "study-not-approved"),
        (SCIENCE, "needs-permission-to-learn"),
        (NARROW, "data-not-approved"),
        (CLOSED, "exit-not-approved"),
    ],
)
def test_to_an_open_study_of_theirs_that_asks_for_it(study: StudyView, reason: str) -> None:
    assert policy.may_attach(somebody(Role.RESEARCHER), study, kinds_of(a_charter())).reason == reason


@pytest.mark.parametrize("role", sorted(EVERY))
def test_only_data_protection_agrees(role: Role) -> None:
    assert policy.may_agree(somebody(role), OTHERS, uuid4(), FREE).allowed == (role is Role.DPO)


@pytest.mark.parametrize(
    ("study", "brought_by", "is_agreed", "reason"),
    [
        (OTHERS, uuid4(), False, "approved-study"),
        (OPEN, uuid4(), False, "nobody-approves-their-own"),
        (OTHERS, ME, False, "nobody-approves-their-own"),
        (OTHERS, uuid4(), True, "decided-already"),
        (replace(OTHERS, is_open=False), uuid4(), False, "study-is-over"),
    ],
)
def test_once_and_never_to_their_own(study: StudyView, brought_by: UUID, is_agreed: bool, reason: str) -> None:
    assert policy.may_agree(somebody(Role.DPO), study, brought_by, replace(FREE, is_agreed=is_agreed)).reason == reason


@pytest.mark.parametrize("role", sorted(EVERY))
def test_whose_study_it_is_and_data_protection_see_it(role: Role) -> None:
    assert policy.may_see(somebody(role), OPEN).allowed == (role in {Role.RESEARCHER, Role.DPO})
    assert policy.may_see(somebody(role), OTHERS).allowed == (role is Role.DPO)


@pytest.mark.parametrize("role", sorted(EVERY))
def test_only_the_installation_takes_part_and_follows(role: Role) -> None:
    actor, charter = somebody(role), a_charter()
    asked = policy.may_take_part(actor, OTHERS, charter, NOW.date(), AGREED)
    assert asked.allowed == policy.may_follow(actor).allowed == (role is Role.SYSTEM)


@pytest.mark.parametrize(
    ("study", "today", "is_agreed", "is_left", "reason"),
    [
        (OTHERS, NOW.date(), True, False, "approved-study"),
        (OTHERS, NOW.date(), False, False, "charter-not-agreed"),
        (OTHERS, date(2030, 1, 2), True, False, "charter-is-over"),
        (OTHERS, NOW.date(), True, True, "somebody-took-it-back"),
        (OVER, NOW.date(), True, False, "study-is-over"),
        (SCIENCE, NOW.date(), True, False, "needs-permission-to-learn"),
    ],
)
def test_while_study_and_charter_run_and_nobody_took_it_back(
    study: StudyView, today: date, is_agreed: bool, is_left: bool, reason: str
) -> None:
    run = replace(FREE, is_agreed=is_agreed, is_left=is_left)
    asked = policy.may_take_part(INSTALLATION, study, a_charter(), today, run)
    assert asked.reason == reason


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (FREE, "approved-study"),
        (replace(FREE, without_noise=False), "rounds-need-noise"),
        (PRICED, "approved-study"),
        (replace(PRICED, budgets=Budgets(None, 0, 0)), "no-budget"),
        (replace(PRICED, budgets=Budgets(500, 0, 0)), "study-budget-is-spent"),
        (replace(PRICED, budgets=Budgets(1000, 0, 2001)), "year-budget-is-spent"),
        (replace(PRICED, budgets=Budgets(1000, 1000, 3000), is_charged=True), "approved-study"),
    ],
)
def test_a_run_is_agreed_to_and_goes_on_while_it_is_paid_for(run: RunHere, reason: str) -> None:
    assert policy.may_cost(run).reason == reason
    assert policy.may_agree(somebody(Role.DPO), OTHERS, uuid4(), run).reason == reason
    agreed = replace(run, is_agreed=True)
    assert policy.may_take_part(INSTALLATION, OTHERS, a_charter(), NOW.date(), agreed).reason == reason


def a_letter(nth: int, says: Letters, *, at: tuple[int, int] = (0, 0), sender: str = "", body: str = "") -> Letter:
    """Return a letter of one of the four sites."""
    place = Place(a_charter().digest, "ab" * 16, *at)
    return written(a_key(nth), says, place, sender or NAMES[nth], {"body": body})


CALLED, ASKED_FOR = a_letter(0, Letters.CALL), a_letter(0, Letters.ASK, at=(1, 1))
SAT, SHARED = a_letter(1, Letters.SEAT), a_letter(1, Letters.SHARE, at=(1, 1))


@pytest.mark.parametrize(
    ("letter", "there", "reason"),
    [
        (SAT, [CALLED], "invited-by-key"),
        (SAT, [CALLED, SAT], "letter-lies-here"),
        (SHARED, [CALLED, ASKED_FOR], "invited-by-key"),
        (None, [CALLED], "letter-of-a-stranger"),
        (a_letter(0, Letters.SEAT), [CALLED], "letter-of-a-stranger"),
        (ASKED_FOR, [CALLED], "letter-of-a-stranger"),
        (SAT, [], "letter-out-of-place"),
        (SHARED, [CALLED], "letter-out-of-place"),
        (a_letter(1, Letters.SEAT, body="other"), [CALLED, SAT], "letter-said-twice"),
    ],
)
def test_a_site_leaves_each_letter_once_where_it_is_due(
    letter: Letter | None, there: list[Letter], reason: str
) -> None:
    assert policy.may_leave_letter(a_charter(), letter, Post(there), leads_here=True).reason == reason
    assert policy.may_leave_letter(a_charter(), letter, Post(there), leads_here=False).reason == "no-post-box-here"
