"""Who asks for a release, who hands it out, who makes it and who takes it. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse
from paravent.releases.terms import MOST_ASKED
from paravent.research.policy import may_ask_in, may_see_what_left

if TYPE_CHECKING:
    from paravent.releases.models import Release
    from paravent.research.terms import StudyView, Threshold


def may_ask(actor: Actor, study: StudyView, wanted: Threshold, asked: int, *, has_asked_about_them: bool) -> Decision:
    """A researcher asks for a cohort that their open study was told the number of, as strictly as was approved or more so.

    `asked` is how often they did.
    """
    running = may_ask_in(actor, study)
    if not running.allowed:
        return running
    if not has_asked_about_them:
        return refuse("cohort-not-asked-about")
    if not study.plan.threshold.is_met_by(wanted):
        return refuse("looser-than-approved")
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
    running = may_ask_in(actor, study)
    if not running.allowed:
        return running
    return running if release.is_approved else refuse("not-handed-out")


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
    begun = may_begin(actor, release, study)
    if not begun.allowed:
        return begun
    return begun if release.finished_at is not None and release.gone_at is None else refuse("files-are-gone")
