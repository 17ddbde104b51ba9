"""Keeping what was found: a new row where a rule came to something else, and otherwise that it was seen again."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from paravent.conformity import queries
from paravent.conformity.models import Standing
from paravent.conformity.terms import Change, Checked

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
