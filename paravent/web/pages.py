"""The few pages that belong to no package: the front door, one's own accesses, what we send when forms are stale."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from paravent.access.operation import operation
from paravent.access.terms import Purpose, Role, allow, refuse
from paravent.kernel.ids import PatientId
from paravent.ledger.queries import disclosures_by
from paravent.ledger.terms import Disclosure
from paravent.people.queries import patients_by_id
from paravent.web.answers import page_of
from paravent.web.terms import Act
from paravent.web.words import act_in_words, reason_in_words

if TYPE_CHECKING:
    from datetime import date


FRONT = {
    Role.CLINICIAN: "visits:day",
    Role.RECEPTION: "visits:day",
    Role.DPO: "desk",
    Role.ADMINISTRATOR: "people:staff",
    Role.RESEARCHER: "research:desk",
    Role.PAUSED: "vigilance:mine",
}
"""Where each role's work is; whoever has several begins at the first of them."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What somebody did on one day, once or several times alike; the newest is dated."""

    newest: Disclosure
    times: int
    patient_name: str
    entries: tuple[tuple[UUID, datetime], ...]

    @property
    def what(self) -> str:
        """What was done, in words."""
        return act_in_words(self.newest.act, self.newest.outcome.value)

    @property
    def because(self) -> str:
        """Why it was allowed or not, in words."""
        return reason_in_words(self.newest.because)

    @property
    def was_done(self) -> bool:
        """Tell whether it came about."""
        return self.newest.outcome.value == "done"


@require_GET
def front_door(request: HttpRequest) -> HttpResponse:
    """Send everybody where their work is."""
    actor = request.actor  # type: ignore[attr-defined]
    for role, place in FRONT.items():
        if actor.is_a(role):
            return redirect(place)
    return redirect("own_accesses" if actor.roles else "account_login")


@require_GET
def own_accesses(request: HttpRequest) -> HttpResponse:
    """Show staff what the log holds about what they did."""
    actor = request.actor  # type: ignore[attr-defined]
    with operation(Act.READ_OWN_LINES, actor, Purpose.OPERATIONS) as op:
        op.require(allow("own-lines") if actor.roles else refuse("not-signed-in"))
        lines = disclosures_by(actor.person)
        names = {person.patient_id: person.identity.name for person in patients_by_id(_patients(lines)).values()}
    return render(request, "own_accesses.html", {"lines": _alike(lines, names)})


def _patients(lines: list[Disclosure]) -> set[UUID]:
    return {line.patient for line in lines if line.patient}


def _alike(lines: list[Disclosure], names: dict[PatientId, str]) -> list[OwnLine]:
    """Put together what was done several times on a day: thirty looks at a waiting room are one line."""
    groups: dict[tuple[date, str, str, str, UUID | None], list[Disclosure]] = {}
    for line in lines:
        day = timezone.localtime(line.at).date()
        groups.setdefault((day, line.act, line.outcome.value, line.because, line.patient), []).append(line)
    return [
        OwnLine(
            same[0],
            len(same),
            names.get(PatientId(same[0].patient), "") if same[0].patient else "",
            tuple((line.entry_id, line.at) for line in same),
        )
        for same in groups.values()
    ]


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that a form was too old or came from elsewhere, and what to do."""
    return render(request, "403_csrf.html", {"back": page_of(request)}, status=403)


@require_GET
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Answer a monitor; says nothing about anybody."""
    return HttpResponse("alive\n", content_type="text/plain")
