"""Who reports, and who answers. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paravent.access.terms import Actor, Decision, Role, allow, refuse

if TYPE_CHECKING:
    from paravent.reports.models import Report

STAFF = frozenset({Role.CLINICIAN, Role.RECEPTION, Role.DPO, Role.ADMINISTRATOR, Role.RESEARCHER})


def may_report(actor: Actor) -> Decision:
    """Whoever works here."""
    return allow("works-in-the-practice") if actor.roles & STAFF else refuse("not-signed-in")


def may_answer(actor: Actor, report: Report | None = None) -> Decision:
    """The data-protection officer, once."""
    if not actor.is_a(Role.DPO):
        return refuse("only-dpo-watches")
    is_over = report is not None and report.answered_at is not None
    return refuse("answered-already") if is_over else allow("watches")
