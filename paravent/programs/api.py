"""What programs ask by themselves: tokens, what they are good for, giving them back, and how all that is found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from paravent.programs import oauth, queries

View = Callable[[HttpRequest], HttpResponse]
SECONDS = "60"


def for_programs(view: View) -> View:
    """Serve a view at a measured pace, and to browsers' pages of registered programs alone."""

    @wraps(view)
    def paced(request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        is_known = bool(origin) and queries.allowed_origin(origin)
        if request.method == "OPTIONS":
            answer = HttpResponse(status=204)
        elif ratelimit.consume(request, action="program"):
            answer = view(request)
        else:
            answer = JsonResponse({"error": "temporarily_unavailable"}, status=429, headers={"Retry-After": SECONDS})
        answer.headers["Vary"] = "Origin"
        if is_known:
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Allow-Methods"] = "GET, POST"
            answer.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        return answer

    return paced


# A program brings its own proof and no cookie: nothing here could be done in somebody's name by a page of somebody else's.
@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
@for_programs
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a code, a refresh token or a signed statement for tokens."""
    return oauth.token_answer(request)


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
@for_programs
def introspect(request: HttpRequest) -> HttpResponse:
    """Say what a token of the asking program is good for."""
    return oauth.endpoint_answer("introspection", request)


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
@for_programs
def give_back(request: HttpRequest) -> HttpResponse:
    """Let a program end its own tokens."""
    return oauth.endpoint_answer("revocation", request)


@require_GET
def configuration(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Say where programs sign in, and what is understood there (SMART App Launch 2, section 8; RFC 8414; OpenID Connect)."""
    return _for_everybody(oauth.configuration())


@require_GET
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Publish the key by which a program checks what it is told about the person who let it in."""
    return _for_everybody(oauth.published_keys())


def _for_everybody(said: dict[str, Any]) -> HttpResponse:
    """Say something that is the same whoever asks: addresses, words, a public key."""
    answer = JsonResponse(said)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
