"""The survey: its form, how it is run, and what came of it, as a page, on paper and as a table."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.study import operations, paper, policy
from paravent.study.forms import Answering, Stating


@require_GET
def survey(request: Asked) -> HttpResponse:
    """Show the questions to whoever has a ticket, and how it is run to whoever runs it."""
    return _survey(request)


def _survey(request: Asked, answering: Answering | None = None, stating: Stating | None = None) -> HttpResponse:
    found = operations.see_survey(request.actor)
    stated = {one.value: said.value for one, said in (found.stated or {}).items()}
    context = {
        "standing": found,
        "runs": policy.may_run(request.actor).allowed,
        "answering": answering or Answering(),
        "stating": stating or Stating(initial=stated),
    }
    is_wrong = bool((answering and answering.errors) or (stating and stating.errors))
    return render(request, "study/survey.html", context, status=422 if is_wrong else 200)


@require_POST
def answer(request: Asked, wave_id: UUID) -> HttpResponse:
    """Take somebody's answers; which they were is gone when the page comes back."""
    form = Answering(request.POST)
    if not form.is_valid():
        return _survey(request, answering=form)
    operations.give_answers(request.actor, wave_id, form.replies)
    messages.success(request, _("Thank you. Your answers are counted, and nobody can tell which are yours."))
    return redirect("study:survey")


@require_POST
def open_(request: Asked) -> HttpResponse:
    """Open a survey."""
    operations.open_survey(request.actor)
    return redirect("study:survey")


@require_POST
def state(request: Asked) -> HttpResponse:
    """Take what the practice says of itself."""
    form = Stating(request.POST)
    if not form.is_valid():
        return _survey(request, stating=form)
    operations.state_for_practice(request.actor, form.replies)
    messages.success(request, _("Kept as the practice's answer."))
    return redirect("study:survey")


@require_POST
def close(request: Asked) -> HttpResponse:
    """Close the survey, and show what came of it."""
    return redirect("study:results", wave_id=operations.close_survey(request.actor))


@require_GET
def results(request: Asked, wave_id: UUID) -> HttpResponse:
    """Show what came of a survey, beside the study."""
    found = operations.read_results(request.actor, wave_id)
    context = {
        "results": found,
        "rows": paper.rows(found),
        "response": paper.response(found),
        "caution": paper.caution(),
    }
    return render(request, "study/results.html", context)


@require_GET
def pdf(request: Asked, wave_id: UUID) -> HttpResponse:
    """Return the same as a PDF."""
    made = paper.pdf(operations.read_results(request.actor, wave_id), (get_language() or "en")[:2])
    return _download(made, "application/pdf", "survey.pdf")


@require_GET
def csv(request: Asked, wave_id: UUID) -> HttpResponse:
    """Return the same as a table for other programs."""
    made = paper.csv_of(operations.read_results(request.actor, wave_id))
    return _download(made.encode("utf-8-sig"), "text/csv; charset=utf-8", "survey.csv")


def _download(made: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
