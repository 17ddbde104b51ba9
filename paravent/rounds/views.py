"""Rounds of a study: charters, models, and what protects patients."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Role
from paravent.kernel.written import Unreadable
from paravent.learning.reading import EXAMPLE, charter_of
from paravent.learning.terms import NotForUs
from paravent.research.terms import Budgets, CriteriaUnreadable
from paravent.research.words import flaw_in_words
from paravent.rounds import operations, policy
from paravent.rounds.forms import Attaching
from paravent.rounds.terms import AgreementView, AttachedAlready, RunHere
from paravent.rounds.words import cost_refused_in_words
from paravent.uses.terms import Kind


@require_http_methods(["GET", "POST"])
def of_study(request: Asked, study_id: UUID) -> HttpResponse:
    """Show the charters and models of a study, and take a charter."""
    form = Attaching(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_attached(request, study_id, form):
        return redirect("rounds:of_study", study_id=study_id)
    study, budgets, charters, models = operations.see_rounds(request.actor, study_id)
    is_dpo = request.actor.is_a(Role.DPO)
    context = {
        "study": study,
        "charters": [
            (one, is_dpo and one.attached_by != request.actor.person and study.is_open, _why_not(one, budgets))
            for one in charters
        ],
        "models": models,
        "budgets": budgets,
        "form": form,
        "attaches": study.is_open and study.is_own and request.actor.is_a(Role.RESEARCHER),
        "is_an_exit": Kind.ROUND in study.plan.exits,
        "example": EXAMPLE,
    }
    return render(request, "rounds/of_study.html", context, status=422 if form.errors else 200)


def _why_not(one: AgreementView, budgets: Budgets) -> str:
    """Return why nobody can agree to what a charter costs."""
    run = RunHere(one.cost, budgets, settings.ROUNDS_WITHOUT_NOISE, is_charged=one.is_charged)
    return cost_refused_in_words(policy.may_cost(run))


def _is_attached(request: Asked, study_id: UUID, form: Attaching) -> bool:
    """Bring a charter, or say beside it what is wrong with it."""
    try:
        operations.attach_charter(request.actor, study_id, charter_of(form.cleaned_data["charter"]))
    except Unreadable as odd:
        form.add_error("charter", str(odd).splitlines())
    except CriteriaUnreadable as odd:
        form.add_error("charter", flaw_in_words(odd))
    except NotForUs:
        form.add_error("charter", _("None of its sites has the key of this installation (paravent federate key)."))
    except AttachedAlready:
        form.add_error("charter", _("This charter belongs to a study already, and is run once."))
    return not form.errors


@require_POST
def agree(request: Asked, study_id: UUID, agreement_id: UUID) -> HttpResponse:
    """Agree to a charter."""
    operations.agree_to_charter(request.actor, agreement_id)
    return redirect("rounds:of_study", study_id=study_id)


@require_GET
def model(request: Asked, study_id: UUID, agreement_id: UUID, after: int) -> HttpResponse:
    """Hand out a model as a file."""
    del study_id
    content = operations.take_model(request.actor, agreement_id, after)
    headers = {"Content-Disposition": f'attachment; filename="model-{after}.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)
