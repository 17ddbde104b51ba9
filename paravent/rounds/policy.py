"""Who brings a charter, who agrees to it, and whether the installation may take part now. Pure functions: none of them knows a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.consent.terms import Topic
from paravent.learning.letters import FROM_LEADER, Letter, Post
from paravent.learning.terms import Letters
from paravent.research.policy import may_ask_in, may_leave, may_see_what_left, may_spend, runs
from paravent.uses.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from paravent.learning.terms import Charter
    from paravent.research.terms import StudyView
    from paravent.rounds.terms import RunHere


def may_attach(actor: Actor, study: StudyView, kinds: Collection[str]) -> Decision:
    """A researcher brings a charter to an open study of theirs that asks patients whether programs may learn from them, of data that it was approved for."""
    asking = may_ask_in(actor, study)
    learning = _is_for_learning(study) if asking.allowed else asking
    return may_leave(study.plan, Kind.ROUND, kinds) if learning.allowed else learning


def may_agree(actor: Actor, study: StudyView, attached_by: UUID, run: RunHere) -> Decision:
    """The data-protection officer agrees once, while the budget reaches, and never to what they brought or proposed themselves."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-agrees-to-charters")
    if study.is_own or attached_by == actor.person:
        return refuse("nobody-approves-their-own")
    if run.is_agreed:
        return refuse("decided-already")
    learning = _is_for_learning(study)
    return may_cost(run) if learning.allowed else learning


def may_see(actor: Actor, study: StudyView) -> Decision:
    """Charters and models are seen by whose study it is, and by the data-protection officer; the models' numbers by them as well."""
    return may_see_what_left(actor, study)


def may_take_part(actor: Actor, study: StudyView, charter: Charter, today: date, run: RunHere) -> Decision:
    """The installation takes part in, or leads, what was agreed to here, while study and charter run, the budget reaches or the run is paid for, and nobody who was learned from took it back."""
    following = may_follow(actor)
    if not following.allowed:
        return following
    if not run.is_agreed:
        return refuse("charter-not-agreed")
    if today > charter.until:
        return refuse("charter-is-over")
    if run.is_left:
        return refuse("somebody-took-it-back")
    learning = _is_for_learning(study)
    return may_cost(run) if learning.allowed else learning


def may_cost(run: RunHere) -> Decision:
    """A run costs its ε once, out of what is left; one without noise costs none, and is the practice's choice."""
    if not run.cost:
        return allow("approved-study") if run.without_noise else refuse("rounds-need-noise")
    if run.is_charged:
        return allow("approved-study")
    spending = may_spend(run.budgets, run.cost)
    return allow("approved-study") if spending.allowed else spending


def may_follow(actor: Actor) -> Decision:
    """The installation looks how far a run is."""
    return allow("takes-part") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_leave_letter(charter: Charter, letter: Letter | None, there: Post, *, leads_here: bool) -> Decision:
    """A site that the charter names leaves each of its letters at the leader's once, where one is due.

    A letter is known by its signature, whoever carries it; one that lies there already changes nothing.
    """
    if not leads_here:
        return refuse("no-post-box-here")
    if letter is None or letter.says in FROM_LEADER or letter.sender == charter.leader:
        return refuse("letter-of-a-stranger")
    if any(one.digest == letter.digest for one in there.letters):
        return allow("letter-lies-here")
    if not _is_due(letter, there):
        return refuse("letter-out-of-place")
    twice = any(
        (one.says, one.place, one.sender) == (letter.says, letter.place, letter.sender) for one in there.letters
    )
    return refuse("letter-said-twice") if twice else allow("invited-by-key")


def _is_due(letter: Letter, there: Post) -> bool:
    """Tell whether a call, or an ask, is there that the letter answers: so there are never more letters than a run has places."""
    asks = Letters.CALL if letter.says is Letters.SEAT else Letters.ASK
    return any(one.says is asks and one.place == letter.place for one in there.letters)


def _is_for_learning(study: StudyView) -> Decision:
    running = runs(study)
    if not running.allowed:
        return running
    if Topic.RESEARCH_AI not in study.plan.topics:
        return refuse("needs-permission-to-learn")
    return may_leave(study.plan, Kind.ROUND, ())
