"""What is true of every request: strict headers, a known actor, errors translated once."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from paravent.guidance.asked import note_outcome
from paravent.web import answers as answer
from paravent.web.actors import place_of_request, staff_actor

Answer = Callable[[HttpRequest], HttpResponse]
NOT_BY_GET = 405
FOR_PROGRAMS = re.compile(r"application/(?:[\w.-]+\+)?(?:nd)?json\b")
"""What programs read: a browser that is led there keeps it as a file and shows it as no page (ASVS 14.4.2)."""

# 'self' only, nothing inline. blob: shows what a call partner sent before it is stored anywhere.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def content_policy(form_leads_to: str = "") -> str:
    """Return the policy of a page; one whose form is answered by sending the browser elsewhere names where."""
    own = DIRECTIVES | {"form-action": f"'self' {form_leads_to}".strip()}
    return "; ".join(f"{name} {sources}" for name, sources in own.items())


POLICY = content_policy()


PERMISSIONS = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"


def strict_headers(get_response: Answer) -> Answer:
    """Add the content security policy and keep pages out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_policy(getattr(response, "form_leads_to", "")))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if FOR_PROGRAMS.match(response.headers.get("Content-Type", "")):
            response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def actors(get_response: Answer) -> Answer:
    """Say who asks. Guests are named by their own pages, from the invitation their cookie bears."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = staff_actor(request)  # type: ignore[attr-defined]
        request.place = place_of_request(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def answers(get_response: Answer) -> Answer:
    """Translate what operations raise into pages, in one place."""

    class Translated:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            response = get_response(request)
            return answer.to_opened_form(request) if _is_opened_form(request, response) else response

        def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
            return answer.to(request, error)

    return Translated()


def _is_opened_form(request: HttpRequest, response: HttpResponse) -> bool:
    # A browser shows a failure of its own for an empty answer; programs read the status.
    is_browser = "text/html" in request.headers.get("Accept", "")
    return response.status_code == NOT_BY_GET and request.method == "GET" and is_browser


def outcomes(get_response: Answer) -> Answer:
    """Count it where what a piece of guidance is about was done all the same: pages below know nothing of guidance."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        note_outcome(request, response)
        return response

    return middleware
