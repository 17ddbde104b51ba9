"""How it stands with the rules: looked at, looked at anew, shown by a person, and drawn on paper."""

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paravent.access.asking import Asked
from paravent.conformity import operations, paper
from paravent.conformity.forms import Showing
from paravent.conformity.pack.sbom import bill_of_materials
from paravent.conformity.rulebook.locked import packages
from paravent.conformity.rulebook.reading import rules
from paravent.conformity.terms import DUE_AGAIN, Result
from paravent.conformity.words import GROUPS, STILL_ASKED
from paravent.kernel import clock

PACKS = "paravent conformity --evidence-pack evidence.zip"


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show how it stood when it was last looked at, failures first."""
    found = operations.see_conformity(request.actor)
    groups = paper.groups(found.report, _language(), found.showings, found.earlier)
    context = {
        "report": found.report,
        "made": found.made,
        "soon": paper.due_soon(found.report, _language()),
        "groups": groups,
        "to_mend": paper.to_mend(groups),
        "counted": [(one.value, GROUPS[one], len(found.report.of(one))) for one in Result],
        "honest": paper.honest(),
        "owasp": paper.owasp(_language()),
        "owasp_lead": paper.owasp_lead(),
        "asvs": paper.asvs(_language()),
        "asvs_lead": paper.asvs_lead(),
        "still_asked": STILL_ASKED,
        "command": PACKS,
    }
    return render(request, "conformity/desk.html", context)


@require_POST
def check(request: Asked) -> HttpResponse:
    """Look anew, and show what came of it."""
    report = operations.check_now(request.actor)
    failed = len(report.of(Result.FAIL))
    if failed:
        messages.warning(request, _("Looked at anew. Rules not met: %(number)s.") % {"number": failed})
    else:
        messages.success(request, _("Looked at anew. Nothing that a program can look at fails."))
    return redirect("conformity:desk")


@require_http_methods(["GET", "POST"])
def show(request: Asked, rule: str) -> HttpResponse:
    """Put on record what a person has to show for a rule."""
    asked = rules().get(rule)
    if asked is None or asked.person is None:
        raise Http404
    today = timezone.localdate(clock.now())
    form = Showing(
        request.POST or None, request.FILES or None, initial={"done_on": today, "due_on": asked.due_at_latest(today)}
    )
    if request.method == "POST" and form.is_valid():
        operations.show_for_rule(request.actor, rule, form.shown)
        cache.delete(DUE_AGAIN)
        messages.success(request, _("It is on record. Look now, and the rule says so."))
        return redirect("conformity:desk")
    operations.see_conformity(request.actor)
    row = paper.asked_of_a_person(asked, _language())
    context = {"form": form, "row": row, "months": asked.months}
    return render(request, "conformity/show.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: Asked, showing_id: UUID) -> HttpResponse:
    """Take back what is on record for a rule."""
    operations.take_back_showing(request.actor, showing_id)
    cache.delete(DUE_AGAIN)
    messages.success(request, _("It counts no more. Look now, and the rule says so."))
    return redirect("conformity:desk")


@require_POST
def on_paper(request: Asked) -> HttpResponse:
    """Return the report as a PDF for whose hash the log vouches."""
    language = _language()
    made = operations.print_report(request.actor, lambda report: paper.pdf(report, language))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="conformity.pdf"'
    return response


@require_GET
def bill(request: Asked) -> HttpResponse:
    """Return the bill of materials of what is installed here, as CycloneDX."""
    operations.see_conformity(request.actor)
    made = bill_of_materials(one.name for one in packages())
    response = HttpResponse(made, content_type="application/vnd.cyclonedx+json")
    response["Content-Disposition"] = 'attachment; filename="sbom.cdx.json"'
    return response


def _language() -> str:
    return (get_language() or "en")[:2]
