"""The log as everybody may read it: C2SP tlog-tiles. Spec: docs/spec/ledger.md, section 7.

Nothing here is an operation: hashes and leaves name nobody, and reading them leaves no entry.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from paravent.ledger import queries
from paravent.ledger.tiles import bundle, tile_at

FOR_EVER = "public, max-age=31536000, immutable"
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Serve a view to other sites' readers too, at a pace that no verifier notices."""

    @wraps(view)
    def paced(request: HttpRequest, *places: object, **named: object) -> HttpResponse:
        if not ratelimit.consume(request, action="ledger"):
            return HttpResponse("Too many requests; go on in a minute.\n", status=429, headers={"Retry-After": "60"})
        response = view(request, *places, **named)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return paced


@require_GET
@public
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Serve the newest signed checkpoint with its cosignatures."""
    note = queries.checkpoint()
    if note is None:
        raise Http404
    return HttpResponse(note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_GET
@public
@gzip_page
def tile(request: HttpRequest, path: str) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Serve a tile or a bundle of entries that the signed tree has. A partial one stays right: it is a beginning."""
    named = tile_at(path)
    if named is None or not named[0].is_within(queries.signed_size()):
        raise Http404
    wanted, with_entries = named
    content = bundle(queries.read_leaves(wanted)) if with_entries else queries.read_tile(wanted)
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})
