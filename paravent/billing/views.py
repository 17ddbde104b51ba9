"""The pages of billing: what a visit may be billed as, the bills, the quarter."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.access.bearers import guest_of
from paravent.access.terms import Role
from paravent.billing import operations, policy
from paravent.billing.asked import remembered_as
from paravent.billing.charts import gauge, share_curve
from paravent.billing.claims import bundle_of
from paravent.billing.forms import (
    NUMBER_OR_DAY,
    WRITE_WHY,
    Cases,
    CasesOfUnknown,
    Facts,
    Numbers,
    OfErased,
    Payer,
    Practice,
    Prices,
    Reason,
)
from paravent.billing.meters import asks_for_unknown
from paravent.billing.paper import csv_of, pdf
from paravent.billing.queries import today
from paravent.billing.statements import told
from paravent.billing.terms import (
    ASKS_DIAGNOSIS,
    NEVER_OVERRULED,
    BilledAlready,
    Considered,
    DiagnosisMissing,
    FactorUnexplained,
    HeldBack,
    NothingChosen,
    NothingToFindBy,
    NothingToInvoice,
    NotOffered,
    ReasonMissing,
    Stated,
)
from paravent.kernel.ids import PatientId, VisitId
from paravent.tariff.listing import priced_by_practice
from paravent.tariff.money import comes_to
from paravent.tariff.quarters import Quarter

QUARTERS = 4
EARLIEST = Quarter(2022, 2)
"""No rule that is known here limits cases by video before."""


@require_GET
def own(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Show a patient what was billed for their visits, in plain words."""
    found = operations.see_own_bills(guest_of(request.COOKIES), VisitId(visit_id))
    language = (get_language() or "en")[:2]
    context = {"bills": [told(one, language) for one in found], "visit_id": visit_id}
    return render(request, "billing/own.html", context)


