"""Reading how it stands with the rules, and what people put on record for them. Nothing here is about a patient."""

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from paravent.access.terms import Actor
from paravent.conformity import models
from paravent.conformity.rulebook.reading import rules
from paravent.conformity.terms import (
    REMINDED,
    Act,
    Checked,
    Finding,
    Made,
    Report,
    Result,
    Showing,
    Shown,
    Standing,
    Stood,
)
from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.ledger.queries import disclosures_by, newest_done, oldest_line, signed_among, tried_since
from paravent.ledger.terms import FORGET_OLD, Outcome
from paravent.people.queries import names_of

WORST_FIRST = tuple(Result)
LATELY = 5
EVERY_LINE = 100_000
"""A line each day, and one for each time that somebody has it looked at anew."""
LOOKED_WITHIN = timedelta(minutes=15)
"""A standing begins when looking begins; its line is written when all was looked at."""


def report() -> Report:
    """Return how it stands with every rule that was looked at: failures first, then in the order of the book."""
    order = {rule: place for place, rule in enumerate(rules())}
    found = [standing(row) for row in models.Standing.objects.filter(until=None) if row.rule in order]
    found.sort(key=lambda one: (WORST_FIRST.index(one.checked.result), order[one.checked.rule]))
    return Report(tuple(found), max((one.seen_at for one in found), default=None))


def pile() -> Pile:
    """Return which rules were not kept when they were looked at last."""
    rows = models.Standing.objects.filter(until=None, result=Result.FAIL, rule__in=list(rules()))
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("since")))


def pile_of_papers() -> Pile:
    """Return for which rules what is on record has to be shown anew within a month, or had to be; the first of them by the end of its day."""
    soon = timezone.localdate(clock.now()) + REMINDED
    due = [row.due_on for row in _newest_showings() if row.due_on <= soon]
    return (
        Pile(len(due), None, timezone.make_aware(datetime.combine(min(due) + timedelta(days=1), time())))
        if due
        else Pile(0)
    )


def standing(row: models.Standing) -> Standing:
    """Return how it stands with one rule."""
    findings = tuple(Finding(Result(one["result"]), one["sentence"], one["numbers"]) for one in row.findings)
    return Standing(Checked(row.rule, Result(row.result), findings), row.since, row.seen_at)


def stored(checked: Checked) -> list[dict[str, Any]]:
    """Return what was found as a row keeps it."""
    return [asdict(finding) for finding in checked.findings]


def earlier() -> dict[str, tuple[Stood, ...]]:
    """Return how it stood with each rule before, the newest first."""
    found: dict[str, tuple[Stood, ...]] = {}
    for row in models.Standing.objects.filter(until__isnull=False).order_by("-since"):
        assert row.until is not None  # noqa: S101 (asked for a line above)
        found[row.rule] = (*found.get(row.rule, ()), Stood(Result(row.result), row.since, row.until))
    return found


def unconfirmed() -> tuple[str, ...]:
    """Return the rules of which the log does not say what stands here: what they came to, and since when.

    Where lines had their years and were forgotten, what stood so before the oldest one no line can say any more.
    """
    rows = list(models.Standing.objects.filter(until=None).order_by("rule"))
    told = _told_by_the_log(min((row.since for row in rows), default=clock.now()))
    oldest = oldest_line() if newest_done(FORGET_OLD) else None
    odd = (row for row in rows if not _is_told(row, told.get(row.rule)))
    return tuple(row.rule for row in odd if not (oldest and row.since < oldest))


def _told_by_the_log(since: datetime) -> dict[str, tuple[str, datetime]]:
    """Return what the log said last of each rule since then, and when."""
    told: dict[str, tuple[str, datetime]] = {}
    for line in tried_since([Act.CHECK], since, limit=EVERY_LINE):
        if line.outcome is Outcome.DONE:
            for rule, _, result in (one.partition(":") for one in line.facts.get("changed", "").split()):
                told.setdefault(rule, (result, line.at))
    return told


def _is_told(row: models.Standing, told: tuple[str, datetime] | None) -> bool:
    return told is not None and told[0] == row.result and timedelta(0) <= told[1] - row.since <= LOOKED_WITHIN


def made_by(actor: Actor) -> list[Made]:
    """Return the newest reports that somebody drew, with the line that vouches for each."""
    drawn = [
        line
        for line in disclosures_by(actor.person)
        if line.act == Act.PRINT and line.outcome is Outcome.DONE and "sha256" in line.facts
    ]
    signed = signed_among(line.entry_id for line in drawn[:LATELY])
    return [Made(line.entry_id, line.at, line.facts["sha256"], line.entry_id in signed) for line in drawn[:LATELY]]


def showings() -> tuple[Showing, ...]:
    """Return what people put on record, the newest of each rule that was not taken back."""
    rows = _newest_showings()
    names = names_of(row.recorded_by for row in rows)
    return tuple(
        Showing(
            row.id,
            row.rule,
            Shown(row.done_on, row.due_on, row.sha256),
            names.get(row.recorded_by, ""),
            row.recorded_at,
        )
        for row in rows
    )


def _newest_showings() -> QuerySet[models.Showing]:
    return models.Showing.objects.filter(taken_back_at=None).order_by("rule", "-recorded_at").distinct("rule")
