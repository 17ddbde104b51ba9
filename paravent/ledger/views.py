"""The log as everybody may read it: C2SP tlog-tiles. Spec: docs/spec/ledger.md, section 8.

Nothing here is an operation: hashes and leaves name nobody, and reading them leaves no entry.
"""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from paravent.kernel import clock
from paravent.ledger import queries
from paravent.ledger.notes import LONGEST_NOTE, verifier_key
from paravent.ledger.steps import AnotherTree, UnknownWitness, keep_cosignature
from paravent.ledger.terms import ChainBroken
from paravent.ledger.tiles import bundle, tile_at

log = logging.getLogger("paravent.ledger")
A_MINUTE = 3_000
"""Requests of one address: enough to read the log of a million entries in three minutes."""

FOR_EVER = "public, max-age=31536000, immutable"
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Serve a view to other sites' readers too, at a pace that no verifier notices."""

    @wraps(view)
    def paced(request: HttpRequest, *places: object, **named: object) -> HttpResponse:
        if _asks_too_much(request):
            return HttpResponse("Too many requests; go on in a minute.\n", status=429, headers={"Retry-After": "60"})
        response = view(request, *places, **named)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return paced


def _asks_too_much(request: HttpRequest) -> bool:
    # Not allauth's limits: they let every GET pass, and keep a time for each request.
    minute = int(clock.now().timestamp()) // 60
    key = f"ledger-pace:{get_adapter().get_client_ip(request)}:{minute}"
    cache.add(key, 0, timeout=120)
    return cache.incr(key) > A_MINUTE


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
def checkpoint_at(request: HttpRequest, size: int) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Serve the checkpoint of a size, by which one signing key announces the next."""
    note = queries.checkpoint(size)
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


# Nobody's session counts here: a witness is known by the signature, whoever brings it.
@csrf_exempt
@require_POST
@public
def cosignature(request: HttpRequest) -> HttpResponse:
    """Take a witness's line under one of our checkpoints: the checkpoint's text, an empty line, the line."""
    note = request.read(LONGEST_NOTE + 1).decode("utf-8", "replace")
    try:
        keep_cosignature(note, [verifier_key(text) for text in settings.LEDGER_WITNESSES])
    except AnotherTree:
        log.critical("a witness was shown another log than the one in this database")
        return _said("This is not what this log signed.", 409)
    except UnknownWitness:
        return _said("This practice does not list you among those who watch.", 403)
    except ChainBroken:
        return _said("This is not a cosigned checkpoint.", 400)
    return _said("Thank you.", 200)


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
