"""Keeping what was found, a new row where a rule came to something else; and what people put on record for a rule."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from paravent.conformity import queries
from paravent.conformity.models import Showing, Standing
from paravent.conformity.terms import Change, Checked, Shown
from paravent.kernel import clock

if TYPE_CHECKING:
    from paravent.access.operation import Operation


def keep(op: "Operation", checked: Iterable[Checked], at: datetime) -> list[Change]:
    """Keep what each rule came to, and return what changed."""
    del op  # holding it is the proof that the gate is open
    known = {row.rule: row for row in Standing.objects.filter(until=None)}
    return [change for one in checked if (change := _kept(one, known.get(one.rule), at))]


def _kept(checked: Checked, before: Standing | None, at: datetime) -> Change | None:
    if before is not None:
        before.seen_at = at
        if before.result == checked.result:
            before.findings = queries.stored(checked)
            before.save(update_fields=["seen_at", "findings"])
            return None
        before.until = at
        before.save(update_fields=["seen_at", "until"])
    Standing(rule=checked.rule, result=checked.result, findings=queries.stored(checked), since=at, seen_at=at).save(
        force_insert=True
    )
    return Change(checked.rule, checked.result, before is None)


def keep_showing(op: "Operation", rule: str, shown: Shown) -> None:
    """Keep what a person showed for a rule, under their name."""
    Showing(
        rule=rule,
        done_on=shown.done_on,
        due_on=shown.due_on,
        sha256=shown.sha256,
        recorded_by=op.actor.person,
        recorded_at=clock.now(),
    ).save(force_insert=True)


def take_back(op: "Operation", showing_id: UUID) -> str:
    """Let what was put on record count no more, and return for which rule it was. Raises DoesNotExist, Refused where it was taken back before."""
    row = Showing.objects.get(pk=showing_id)
    op.was_first(
        Showing.objects.filter(pk=showing_id, taken_back_at=None).update(taken_back_at=clock.now()), "taken-back-before"
    )
    return row.rule
