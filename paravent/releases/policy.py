"""Who asks for a release, who hands it out, who makes it and who takes it. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.releases.terms import MOST_ASKED, TEXTS
from paravent.research.policy import may_ask_in, may_leave, may_see_what_left, runs
from paravent.uses.terms import Kind

if TYPE_CHECKING:
    from paravent.releases.models import Recipient, Release
    from paravent.releases.terms import Wish
    from paravent.research.terms import StudyView


def may_ask(actor: Actor, study: StudyView, wish: Wish, asked: int, *, has_asked_about_them: bool) -> Decision:
    """A researcher asks for a cohort that their open study was told the number of, as strictly as was approved or more so, and for data and texts where these were approved.

    `asked` is how often they did.
    """
    running = may_ask_in(actor, study)
    if not running.allowed:
        return running
    if not has_asked_about_them:
        return refuse("cohort-not-asked-about")
    if not study.plan.threshold.is_met_by(wish.threshold):
        return refuse("looser-than-approved")
    if wish.texts and not study.plan.texts:
        return refuse("texts-not-approved")
    leaving = may_leave(study.plan, Kind.RELEASE, {*wish.kinds} - {*TEXTS})
    if not leaving.allowed:
        return leaving
    return running if asked < MOST_ASKED else refuse("releases-are-spent")


def may_work(actor: Actor) -> Decision:
    """The installation measures, makes and forgets; no person sees a row meanwhile."""
    return allow("counts") if actor.is_a(Role.SYSTEM) else refuse("not-your-work")


def may_list(actor: Actor, study: StudyView) -> Decision:
    """A study's releases are its researcher's, and the data-protection officer's."""
    return may_see_what_left(actor, study)


def may_decide(actor: Actor, release: Release, study: StudyView) -> Decision:
    """The data-protection officer hands out what the measure let through, once, and nothing that they asked for themselves."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-hands-out")
    if actor.person == release.asked_by:
        return refuse("nobody-approves-their-own")
    if release.decided_at is not None:
        return refuse("decided-already")
    if not release.is_safe:
        return refuse("somebody-stands-out")
    return allow("protects-data") if study.is_open else refuse("study-is-over")


def may_begin(actor: Actor, release: Release, study: StudyView) -> Decision:
    """A researcher lets what was handed out be made while the study is open, and again where its files are gone."""
    return _handed_out(may_ask_in(actor, study), release)


def may_make(actor: Actor, release: Release, study: StudyView) -> Decision:
    """The installation makes what was handed out and asked for, as long as the study is open."""
    working = may_work(actor)
    if not working.allowed:
        return working
    if not release.is_approved or release.wanted_at is None:
        return refuse("not-handed-out")
    return working if study.is_open else refuse("study-is-over")


def may_take(actor: Actor, release: Release, study: StudyView) -> Decision:
    """A researcher takes the files of their own release while they are there."""
    return _while_there(may_begin(actor, release, study), release)


def _handed_out(begins: Decision, release: Release) -> Decision:
    """Who may begin does so with what was handed out."""
    return refuse("not-handed-out") if begins.allowed and not release.is_approved else begins


def _while_there(begun: Decision, release: Release) -> Decision:
    """Who may begin a release takes its files while they are there."""
    is_there = release.finished_at is not None and release.gone_at is None
    return refuse("files-are-gone") if begun.allowed and not is_there else begun


# Recipients


def may_name_recipient(actor: Actor, study: StudyView) -> Decision:
    """A researcher brings the key of who receives the releases of their open study."""
    asking = may_ask_in(actor, study)
    return may_leave(study.plan, Kind.RELEASE, ()) if asking.allowed else asking


def may_decide_recipient(actor: Actor, recipient: Recipient) -> Decision:
    """The data-protection officer says once whether a key is the recipient's; never of a key that they named."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-answers-to-recipients")
    if actor.person == recipient.named_by:
        return refuse("nobody-approves-their-own")
    return allow("protects-data") if recipient.decided_by is None else refuse("decided-already")


def may_end_recipient(actor: Actor, recipient: Recipient, study: StudyView) -> Decision:
    """Whoever sees a study ends a key of its recipients, for good."""
    seen = may_see_what_left(actor, study)
    if not seen.allowed:
        return seen
    return seen if recipient.ended_at is None else refuse("recipient-not-approved")


def may_let_in(actor: Actor, recipient: Recipient, *, is_new: bool) -> Decision:
    """The installation lets in whose key was approved, by each statement once."""
    working = may_work(actor)
    if not working.allowed:
        return working
    if not recipient.is_in_force:
        return refuse("recipient-not-approved")
    return allow("signed-statement") if is_new else refuse("came-twice")


def may_tell(actor: Actor, recipient: Recipient, release: Release) -> Decision:
    """A recipient is told how far a release of their own study is, and whom they have to delete, also once it is over."""
    working = may_work(actor)
    if not working.allowed:
        return working
    if not recipient.is_in_force:
        return refuse("recipient-not-approved")
    return allow("recipients-key") if recipient.study_id == release.study_id else refuse("not-your-study")


def may_begin_for(actor: Actor, recipient: Recipient, release: Release, study: StudyView) -> Decision:
    """A recipient lets what was handed out be made while the study runs."""
    told = may_tell(actor, recipient, release)
    running = runs(study) if told.allowed else told
    return _handed_out(told if running.allowed else running, release)


def may_fetch(actor: Actor, recipient: Recipient, release: Release, study: StudyView) -> Decision:
    """A recipient takes the files of a release of their study while they are there."""
    return _while_there(may_begin_for(actor, recipient, release, study), release)
