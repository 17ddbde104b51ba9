"""The post box of a run, for other installations: which letters lie here, one letter, and a letter that is left. Spec: docs/spec/rounds.md, section 7."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from paravent.access.terms import Refused
from paravent.kernel import clock
from paravent.learning.asking import who_asks
from paravent.learning.letters import LARGEST
from paravent.learning.terms import NotSigned
from paravent.rounds import operations
from paravent.rounds.terms import NotInvited

View = Callable[..., HttpResponse]
CONFLICTS = {"letter-out-of-place", "letter-said-twice"}
NO_STORE = {"Cache-Control": "no-store"}


def for_sites(view: View) -> View:
    """Serve a view to other installations, at a measured pace; every error is one word that the specification explains."""

    @wraps(view)
    def served(request: HttpRequest, **named: str) -> HttpResponse:
        if not ratelimit.consume(request, action="program"):
            return _refused(429, "too-many-requests", {"Retry-After": "60"})
        try:
            return view(request, **named)
        except NotSigned:
            return _refused(401, "not-signed", {"WWW-Authenticate": "Signature"})
        except (NotInvited, ObjectDoesNotExist):
            return _refused(404, "no-post-box-here")
        except Refused as refused:
            return _refused(409 if refused.reason in CONFLICTS else 403, refused.reason)

    return served


# A site brings a signature and no cookie: nothing here could be done in somebody's name by a page of somebody else's.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@for_sites
def letters(request: HttpRequest, digest: str) -> HttpResponse:
    """List the letters that lie here, or take one: its signature tells whose it is, whoever brings it."""
    if request.method == "GET":
        listed = operations.list_letters(_key(request), digest)
        return JsonResponse({"charter": digest, "letters": listed}, headers=NO_STORE)
    content = request.read(LARGEST + 1)
    if len(content) > LARGEST:
        return _refused(413, "letter-too-long")
    return JsonResponse({"digest": operations.receive_letter(digest, content)}, status=201, headers=NO_STORE)


@require_GET
@for_sites
def letter(request: HttpRequest, digest: str, letter_digest: str) -> HttpResponse:
    """Give one letter as it was signed."""
    content = operations.fetch_letter(_key(request), digest, letter_digest)
    return HttpResponse(content, content_type="application/json", headers=NO_STORE)


def _key(request: HttpRequest) -> str:
    return who_asks(request.headers, f"{settings.BASE_URL}{request.path}", int(clock.now().timestamp()))


def _refused(status: int, error: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"error": error}, status=status, headers=NO_STORE | (headers or {}))
