"""Answers: a study's page for whoever asks."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from paravent.access.asking import Asked
from paravent.answers import charts, operations, policy, queries
from paravent.answers.forms import Asking
from paravent.answers.terms import COSTS, AnswerView, charged_with, known_among
from paravent.answers.words import MEASURES, labels
from paravent.noise.meaning import Mean, mean_of, mean_off, noise_of
from paravent.noise.terms import SIGNS, Measure, Question
from paravent.research.terms import Budgets, Plan
from paravent.uses.terms import Kind

EXAMPLE = "Patient?birthdate=ge1960&birthdate=lt1970\nCondition?code=http://hl7.org/fhir/sid/icd-10|E11"
SUPPOSED = 100
"""People for whom the noise of a mean is said before it is asked: how many there are nobody says."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as its page shows it."""

    answer: AnswerView
    off: int
    rows: list[tuple[str, charts.Row]]
    mean: Mean | None
    band: charts.Band | None
    unit: str


@require_http_methods(["GET", "POST"])
def study(request: Asked, study_id: UUID) -> HttpResponse:
    """Show what a study asked and may still spend; say what a question would cost, and ask it once that was seen."""
    measure = _measure(request)
    form = Asking(measure, request.POST or None)
    asked = form.asked if request.method == "POST" and form.is_valid() else None
    if asked and request.POST.get("act") == "ask":
        answer_id = operations.ask(request.actor, study_id, asked, form.cleaned_data["cost"])
        return redirect(f"{request.path}#{answer_id}")
    seen, budgets, answers = operations.see_answers(request.actor, study_id)
    context = {
        "study": seen,
        "budgets": budgets,
        "answers": [_shown(one) for one in answers],
        "form": form,
        "measure": measure,
        "measures": MEASURES.items(),
        "costs": [(cost, _off_by(measure, cost)) for cost in COSTS],
        "example": EXAMPLE,
        "check": _check(seen.plan, asked, form.cleaned_data["cost"], budgets, answers) if asked else None,
        "asks": seen.is_open and seen.is_own and budgets.given is not None,
        "is_an_exit": Kind.ANSWER in seen.plan.exits,
    }
    return render(request, "answers/study.html", context, status=422 if form.errors else 200)


def _measure(request: HttpRequest) -> Measure:
    named = request.POST.get("measure") or request.GET.get("measure", "")
    return Measure(named) if named in set(Measure) else Measure.COUNT


def _off_by(measure: Measure, cost: int) -> int | None:
    """Return how far off numbers will be, where that follows from the measure alone."""
    return None if measure in {Measure.FEATURES, Measure.MEAN} else noise_of(Question(measure), cost)


def _check(plan: Plan, asked: Question, cost: int, budgets: Budgets, answers: list[AnswerView]) -> dict[str, Any]:
    """Return what a question would cost, before it is asked."""
    known, budgets = known_among(answers, asked, cost) is not None, charged_with(budgets, answers)
    leaving, costing = policy.may_be_of(plan, queries.kinds_of(asked)), policy.may_cost(budgets, cost)
    decision = costing if leaving.allowed else leaving
    is_mean = asked.measure is Measure.MEAN
    return {
        "asked": asked,
        "cost": cost,
        "left": max(0, budgets.left - (0 if known else cost)),
        "off": None if is_mean else noise_of(asked, cost),
        "mean_off": mean_off(asked, SUPPOSED, cost) if is_mean else None,
        "supposed": SUPPOSED,
        "unit": SIGNS[asked.sign].shown_unit if asked.sign else "",
        "known": known,
        "fits": leaving.allowed and (known or costing.allowed),
        "because": decision.reason,
    }


def _shown(one: AnswerView) -> Shown:
    off, asked = noise_of(one.question, one.cost), one.question
    if not one.numbers:
        return Shown(one, off, [], None, None, "")
    unit = SIGNS[asked.sign].shown_unit if asked.sign else ""
    numbers = one.numbers[:1] if asked.measure is Measure.MEAN else one.numbers
    named = list(zip(labels(asked), charts.rows(numbers, off), strict=True))
    mean = mean_of(asked, one.numbers, one.cost) if asked.measure is Measure.MEAN else None
    return Shown(one, off, named, mean, charts.mean_band(asked, mean) if mean else None, unit)
