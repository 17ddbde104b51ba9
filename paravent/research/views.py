"""Research: on the patient's page, and on the desk of researchers and the data-protection officer."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.bearers import guest_of
from paravent.access.terms import Role
from paravent.kernel.ids import VisitId
from paravent.research import operations
from paravent.research.detection import EXAMPLE
from paravent.research.forms import Asking, Choosing, Giving, Proposing
from paravent.research.terms import STUDY_BUDGETS, YEAR_BUDGET, CriteriaUnreadable, StudyTooLong, ThresholdTooLow
from paravent.research.words import flaw_in_words, left_in_words, protection_in_words, too_low_in_words
from paravent.uses.terms import Kind


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Ask a patient what they permit for research, and show them who asks."""
    guest, language = guest_of(request.COOKIES), (get_language() or "en")[:2]
    if request.method == "POST":
        form = Choosing(request.POST)
        # A form without a tick is a choice: nothing is permitted. One that names something else was not made here.
        if form.is_valid():
            left = operations.choose(guest, VisitId(visit_id), form.cleaned_data["topics"], language)
            messages.success(
                request, " ".join([_("Kept. It holds from now on, until you change it."), *left_in_words(left)])
            )
        return redirect("research:own", visit_id=visit_id)
    own_research = operations.see_own_research(guest, VisitId(visit_id), language)
    context = {"own": own_research, "visit_id": visit_id}
    return render(request, "research/own.html", context)


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """Show everybody which studies run or ran here, where the practice wants it told."""
    if not settings.STUDIES_PUBLIC:
        raise Http404
    return render(request, "research/public.html", {"studies": operations.read_public_studies()})


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show the studies."""
    context = {"studies": operations.list_studies(request.actor), "proposes": request.actor.is_a(Role.RESEARCHER)}
    return render(request, "research/desk.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: Asked) -> HttpResponse:
    """Take a study that somebody proposes."""
    form = Proposing(request.POST or None, floor=settings.RESEARCH_FEWEST)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("research:one", study_id=operations.propose_study(request.actor, form.plan()))
        except StudyTooLong:
            form.add_error("until", _("A day from tomorrow on, and within three years."))
        except ThresholdTooLow as low:
            form.add_error("fewest", too_low_in_words(low))
    return render(request, "research/propose.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def one(request: Asked, study_id: UUID) -> HttpResponse:
    """Show a study, and take a question about its cohort."""
    form = Asking(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.preview_cohort(request.actor, study_id, form.cleaned_data["criteria"])
            return redirect("research:one", study_id=study_id)
        except CriteriaUnreadable as unreadable:
            form.add_error("criteria", flaw_in_words(unreadable))
    study, previews, purse, budgets = operations.see_study(request.actor, study_id)
    is_others_dpo = request.actor.is_a(Role.DPO) and not study.is_own
    context = {
        "study": study,
        "previews": previews,
        "purse": purse,
        "form": form,
        "protection": protection_in_words(study.plan.threshold),
        "decides": is_others_dpo and study.decided_at is None,
        "budgets": budgets,
        "has_budget": {Kind.ANSWER, Kind.ROUND} & {*study.plan.exits},
        "gives": is_others_dpo and study.is_open and budgets.given is None,
        "choices": STUDY_BUDGETS,
        "example": EXAMPLE,
    }
    return render(request, "research/one.html", context, status=422 if form.errors else 200)


@require_POST
def decide(request: Asked, study_id: UUID) -> HttpResponse:
    """Approve a study, or turn it down."""
    operations.decide_study(request.actor, study_id, approves=request.POST.get("decision") == "approve")
    return redirect("research:one", study_id=study_id)


@require_POST
def end(request: Asked, study_id: UUID) -> HttpResponse:
    """End a study."""
    operations.end_study(request.actor, study_id)
    return redirect("research:one", study_id=study_id)


@require_POST
def give_budget(request: Asked, study_id: UUID) -> HttpResponse:
    """Give a study its budget."""
    form = Giving(request.POST)
    if form.is_valid():
        operations.give_budget(request.actor, study_id, form.cleaned_data["budget"])
    return redirect("research:one", study_id=study_id)


@require_GET
def budgets(request: Asked) -> HttpResponse:
    """Show the budgets of all studies."""
    context = {"studies": operations.list_budgets(request.actor), "year": YEAR_BUDGET}
    return render(request, "research/budgets.html", context)
