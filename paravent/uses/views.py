"""What came out of a study, and who has to delete somebody: for its researcher and the data-protection officer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.access.terms import Role
from paravent.interop.answers import address_of
from paravent.uses import operations
from paravent.uses.answers import NDJSON, as_ndjson


@require_GET
def of_study(request: Asked, study_id: UUID) -> HttpResponse:
    """Show the uses of a study, and how far withdrawals got."""
    return _page(request, study_id)


def _page(request: Asked, study_id: UUID, code: str = "", use_id: UUID | None = None) -> HttpResponse:
    context = {
        "uses": operations.see_uses(request.actor, study_id),
        "study_id": study_id,
        "answers": request.actor.is_a(Role.DPO),
        "code": code,
        "code_of": use_id,
        "address": address_of("uses:manifest"),
    }
    return render(request, "uses/of_study.html", context)


@require_POST
def code(request: Asked, study_id: UUID, use_id: UUID) -> HttpResponse:
    """Give a recipient's code, once: it stands in this answer and nowhere else."""
    return _page(request, study_id, operations.give_code(request.actor, use_id), use_id)


@require_POST
def letter(request: Asked, use_id: UUID) -> HttpResponse:
    """Give the list of whom a recipient has to delete as a file, for one who fetches nothing."""
    answer = HttpResponse(
        as_ndjson(operations.take_list(request.actor, use_id, request.POST.get("recipient", ""))), content_type=NDJSON
    )
    answer["Content-Disposition"] = 'attachment; filename="deleted.ndjson"'
    return answer


@require_POST
def confirm(request: Asked, study_id: UUID, use_id: UUID) -> HttpResponse:
    """Note that a recipient wrote back."""
    operations.confirm_removal(request.actor, use_id, request.POST.get("recipient", ""))
    return redirect("uses:of_study", study_id=study_id)
