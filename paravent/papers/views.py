"""Papers as pages and as PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from paravent.access.asking import Asked
from paravent.papers import paper
from paravent.papers.terms import Name


@require_GET
def terms(request: Asked) -> HttpResponse:
    """Say to everybody how long what is kept."""
    return _page(request, Name.TERMS)


@require_GET
def terms_on_paper(request: Asked, language: str) -> HttpResponse:  # noqa: ARG001 (for everybody)
    """Return the same as a PDF."""
    return _download(Name.TERMS, language)


def _page(request: Asked, name: Name) -> HttpResponse:
    found = paper.paper(name, (get_language() or "en")[:2])
    return render(request, "papers/paper.html", {"paper": found, "languages": settings.LANGUAGES})


def _download(name: Name, language: str) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    answer = HttpResponse(paper.pdf(paper.paper(name, language)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name.value}-{language}.pdf"'
    return answer
