"""What is done about a report. One function, one use case, one line in the log."""

from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.breaches.steps import open_breach
from paravent.kernel import clock
from paravent.reports import policy, queries
from paravent.reports.models import Report
from paravent.reports.terms import Act, Noticed, ReportView

WORK = Purpose.OPERATIONS


def make_report(actor: Actor, *, text: str, noticed: Noticed) -> UUID:
    """Lay a report on the data-protection officer's desk."""
    report_id = uuid4()
    with operation(Act.MAKE, actor, WORK) as op:
        op.require(policy.may_report(actor))
        op.note(report=report_id)
        Report(
            id=report_id,
            reporter_id=op.actor.person,
            sealed_text=queries.sealed(report_id, "text", text.strip()),
            noticed=noticed,
            reported_at=clock.now(),
        ).save(force_insert=True)
    return report_id


def list_reports(actor: Actor) -> tuple[ReportView, ...]:
    """Return the desk: all reports, those that wait first."""
    with operation(Act.LIST, actor, WORK) as op:
        op.require(policy.may_answer(actor))
        found = queries.reports()
        op.note(count=len(found))
        return found


def answer_report(actor: Actor, report_id: UUID, answer: str, *, opens_breach: bool) -> UUID | None:
    """Answer a report; where it is a breach, open that too: its clock runs since the report was made. Returns the breach."""
    with operation(Act.ANSWER, actor, WORK) as op:
        op.note(report=report_id)
        row = Report.objects.get(pk=report_id)
        op.require(policy.may_answer(actor, row))
        breach_id = None
        if opens_breach:
            said = queries.view(row)
            breach_id = open_breach(op, happened=said.text, became_aware_at=said.noticed_at)
        Report.objects.filter(pk=report_id, answered_at=None).update(
            sealed_answer=queries.sealed(report_id, "answer", answer.strip()),
            answered_by=op.actor.person,
            answered_at=clock.now(),
            breach_id=breach_id,
        )
        return breach_id
