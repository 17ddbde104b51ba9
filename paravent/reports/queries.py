"""Reading reports. Row security shows somebody their own, and the data-protection officer all of them."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, Min

from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.people.queries import names_of
from paravent.reports.models import Report
from paravent.reports.terms import SO_LONG_AGO, Noticed, ReportView, Soonness


def sealed(report_id: UUID, what: str, text: str) -> bytes:
    """Return typed words as a row keeps them."""
    return sealed_for_practice(text, ("reports", str(report_id), what))


def reports(reporter_id: UUID | None = None) -> tuple[ReportView, ...]:
    """Return somebody's reports, or all that this reader may see; open ones first, then the newest."""
    rows = Report.objects.order_by("-reported_at")
    found = list(rows.filter(reporter_id=reporter_id) if reporter_id else rows)
    names = names_of({row.reporter_id for row in found})
    views = [view(row, names.get(row.reporter_id, "")) for row in found]
    return tuple(sorted(views, key=lambda one: one.answered_at is not None))


def pile() -> Pile:
    """Return what colleagues reported and nobody answered."""
    return Pile(**Report.objects.filter(answered_at=None).aggregate(number=Count("pk"), since=Min("reported_at")))


def soonness(found: Sequence[ReportView]) -> Soonness:
    """Return how soon these were reported and, in the middle of them, answered: what comes late can be mended less."""
    waits = [(one.answered_at - one.reported_at).total_seconds() for one in found if one.answered_at]
    return Soonness(
        reports=len(found),
        at_once=sum(one.noticed == Noticed.JUST_NOW for one in found),
        same_day=sum(one.noticed != Noticed.EARLIER for one in found),
        until_answered=timedelta(seconds=round(median(waits))) if waits else None,
    )


def view(row: Report, reporter: str = "") -> ReportView:
    """Return a report as the officer, or whoever made it, reads it."""
    noticed = Noticed(row.noticed)
    return ReportView(
        report_id=row.id,
        reporter=reporter,
        text=_opened(row.id, "text", row.sealed_text),
        noticed=noticed,
        noticed_at=row.reported_at - SO_LONG_AGO[noticed],
        reported_at=row.reported_at,
        answer=_opened(row.id, "answer", row.sealed_answer),
        answered_at=row.answered_at,
        breach_id=row.breach_id,
    )


def _opened(report_id: UUID, what: str, content: bytes | memoryview | None) -> str:
    return opened_for_practice(content, ("reports", str(report_id), what)) if content else ""
