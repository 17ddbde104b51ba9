"""A piece where a fragment asks for it, putting one away, and what they change."""

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paravent.access.asking import Asked
from paravent.guidance import operations
from paravent.guidance.asked import needed, piece_in, remembered_as
from paravent.guidance.detection import holds_third_person
from paravent.guidance.forms import PuttingAway
from paravent.guidance.policy import may_be_guided
from paravent.guidance.terms import ENOUGH, Piece
from paravent.guidance.words import WORDS
from paravent.kernel.crowds import FEWEST


@require_GET
def recipient(request: Asked, visit_id: UUID) -> HttpResponse:  # noqa: ARG001 (the address says which occasion)
    """Show what is said before a link goes out by e-mail, when that part of the page is unfolded."""
    return render(request, "guidance/_piece.html", piece_in(request, Piece.RECIPIENT))


@require_POST
def third_person(request: Asked, visit_id: UUID) -> HttpResponse:  # noqa: ARG001 (the address says which occasion)
    """Show what is said of another person's data, where a note that is being written holds any; the text is read and not kept."""
    # Looked up whatever was typed: a line that came only with a third person would tell of the note.
    is_asked = may_be_guided(request.actor).allowed and Piece.THIRD_PERSON in needed(request)
    holds = is_asked and holds_third_person("\n".join(map(str, request.POST.values())))
    return render(request, "guidance/_piece.html", piece_in(request, Piece.THIRD_PERSON) if holds else {})


@require_POST
def dismiss(request: Asked) -> HttpResponse:
    """Put a piece away for good, and go on where one was."""
    form = PuttingAway(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    operations.dismiss(request.actor, form.cleaned_data["piece"])
    cache.delete(remembered_as(request.actor.person))
    if request.htmx:
        return HttpResponse()
    back = form.cleaned_data["back"]
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "front_door")


@require_POST
def bring_back(request: Asked) -> HttpResponse:
    """Let all pieces come again."""
    operations.bring_back(request.actor)
    cache.delete(remembered_as(request.actor.person))
    messages.success(request, _("What you had put away is shown again where it is needed."))
    return redirect("drills:mine")


@require_GET
def effects(request: Asked) -> HttpResponse:
    """Show what each piece changes, to whoever runs the practice."""
    found = [(WORDS[one.piece], one) for one in operations.see_effects(request.actor)]
    return render(request, "guidance/effects.html", {"found": found, "enough": ENOUGH, "fewest": FEWEST})