@require_http_methods(["GET", "POST"])
def of_erased(request: Asked) -> HttpResponse:
    """Find the bills of somebody whose file was erased and who asks what is still held. By POST: it is about somebody."""
    form, found = OfErased(request.POST or None), None
    if form.is_valid():
        try:
            found = operations.find_bills_of_erased(request.actor, **form.cleaned_data)
        except NothingToFindBy:
            form.add_error(None, NUMBER_OR_DAY)
    return render(request, "billing/of_erased.html", {"form": form, "found": found}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def visit(request: Asked, visit_id: UUID) -> HttpResponse:
    """Show what a visit may be billed as and what not, each with why; take what the clinician states, and what they accept."""
    form = Facts(request.POST or None)
    if request.method == "GET" or not form.is_valid() or "accept" not in request.POST:
        stated = form.stated() if form.is_bound and form.is_valid() else Stated()
        return _visit(request, visit_id, form, stated)
    try:
        operations.accept_bill(
            request.actor,
            VisitId(visit_id),
            form.stated(),
            set(request.POST.getlist("code")),
            against=set(request.POST.getlist("against")),
        )
    except FactorUnexplained as no:
        form.add_error(f"because-{no.args[0]}", str(WRITE_WHY))
        return _visit(request, visit_id, form, form.stated())
    except (ReasonMissing, DiagnosisMissing, NotOffered, NothingChosen, BilledAlready) as no:
        form.add_error(ANSWERED_AT.get(type(no)), _said(no))
        return _visit(request, visit_id, form, form.stated())
    cache.delete(remembered_as(request.actor.person))
    return redirect("calls:consult", visit_id=visit_id)


ANSWERED_AT = {ReasonMissing: "reason", DiagnosisMissing: "more_diagnoses"}


def _said(no: Exception) -> str:
    return {
        ReasonMissing: str(WRITE_WHY),
        DiagnosisMissing: _("A claim needs what it is for: choose between one and twelve diagnoses."),
        NotOffered: _("What may be billed has changed meanwhile. Look at it again."),
        NothingChosen: _("Choose at least one code."),
        BilledAlready: _("This visit has a bill already. Take it back first."),
    }[type(no)]


def _visit(request: Asked, visit_id: UUID, form: Facts, stated: Stated) -> HttpResponse:
    found = operations.consider_bill(request.actor, VisitId(visit_id), stated)
    context = _considered(found, form) | {
        "chosen": set(request.POST.getlist("code")) if "accept" in request.POST else None,
        "against": set(request.POST.getlist("against")),
        "reason_form": Reason(),
    }
    template = "billing/_card.html" if request.htmx else "billing/visit.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _considered(found: Considered, form: Facts) -> dict[str, Any]:
    scheme = found.payer.scheme
    shown = form if form.is_bound else Facts(initial={"kind": found.stated.kind})
    shown.offer(found.problems)
    shown.initial.update({f"factor-{one.code}": one.factor for one in found.assessment.proposals if one.factor})
    return {
        "found": found,
        "visit_id": found.visit_id,
        "form": shown,
        "asked": shown.asked(scheme),
        "correcting": shown.correcting(),
        "asks_diagnosis": scheme in ASKS_DIAGNOSIS,
        "lacks_price": any(one.amount is None and not one.is_marker for one in found.assessment.proposals),
        "never": NEVER_OVERRULED,
        "near": [one for one in found.assessment.refusals if one.is_near],
        "far": [one for one in found.assessment.refusals if not one.is_near],
        "is_assumed": found.coverage is None,
        "total": comes_to(
            one.amount
            for one in found.assessment.proposals
            if one.amount and one.is_certain and not one.is_added_by_association
        ),
        "bill": found.bill,
    }


@require_POST
def take_back(request: Asked, visit_id: UUID) -> HttpResponse:
    """Take the bill of a visit back, with the reason."""
    form = Reason(request.POST)
    if not form.is_valid():
        found = operations.consider_bill(request.actor, VisitId(visit_id), Stated())
        context = _considered(found, Facts()) | {"reason_form": form}
        return render(request, "billing/visit.html", context, status=422)
    operations.take_back_bill(request.actor, VisitId(visit_id), form.cleaned_data["reason"])
    cache.delete(remembered_as(request.actor.person))
    return redirect("billing:visit", visit_id=visit_id)


@require_http_methods(["GET", "POST"])
def coverage(request: Asked, patient_id: UUID) -> HttpResponse:
    """Show who pays for a patient, and keep a change."""
    person = operations.see_coverage(request.actor, PatientId(patient_id))
    known = person.identity.coverage
    initial = {"payer": known.payer, "insurer": known.insurer, "number": known.number} if known else {}
    form = Payer(request.POST or None, initial=initial)
    back = request.GET.get("visit", "")
    if request.method == "POST" and form.is_valid():
        operations.keep_coverage(request.actor, PatientId(patient_id), form.coverage())
        visit_id = _id(back)
        return redirect("billing:visit", visit_id=visit_id) if visit_id else redirect("billing:bills")
    context = {"person": person, "form": form, "visit_id": _id(back)}
    return render(request, "billing/coverage.html", context, status=422 if form.errors else 200)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_GET
def quarter(request: Asked) -> HttpResponse:
    """Show a quarter at a glance: what is near its limit, and where it goes."""
    return _quarter(request, _cases())


def _cases(said: Mapping[str, Any] | None = None) -> Cases:
    return (CasesOfUnknown if asks_for_unknown(today()) else Cases)(said)


def _quarter(request: Asked, form: Cases) -> HttpResponse:
    wanted = _quarter_named(request.GET.get("quarter", ""))
    view = operations.see_quarter(request.actor, wanted)
    present = Quarter.of(today())
    context = {
        "view": view,
        "curve": share_curve(view),
        "doctors": [(one, gauge(one)) for one in view.doctors],
        "contradictions": {
            one.ceiling.contradiction
            for one in view.doctors
            if one.ceiling.contradiction and not one.ceiling.is_own_setting
        },
        "quarters": [present.before(back) for back in range(QUARTERS)],
        "form": form,
        "may_count": policy.may_count_cases(request.actor).allowed and wanted == present,
        "may_list": policy.may_list(request.actor).allowed,
        "may_set": policy.may_set_terms(request.actor).allowed,
        "is_present": wanted == present,
    }
    return render(request, "billing/quarter.html", context, status=422 if form.errors else 200)


def _quarter_named(text: str) -> Quarter:
    """Return the quarter that an address names, 2026-Q4; the present one where it names none."""
    try:
        year, number = text.split("-Q")
        found = Quarter(int(year), int(number))
        return found if found.number in range(1, 5) and found >= EARLIEST else Quarter.of(today())
    except ValueError:
        return Quarter.of(today())


@require_POST
def cases(request: Asked) -> HttpResponse:
    """Keep how many cases the practice software counts."""
    form = _cases(request.POST)
    if not form.is_valid():
        return _quarter(request, form)
    operations.count_cases(request.actor, Quarter.of(today()), **form.cleaned_data)
    cache.delete(remembered_as(request.actor.person))
    return redirect("billing:quarter")


@require_http_methods(["GET", "POST"])
def practice(request: Asked) -> HttpResponse:
    """Show what billing knows of the practice, and keep a change."""
    known = operations.see_terms(request.actor)
    form = Practice(request.POST or None, initial={name: getattr(known, name) for name in Practice.base_fields})
    if request.method == "POST" and form.is_valid():
        operations.set_terms(request.actor, form.terms(known))
        return redirect("billing:quarter")
    return render(request, "billing/practice.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def prices(request: Asked) -> HttpResponse:
    """Show what the practice charges where a scheme has no prices of its own, and keep a change."""
    known = operations.see_terms(request.actor)
    form = Prices(priced_by_practice(today()), known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.set_terms(request.actor, form.terms(known))
        return redirect("billing:practice")
    return render(request, "billing/prices.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def numbers(request: Asked) -> HttpResponse:
    """Show by which numbers US payers know the practice and its clinicians, and keep a change."""
    known, clinicians = operations.see_numbers(request.actor)
    form = Numbers(clinicians, known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.set_terms(request.actor, form.terms(known))
        return redirect("billing:practice")
    return render(request, "billing/numbers.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def bills(request: Asked) -> HttpResponse:
    """Show the bills of a quarter."""
    wanted, present = _quarter_named(request.GET.get("quarter", "")), Quarter.of(today())
    found = operations.list_bills(request.actor, wanted)
    compares = policy.may_compare_marks(request.actor).allowed
    context = {
        "quarter": wanted,
        "quarters": [present.before(back) for back in range(QUARTERS)],
        "bills": found,
        "overtaken": operations.compare_marks(request.actor, wanted) if compares else [],
        "unbilled": operations.list_unbilled(request.actor, wanted),
        "held_back": [one for one in found if one.is_held_back],
        "recalled": [one for one in found if one.is_to_be_recalled],
        "not_ready": [one for one in found if one.lacks and not (one.is_held_back or one.taken_back_at)],
        "may_hand_out": policy.may_hand_out(request.actor).allowed,
        "reads_names": request.actor.is_a(Role.RECEPTION),
    }
    return render(request, "billing/bills.html", context)


@require_GET
def bill(request: Asked, bill_id: UUID) -> HttpResponse:
    """Show one bill with its evidence."""
    return _bill(request, bill_id)


def _bill(request: Asked, bill_id: UUID, status: int = 200) -> HttpResponse:
    found = operations.see_bill(request.actor, bill_id)
    context = {
        "bill": found,
        "may_hand_out": policy.may_hand_out(request.actor).allowed
        and found.scheme != "ebm"
        and not (found.taken_back_at or found.is_held_back),
        "languages": settings.LANGUAGES,
    }
    return render(request, "billing/bill.html", context, status=status)


@require_GET
def invoice(request: Asked, bill_id: UUID, language: str) -> HttpResponse:
    """Give the invoice of a bill as PDF; the first time it gets its number."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        found, person, foot = operations.draw_invoice(request.actor, bill_id)
    except NothingToInvoice as nothing:
        raise Http404 from nothing
    except HeldBack:
        return _bill(request, bill_id, status=409)
    return _file(pdf(found, person, language, foot), "application/pdf", f"invoice-{found.number}-{language}.pdf")


@require_GET
def table(request: Asked, quarter: str) -> HttpResponse:
    """Give a quarter's bills as CSV: one line a code."""
    wanted = _quarter_named(quarter)
    return _file(
        csv_of(operations.export_bills(request.actor, wanted)), "text/csv; charset=utf-8", f"bills-{wanted}.csv"
    )


@require_GET
def bundle(request: Asked, quarter: str) -> HttpResponse:
    """Give a quarter's bills as FHIR: ChargeItems, and a Claim or an Invoice for each bill; what was withdrawn since it left says so."""
    wanted = _quarter_named(quarter)
    found = [*operations.export_bills(request.actor, wanted), *operations.export_withdrawn(request.actor, wanted)]
    content = bundle_of(found, settings.PRACTICE_NAME)
    answer = JsonResponse(content, content_type="application/fhir+json")
    answer["Content-Disposition"] = f'attachment; filename="bills-{wanted}.json"'
    return answer


def _file(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
