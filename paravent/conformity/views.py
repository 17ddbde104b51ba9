"""How it stands with the rules: looked at, looked at anew, and drawn on paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.conformity import operations, paper
from paravent.conformity.terms import Result
from paravent.conformity.words import GROUPS, STILL_ASKED

PACKS = "paravent conformity --evidence-pack evidence.zip"


@require_GET
def desk(request: Asked) -> HttpResponse:
    """Show how it stood when it was last looked at, failures first."""
    found = operations.see_conformity(request.actor)
    groups = paper.groups(found.report, _language())
    context = {
        "report": found.report,
        "made": found.made,
        "groups": groups,
        "to_mend": paper.to_mend(groups),
        "counted": [(one.value, GROUPS[one], len(found.report.of(one))) for one in Result],
        "honest": paper.honest(),
        "owasp": paper.owasp(_language()),
        "owasp_lead": paper.owasp_lead(),
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


@require_POST
def on_paper(request: Asked) -> HttpResponse:
    """Return the report as a PDF for whose hash the log vouches."""
    language = _language()
    made = operations.print_report(request.actor, lambda report: paper.pdf(report, language))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="conformity.pdf"'
    return response


def _language() -> str:
    return (get_language() or "en")[:2]
