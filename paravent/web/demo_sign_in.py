"""Sign-in links of the demonstration. The route exists in demonstration mode alone."""

import base64
import hashlib
import hmac
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from paravent.people.standing import account_of
from paravent.people.terms import InSession


def sign_in_url(person_id: UUID) -> str:
    """Return the link that signs somebody of the cast in, for as long as the installation lives."""
    return settings.BASE_URL + reverse("demo_sign_in", args=[f"{person_id.hex}.{_mac(person_id)}"])


def _mac(person_id: UUID) -> str:
    key = f"{settings.SECRET_KEY} demo sign-in".encode()
    return base64.urlsafe_b64encode(hmac.digest(key, person_id.bytes, hashlib.sha256)[:16]).decode().rstrip("=")


@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whoever opens the link; 404 for one that we did not make."""
    account = account_of(_person(token))
    if account is None:
        raise Http404
    adapter = get_adapter(request)
    if request.user.is_authenticated:
        adapter.logout(request)
    request.session[InSession.DEMO] = True
    adapter.login(request, account)
    # Fresh: whoever tries the demo may add a passkey without being asked for a password that nobody has.
    record_authentication(request, account, method="demo")
    return redirect("front_door")


def _person(token: str) -> UUID:
    text, _, mac = token.partition(".")
    try:
        person_id = UUID(hex=text)
    except ValueError:
        raise Http404 from None
    if not hmac.compare_digest(mac.encode(), _mac(person_id).encode()):
        raise Http404
    return person_id
