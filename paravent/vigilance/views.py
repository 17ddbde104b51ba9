"""The queue, a case, the question on the asked person's page, and what is decided."""

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import BrakeKind, Role
from paravent.vigilance import operations
from paravent.vigilance.forms import Brakes, Budget, Decision, Lifting, Second, Why
from paravent.vigilance.repeats import repeats
from paravent.vigilance.terms import KEPT, Answer, Mode, Verdict, asks
from paravent.vigilance.terms import Case as CaseView
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


@require_POST
def set_brakes(request: Asked) -> HttpResponse:
    """Keep how the brakes are used."""
    form = Brakes(operations.list_cases(request.actor).rules, request.POST)
    if not form.is_valid():
        return _desk(request, brakes=form)
    for kind, mode, above in form.changed():
        operations.set_brake(request.actor, kind, mode, above)
    messages.success(request, _("Kept."))
    return redirect("vigilance:desk")


def _desk(request: Asked, form: Budget | None = None, brakes: Brakes | None = None) -> HttpResponse:
    found = operations.list_cases(request.actor)
    context = {
        "desk": found,
        "form": form or Budget(initial={"per_week": found.budget}),
        "brakes": brakes or Brakes(found.rules),
        "says_how_many": request.actor.is_a(Role.DPO),
        "is_administrator": request.actor.is_a(Role.ADMINISTRATOR),
    }
    return render(request, "vigilance/desk.html", context, status=422 if form or brakes else 200)


@require_GET
def case(request: Asked, case_id: UUID) -> HttpResponse:
    """Show one case."""
    return _case(request, case_id)


def _case(request: Asked, case_id: UUID, form: Form | None = None) -> HttpResponse:
    found = operations.see_case(request.actor, case_id)
    context = {
        "case": found,
        "timeline": timeline(found),
        "looks": repeats(found.looks),
        "crowd": [(one.listed, repeats(one.looks)) for one in found.crowd],
        "around": repeats(found.around),
        "tried": TRIED.values(),
        "decision": form if isinstance(form, Decision) else Decision(),
        "second": form if isinstance(form, Second) else Second(),
        "brakes": _brakes(found),
        "lifting": form if isinstance(form, Lifting) else Lifting(auto_id=False),
        "may_lift": request.actor.is_a(Role.DPO),
    }
    return render(request, "vigilance/case.html", context, status=422 if form else 200)


def _brakes(found: CaseView) -> list[dict[str, object]]:
    """Return each brake with how it is used, whether it is on, and what was before."""
    on = {brake.kind: brake for brake in found.brakes if brake.is_on}
    can_be_put = found.listed.verdict not in {Verdict.FINE, Verdict.MISTAKE}
    return [
        {
            "rule": rule,
            "on": on.get(rule.kind),
            "may_be_put": can_be_put and rule.mode != Mode.OFF and rule.kind not in on,
            "before": [brake for brake in found.brakes if brake.kind == rule.kind and not brake.is_on],
        }
        for rule in found.rules
    ]


@require_POST
def put_brake(request: Asked, case_id: UUID) -> HttpResponse:
    """Hold back whom a case is about."""
    try:
        kind = BrakeKind(request.POST.get("brake", ""))
    except ValueError:
        raise Http404 from None
    operations.put_brake(request.actor, case_id, kind)
    messages.success(request, _("It is on. The person sees that, and why."))
    return redirect("vigilance:case", case_id=case_id)


@require_POST
def lift_brake(request: Asked, brake_id: UUID) -> HttpResponse:
    """Take a brake off."""
    case_id = operations.lift_brake(request.actor, brake_id, request.POST.get("remark", ""))
    messages.success(request, _("It is off."))
    return redirect("vigilance:case", case_id=case_id)


@require_POST
def ask(request: Asked, case_id: UUID, entry_id: UUID) -> HttpResponse:
    """Ask why a file was opened, and go on on the page where that was asked: of a crowd each is asked on one page."""
    operations.ask_person(request.actor, case_id, entry_id)
    messages.success(request, _("Asked. The question stands on their page."))
    return redirect("vigilance:case", case_id=_page(request) or case_id)


def _page(request: Asked) -> UUID | None:
    try:
        return UUID(request.POST.get("page", ""))
    except ValueError:
        return None


@require_POST
def decide(request: Asked, case_id: UUID) -> HttpResponse:
    """Keep what was found."""
    form = Decision(request.POST)
    if not form.is_valid():
        return _case(request, case_id, form)
    verdict = form.cleaned_data["verdict"]
    operations.decide_case(request.actor, case_id, verdict, form.cleaned_data["remark"])
    counts = _("Kept. It counts once a second person has said so too.") if verdict == Verdict.BREACH else _("Kept.")
    messages.success(request, counts)
    return redirect("vigilance:desk")


@require_POST
def confirm(request: Asked, case_id: UUID) -> HttpResponse:
    """Keep what the second person found."""
    form = Second(request.POST)
    if not form.is_valid():
        return _case(request, case_id, form)
    said = form.cleaned_data
    operations.confirm_case(request.actor, case_id, agrees=said["agrees"], remark=said["remark"])
    cache.delete(asks(request.actor.person))
    runs = _("Kept. It is a breach: its 72 hours run since it was found first.")
    messages.success(request, runs if said["agrees"] else _("Kept. The case is open again."))
    return redirect("vigilance:desk")


@require_GET
def explanations(request: Asked) -> HttpResponse:
    """Show what would explain accesses that nothing explains yet, and what was decided about that."""
    return _explanations(request)


def _explanations(request: Asked, form: Why | None = None, about: str = "") -> HttpResponse:
    found = operations.list_explanations(request.actor)
    context = {"found": found, "tried": TRIED.values(), "empty": Why(), "form": form, "about": about}
    return render(request, "vigilance/explanations.html", context, status=422 if form else 200)


@require_POST
def decide_explanation(request: Asked, name: str) -> HttpResponse:
    """Adopt or reject a proposed explanation."""
    form = Why(request.POST)
    if not form.is_valid():
        return _explanations(request, form, name)
    is_adopted = request.POST.get("say") == "adopt"
    decide = operations.adopt_explanation if is_adopted else operations.reject_explanation
    decide(request.actor, name, form.cleaned_data["remark"])
    kept = _("Adopted. It counts from now on.") if is_adopted else _("Rejected. It is not proposed again.")
    messages.success(request, kept)
    return redirect("vigilance:explanations")


@require_POST
def take_back(request: Asked, explanation_id: UUID) -> HttpResponse:
    """Let what was decided about an explanation count no more."""
    form = Why(request.POST)
    if not form.is_valid():
        return _explanations(request, form, str(explanation_id))
    operations.take_back_explanation(request.actor, explanation_id, form.cleaned_data["remark"])
    messages.success(request, _("Taken back. Who reads old cases still sees that it counted then."))
    return redirect("vigilance:explanations")


@require_GET
def mine(request: Asked) -> HttpResponse:
    """Show staff what they were asked and what is held about them."""
    asked, cases, brakes = operations.see_own(request.actor)
    context = {
        "asked": asked,
        "cases": cases,
        "on": [brake for brake in brakes if brake.is_on],
        "before": [brake for brake in brakes if not brake.is_on],
        "is_paused": request.actor.is_a(Role.PAUSED),
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
    cache.delete(asks(request.actor.person))
    messages.success(request, _("Thank you. Your answer is kept, and stands in the log."))
    return redirect("vigilance:mine")
