"""Pages of ties: one's own, the list of notable patients, and where staff live."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Purpose
from paravent.kernel.ids import PatientId, PersonId
from paravent.people.operations import search_patients
from paravent.ties import operations, policy
from paravent.ties.forms import KINDS, RENOWNS, Curiosity, Tie, Where
from paravent.ties.terms import Renown

SHORTEST = 2


@require_http_methods(["GET", "POST"])
def mine(request: Asked) -> HttpResponse:
    """Show what somebody declared, and find whom they are close to. By POST: a name does not belong in an address."""
    text = request.POST.get("q", "").strip()
    own = operations.see_own_ties(request.actor)
    may_declare = policy.may_declare(request.actor).allowed
    is_asked = may_declare and len(text) >= SHORTEST
    found = search_patients(request.actor, Purpose.OPERATIONS, text) if is_asked else []
    context = {
        "own": own,
        "kinds": dict(KINDS),
        "text": text,
        "found": found,
        "is_asked": is_asked,
        "may_declare": may_declare,
        "form": Tie(auto_id=False),
    }
    return render(request, "ties/mine.html", context)


@require_POST
def declare(request: Asked, patient_id: UUID) -> HttpResponse:
    """Declare to be close to a patient."""
    form = Tie(request.POST)
    if form.is_valid():
        operations.declare_tie(request.actor, PatientId(patient_id), form.cleaned_data["kind"])
    return redirect("ties:mine")


@require_POST
def withdraw(request: Asked, declaration_id: UUID) -> HttpResponse:
    """Take back what one declared."""
    operations.withdraw_tie(request.actor, declaration_id)
    return redirect("ties:mine")


@require_http_methods(["GET", "POST"])
def notables(request: Asked) -> HttpResponse:
    """Show the list, and find a patient for it."""
    return _notables(request, request.POST.get("q", "").strip())


@require_POST
def add(request: Asked, patient_id: UUID) -> HttpResponse:
    """Put a patient on the list."""
    form = Curiosity(request.POST)
    if not form.is_valid():
        return _notables(request, "", odd=str(next(iter(form.errors.values()))[0]))
    _put(request, patient_id, form)
    return redirect("ties:notables")


@require_POST
def propose(request: Asked, patient_id: UUID) -> HttpResponse:
    """Propose a patient for the list, or put them on it: well known, until data protection says otherwise."""
    operations.put_on_list(request.actor, PatientId(patient_id), Renown.VIP, remark="")
    messages.success(request, _("Kept. Data protection sees it, and nobody else."))
    return redirect("people:patient", patient_id=patient_id)


@require_POST
def decide(request: Asked, notable_id: UUID) -> HttpResponse:
    """Take a proposal onto the list, or decline it."""
    operations.decide_proposal(request.actor, notable_id, accepts=request.POST.get("accepts") == "yes")
    return redirect("ties:notables")


@require_POST
def end(request: Asked, notable_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    operations.end_notable(request.actor, notable_id)
    return redirect("ties:notables")


@require_http_methods(["GET", "POST"])
def home(request: Asked, person_id: UUID) -> HttpResponse:
    """Show and keep where a colleague lives."""
    person = PersonId(person_id)
    name, known = operations.see_home(request.actor, person)
    form = Where(request.POST or None, initial=asdict(known))
    if request.method == "POST" and form.is_valid():
        operations.keep_home(request.actor, person, form.home())
        return redirect("people:staff")
    context = {"name": name, "form": form, "person_id": person_id}
    return render(request, "ties/home.html", context, status=422 if form.errors else 200)


def _notables(request: Asked, text: str, odd: str = "") -> HttpResponse:
    is_asked = len(text) >= SHORTEST
    kept = operations.find_for_list(request.actor, text) if is_asked else operations.list_notables(request.actor)
    context = {
        "kept": kept,
        "renowns": dict(RENOWNS),
        "text": text,
        "is_asked": is_asked,
        "odd": odd,
        "found": [(one, Curiosity(auto_id=f"{one.patient_id}-%s")) for one in kept.found],
    }
    return render(request, "ties/notables.html", context, status=422 if odd else 200)


def _put(request: Asked, patient_id: UUID, form: Curiosity) -> None:
    said = form.cleaned_data
    operations.put_on_list(
        request.actor, PatientId(patient_id), said["renown"], remark=said["remark"], span=form.span()
    )
