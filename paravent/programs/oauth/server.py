"""The library's server over our operations: it checks and words, they decide and keep."""

import json
from collections.abc import Callable
from typing import Any

from authlib.oauth2 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749 import InvalidGrantError
from authlib.oauth2.rfc9207.parameter import IssuerParameter
from django.conf import settings
from django.http import HttpRequest

from paravent.access.terms import Refused
from paravent.programs import operations, queries
from paravent.programs.oauth.clients import SIGNED, Client, end_all
from paravent.programs.oauth.grants import BackendGrant, CodeGrant, ProofKey, RefreshGrant
from paravent.programs.oauth.requests import Answer, Request
from paravent.programs.oauth.statements import Introspection, Revocation, Statement
from paravent.programs.oauth.telling import Told
from paravent.programs.terms import TOKEN_FOR, CameTwice, Claim, Issued, Wish


class Server(AuthorizationServer):
    """The library's server over our operations."""

    def query_client(self, client_id: str) -> Client | None:
        """Return an approved program."""
        program = queries.program_of(client_id or "")
        return Client(program) if program else None

    def create_oauth2_request(self, request: HttpRequest) -> Request:
        """Read a request of Django's."""
        return request if isinstance(request, OAuth2Request) else Request(request)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        """Answer as Django does."""
        text = json.dumps(body) if isinstance(body, dict) else body
        return Answer(text, status=status, headers=dict(headers))

    def send_signal(self, name: str, *args: Any, **named: Any) -> None:
        """Tell nobody: what happened stands in the log."""

    def generate_token(self, **named: Any) -> dict[str, Any]:
        """Return an empty answer: tokens are made inside the operation that keeps their digests, and nowhere else."""
        del named
        return {}

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Let the operation decide, and write what it issued into the answer."""
        try:
            token |= _as_answer(_issued(request))
        except (Refused, CameTwice):
            raise InvalidGrantError from None


def _issued(request: OAuth2Request) -> Issued:
    code, refresh = getattr(request, "authorization_code", None), getattr(request, "refresh_token", None)
    if code is not None:
        return _unless_twice(code.claim, lambda: operations.exchange_code(code.claim))
    scopes = Wish.parse(request.payload.scope or "").scopes
    if refresh is not None:
        return _unless_twice(refresh.claim, lambda: operations.refresh_token(refresh.claim, scopes))
    return operations.issue_to_itself(request.client.program.program_id, scopes)


def _unless_twice(claim: Claim, exchange: Callable[[], Issued]) -> Issued:
    try:
        return exchange()
    except CameTwice:
        end_all(claim)
        raise


def _as_answer(issued: Issued) -> dict[str, Any]:
    told = {
        "token_type": "Bearer",
        "access_token": issued.access,
        "expires_in": int(TOKEN_FOR.total_seconds()),
        "scope": issued.scopes,
        "refresh_token": issued.refresh,
        "patient": str(issued.patient or ""),
        "encounter": str(issued.visit or ""),
        "need_patient_banner": bool(issued.patient),
        "fhirContext": [{"reference": f"Appointment/{issued.visit}"}] if issued.visit else [],
    }
    return {name: value for name, value in told.items() if value}


class Issuer(IssuerParameter):
    """Every redirection says who sends it (RFC 9207)."""

    def get_issuer(self) -> str:
        """Return our own address."""
        return str(settings.BASE_URL)


def opened() -> Server:
    """Return the server with everything that programs may ask of it."""
    server = Server()
    server.register_client_auth_method(SIGNED, Statement())
    server.register_grant(CodeGrant, [ProofKey(required=True), Told()])
    server.register_grant(RefreshGrant)
    server.register_grant(BackendGrant)
    server.register_endpoint(Revocation)
    server.register_endpoint(Introspection)
    server.register_extension(Issuer())
    return server
