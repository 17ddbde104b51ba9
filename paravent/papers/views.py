"""Papers as pages and as PDF."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from paravent.access.asking import Asked
from paravent.access.terms import Refused
from paravent.papers import operations, paper, policy
from paravent.papers.terms import Name


@require_GET
def terms(request: Asked) -> HttpResponse:
    """Say to everybody how long what is kept."""
    return _page(request, Name.TERMS)


@require_GET
def terms_on_paper(request: Asked, language: str) -> HttpResponse:  # noqa: ARG001 (for everybody)
    """Return the same as a PDF."""
    return _as_pdf(Name.TERMS, language)


@require_GET
def papers(request: Asked) -> HttpResponse:
    """Show which papers there are to those who answer for them."""
    asked = policy.may_draw(request.actor)
    if not asked.allowed:
        raise Refused(asked.reason)
    listed = [(name.value, paper.title_of(name, _language())) for name in Name]
    return render(request, "papers/papers.html", {"papers": listed, "languages": settings.LANGUAGES})


@require_GET
def one(request: Asked, name: str) -> HttpResponse:
    """Show a paper."""
    named = _named(name)
    operations.draw_paper(request.actor, named)
    return _page(request, named)


@require_GET
def on_paper(request: Asked, name: str, language: str) -> HttpResponse:
    """Return a paper as a PDF."""
    named = _named(name)
    operations.draw_paper(request.actor, named)
    return _as_pdf(named, language)


def _named(name: str) -> Name:
    try:
        return Name(name)
    except ValueError as unknown:
        raise Http404 from unknown


def _language() -> str:
    return (get_language() or "en")[:2]


def _page(request: Asked, name: Name) -> HttpResponse:
    context = {
        "paper": paper.paper(name, _language()),
        "languages": settings.LANGUAGES,
        "is_public": name == Name.TERMS,
    }
    return render(request, "papers/paper.html", context)


def _as_pdf(name: Name, language: str) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    answer = HttpResponse(paper.pdf(paper.paper(name, language)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name.value}-{language}.pdf"'
    return answer
