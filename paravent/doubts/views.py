"""The queue of texts in doubt, and one of them beside what would leave of it."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paravent.access.asking import Asked
from paravent.doubts import operations, words
from paravent.doubts.forms import Deciding
from paravent.doubts.terms import WordsNotThere


@require_GET
def queue(request: Asked) -> HttpResponse:
    """Show which texts of one's patients wait."""
    found = operations.list_doubts(request.actor)
    of_each = [
        (person, [(one, words.kind_in_words(one.kind)) for one in theirs])
        for person, theirs in groupby(found, key=lambda one: one.person)
    ]
    return render(request, "doubts/queue.html", {"of_each": of_each})


@require_http_methods(["GET", "POST"])
def text(request: Asked, doubt_id: UUID) -> HttpResponse:
    """Show a text, and keep what is said about it."""
    seen = operations.open_doubt(request.actor, doubt_id)
    form = Deciding(request.POST or None, places=len(seen.held.doubtful))
    if request.method == "POST" and form.is_valid():
        try:
            stays_back = request.POST.get("decision") == "back"
            operations.decide_doubt(request.actor, doubt_id, form.answer(stays_back=stays_back))
            messages.success(
                request, _("Kept. The text stays here.") if stays_back else _("Kept. The next release takes the text.")
            )
            return redirect("doubts:queue")
        except WordsNotThere:
            form.add_error("words", _("This stands nowhere in the text like that. Copy it as it stands."))
    asked = [(one, form[f"place-{one.number}"]) for one in words.questions(seen.held)]
    context = {
        "seen": seen,
        "kind": words.kind_in_words(seen.held.kind),
        "lines": words.beside(seen.held),
        "weighty": [pair for pair in asked if pair[0].weighs],
        "others": [pair for pair in asked if not pair[0].weighs],
        "form": form,
    }
    return render(request, "doubts/text.html", context, status=422 if form.errors else 200)
