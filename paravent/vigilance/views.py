"""The queue, a case, the question on the asked person's page, and what is decided."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Role
from paravent.vigilance import operations
from paravent.vigilance.forms import Budget, Decision, Second
from paravent.vigilance.terms import KEPT, Answer
from paravent.vigilance.timeline import timeline
from paravent.vigilance.words import ANSWERS, TRIED


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show the queue, and what stayed just below the line."""
    return _desk(request)


@require_POST
def budget(request: Asked) -> HttpResponse:
    """Keep how many cases a week there is time for."""
    form = Budget(request.POST)
    if not form.is_valid():
        return _desk(request, form)
    operations.set_budget(request.actor, form.cleaned_data["per_week"])
    messages.success(request, _("Kept. It counts from the next time the log is judged."))
    return redirect("vigilance:desk")


def _desk(request: Asked, form: Budget | None = None) -> HttpResponse:
    found = operations.list_cases(request.actor)
    context = {
        "desk": found,
        "form": form or Budget(initial={"per_week": found.budget}),
        "says_how_many": request.actor.is_a(Role.DPO),
    }
    return render(request, "vigilance/desk.html", context, status=422 if form else 200)


@require_GET
def case(request: Asked, case_id: UUID) -> HttpResponse:
    """Show one case."""
    return _case(request, case_id)


def _case(request: Asked, case_id: UUID, form: Form | None = None) -> HttpResponse:
    found = operations.see_case(request.actor, case_id)
    context = {
        "case": found,
        "timeline": timeline(found),
        "tried": TRIED.values(),
        "decision": form if isinstance(form, Decision) else Decision(),
        "second": form if isinstance(form, Second) else Second(),
    }
    return render(request, "vigilance/case.html", context, status=422 if form else 200)


@require_POST
def ask(request: Asked, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Ask why a file was opened."""
    operations.ask_person(request.actor, case_id, entry_id)
    messages.success(request, _("Asked. The question stands on their page."))
    return redirect("vigilance:case", case_id=case_id)


@require_POST
def decide(request: Asked, case_id: UUID) -> HttpResponse:
    """Keep what was found."""
    form = Decision(request.POST)
    if not form.is_valid():
        return _case(request, case_id, form)
    operations.decide_case(request.actor, case_id, form.cleaned_data["verdict"], form.cleaned_data["remark"])
    return redirect("vigilance:desk")


@require_POST
def confirm(request: Asked, case_id: UUID) -> HttpResponse:
    """Keep what the second person found."""
    form = Second(request.POST)
    if not form.is_valid():
        return _case(request, case_id, form)
    said = form.cleaned_data
    operations.confirm_case(request.actor, case_id, agrees=said["agrees"], remark=said["remark"])
    return redirect("vigilance:desk")


@require_GET
def mine(request: Asked) -> HttpResponse:
    """Show staff what they were asked and what is held about them."""
    asked, cases = operations.see_own(request.actor)
    context = {
        "asked": asked,
        "cases": cases,
        "answers": ANSWERS.items(),
        "kept": [(verdict, kept.days) for verdict, kept in KEPT.items()],
    }
    return render(request, "vigilance/mine.html", context)


@require_POST
def answer(request: Asked, question_id: UUID) -> HttpResponse:
    """Keep an answer: two taps, the word and the button."""
    try:
        said = Answer(request.POST.get("answer", ""))
    except ValueError:
        raise Http404 from None
    operations.answer_question(request.actor, question_id, said)
    messages.success(request, _("Thank you. Your answer is kept, and stands in the log."))
    return redirect("vigilance:mine")
