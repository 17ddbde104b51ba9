"""The few pages that belong to no package: the front door, one's own accesses, what we send when forms are stale."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from paravent.access.operation import operation
from paravent.access.terms import Purpose, Role, allow, refuse
from paravent.ledger.queries import disclosures_by


@require_GET
def front_door(request: HttpRequest) -> HttpResponse:
    """Send everybody where their work is."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_a(Role.CLINICIAN) or actor.is_a(Role.RECEPTION):
        return redirect("visits:day")
    if actor.is_a(Role.ADMINISTRATOR):
        return redirect("people:staff")
    return redirect("own_accesses" if actor.roles else "account_login")


@require_GET
def own_accesses(request: HttpRequest) -> HttpResponse:
    """Show staff what the log holds about what they did."""
    actor = request.actor  # type: ignore[attr-defined]
    with operation("log.read-own", actor, Purpose.OPERATIONS) as op:
        op.require(allow("own-lines") if actor.roles else refuse("not-signed-in"))
        lines = disclosures_by(actor.person)
    return render(request, "own_accesses.html", {"lines": lines})


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say that a form was too old or came from elsewhere, and what to do."""
    return render(request, "403_csrf.html", status=403)


@require_GET
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Answer a monitor; says nothing about anybody."""
    return HttpResponse("alive\n", content_type="text/plain")
