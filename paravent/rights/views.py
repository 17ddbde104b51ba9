"""Requests: on the patient's page, on the data-protection officer's desk, at reception, and where copies are fetched."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.bearers import guest_of
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, VisitId
from paravent.rights import operations, paper
from paravent.rights.forms import NOT_YET, Answering, Asking, Code, Correcting, Entering, Extending, Withholding
from paravent.rights.terms import CodeNotValid, Kind, ReceivedTooLate

SHORTEST_SEARCH = 2


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Show a patient what they asked for, and take what they ask."""
    guest = guest_of(request.COOKIES)
    form = Asking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.ask_for(guest, VisitId(visit_id), form.cleaned_data["kind"], form.cleaned_data["wish"])
        return redirect("rights:own", visit_id=visit_id)
    context = {"own": operations.see_own_rights(guest, VisitId(visit_id)), "form": form, "visit_id": visit_id}
    return render(request, "rights/own.html", context, status=422 if form.errors else 200)


@require_POST
def telling(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Switch on or off that a patient is told of each look."""
    operations.switch_telling(guest_of(request.COOKIES), VisitId(visit_id), on=request.POST.get("on") == "yes")
    return redirect("rights:own", visit_id=visit_id)


@require_GET
def something_new(request: HttpRequest) -> HttpResponse:
    """Say where a patient sees what is new, to whoever has the message: nothing about anybody."""
    return render(request, "rights/something_new.html")


@require_http_methods(["GET", "POST"])
def desk(request: Asked) -> HttpResponse:
    """Show every request; a search finds whom a letter is from. By POST: a name does not belong in a URL."""
    text = request.POST.get("q", "").strip()
    found = operations.find_for_request(request.actor, text) if len(text) >= SHORTEST_SEARCH else []
    every = operations.list_requests(request.actor)
    context = {
        "waiting": [one for one in every if one.is_open],
        "done": [one for one in every if not one.is_open],
        "text": text,
        "found": found,
    }
    return render(request, "rights/desk.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: Asked, patient_id: UUID) -> HttpResponse:
    """Enter a request that came by letter."""
    form = Entering(request.POST or None, initial={"received_on": timezone.localtime(clock.now()).date()})
    if request.method == "POST" and form.is_valid():
        came = timezone.make_aware(datetime.combine(form.cleaned_data["received_on"], time.min))
        kind, wish = form.cleaned_data["kind"], form.cleaned_data["wish"]
        try:
            request_id = operations.enter_request(request.actor, PatientId(patient_id), kind, wish, came)
        except ReceivedTooLate:
            form.add_error("received_on", NOT_YET)
        else:
            return redirect("rights:one", request_id=request_id)
    # Who it is was shown by the search; here the number is enough.
    return render(request, "rights/enter.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def one(request: Asked, request_id: UUID) -> HttpResponse:
    """Show one request, and what can be done about it."""
    return _one(request, request_id)


def _one(request: Asked, request_id: UUID, **more: Any) -> HttpResponse:
    found = operations.see_request(request.actor, request_id)
    context = {
        "one": found,
        "extending": Extending(),
        "answering": Answering(),
        "hands_out": found.is_open and found.kind in {Kind.ACCESS, Kind.COPY},
        "withholding": Withholding(people=found.looked),
        "restricts": found.kind in {Kind.RESTRICTION, Kind.ERASURE},
    } | more
    is_wrong = any(getattr(form, "errors", None) for form in more.values())
    return render(request, "rights/one.html", context, status=422 if is_wrong else 200)


@require_POST
def extend(request: Asked, request_id: UUID) -> HttpResponse:
    """Move a deadline, with the reason."""
    form = Extending(request.POST)
    if not form.is_valid():
        return _one(request, request_id, extending=form)
    operations.extend_deadline(request.actor, request_id, form.cleaned_data["reason"])
    return redirect("rights:one", request_id=request_id)


@require_POST
def answer(request: Asked, request_id: UUID) -> HttpResponse:
    """Answer a request."""
    form = Answering(request.POST)
    if not form.is_valid():
        return _one(request, request_id, answering=form)
    operations.answer_request(request.actor, request_id, form.cleaned_data["outcome"], form.cleaned_data["answer"])
    return redirect("rights:desk")


@require_POST
def hand_out(request: Asked, request_id: UUID) -> HttpResponse:
    """Show the code of a copy, this once."""
    return _one(request, request_id, code=operations.hand_out(request.actor, request_id))


@require_POST
def withhold(request: Asked, request_id: UUID) -> HttpResponse:
    """Withhold a name, with the reason."""
    found = operations.see_request(request.actor, request_id)
    form = Withholding(request.POST, people=found.looked)
    if not form.is_valid():
        return _one(request, request_id, withholding=form)
    kept = form.cleaned_data
    until = clock.now() + timedelta(days=kept["days"])
    operations.withhold_name(request.actor, request_id, kept["person"], kept["ground"], kept["reason"], until)
    return redirect("rights:one", request_id=request_id)


@require_POST
def tell_name(request: Asked, request_id: UUID, person: UUID) -> HttpResponse:
    """Let a name be read again."""
    operations.tell_name_again(request.actor, request_id, person)
    return redirect("rights:one", request_id=request_id)


@require_POST
def restrict(request: Asked, request_id: UUID) -> HttpResponse:
    """Restrict the file."""
    operations.restrict_file(request.actor, request_id)
    return redirect("rights:one", request_id=request_id)


@require_POST
def lift(request: Asked, request_id: UUID) -> HttpResponse:
    """Lift the restriction."""
    operations.lift_restriction(request.actor, request_id)
    return redirect("rights:one", request_id=request_id)


@require_http_methods(["GET", "POST"])
def pick_up(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a copy, and give the copy as one file."""
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # A code is a hundred random bits; the limit is there so that nobody even tries.
        if not ratelimit.consume(request, action="invitation"):
            form.add_error("code", _("Too many tries. Wait a minute."))
            return render(request, "rights/pick_up.html", {"form": form}, status=429)
        try:
            made = paper.zipped(operations.pick_up(form.cleaned_data["code"]))
        except CodeNotValid:
            form.add_error("code", _("No copy waits behind this code. It may be mistyped, used, or over."))
        else:
            answer = HttpResponse(made, content_type="application/zip")
            answer["Content-Disposition"] = 'attachment; filename="file.zip"'
            return answer
    return render(request, "rights/pick_up.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def corrections(request: Asked) -> HttpResponse:
    """Show reception what patients say is wrong about who they are."""
    return _corrections(request)


def _corrections(request: Asked, typed: tuple[UUID, Correcting] | None = None) -> HttpResponse:
    rows = [
        (one, typed[1] if typed and typed[0] == one.request.request_id else _standing(one))
        for one in operations.list_corrections(request.actor)
    ]
    return render(request, "rights/corrections.html", {"rows": rows}, status=422 if typed else 200)


def _standing(one: Any) -> Correcting:
    known = {"name": one.name, "birth_date": one.birth_date, "phone": one.phone, "email": one.email}
    return Correcting(initial=known, auto_id=f"{one.request.request_id}-%s")


@require_POST
def correct(request: Asked, request_id: UUID) -> HttpResponse:
    """Correct who a patient is."""
    form = Correcting(request.POST, auto_id=f"{request_id}-%s")
    if not form.is_valid():
        return _corrections(request, (request_id, form))
    operations.correct_identity(request.actor, request_id, form.identity())
    messages.success(request, _("Corrected. How it stood before is kept; data protection tells the patient."))
    return redirect("rights:corrections")
