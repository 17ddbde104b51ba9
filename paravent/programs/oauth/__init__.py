"""OAuth 2 and SMART App Launch 2 over HTTP: the one place that knows the library (docs/adr/0060-an-oauth-library.md).

The library reads and checks what programs send, and words the answers. What is kept, and who may, stays with the operations.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from paravent.access.terms import Refused
from paravent.programs.oauth.clients import METHODS, SIGNED, KeysUnclear, public_keys
from paravent.programs.oauth.grants import CodeGrant
from paravent.programs.oauth.outsiders import StatementUnclear, checked, fingerprint, named_in
from paravent.programs.oauth.requests import Answer, fhir_address, token_address
from paravent.programs.oauth.server import Issuer, opened
from paravent.programs.oauth.statements import ALGORITHMS
from paravent.programs.oauth.telling import ALGORITHM, published_keys
from paravent.programs.terms import Choice, Context, Lasting, Registered, RequestUnclear, Telling, Wish, origin_of

__all__ = [
    "ALGORITHMS",
    "KeysUnclear",
    "Question",
    "StatementUnclear",
    "answered",
    "checked",
    "configuration",
    "endpoint_answer",
    "fhir_address",
    "fingerprint",
    "named_in",
    "public_keys",
    "published_keys",
    "question",
    "start_address",
    "token_address",
    "token_answer",
]

CAPABILITIES = (
    "launch-ehr",
    "launch-standalone",
    "client-public",
    "client-confidential-asymmetric",
    "context-banner",
    "context-ehr-encounter",
    "context-ehr-patient",
    "context-standalone-encounter",
    "context-standalone-patient",
    "permission-online",
    "permission-offline",
    "permission-patient",
    "permission-user",
    "permission-v2",
    "sso-openid-connect",
)
"""What SMART App Launch 2 calls what can be done here (section 8)."""

SERVER = opened()


@dataclass(frozen=True, slots=True)
class Question:
    """What a program asks a person, found to be in order."""

    grant: CodeGrant
    program: Registered
    wish: Wish
    launch: str

    @property
    def leads_to(self) -> str:
        """Return the origin to which the answer goes."""
        return origin_of(self.grant.redirect_uri)


def question(request: HttpRequest) -> Question | HttpResponse:
    """Read what a program asks, or return the redirection that tells it what is wrong; raises RequestUnclear."""
    try:
        grant = SERVER.get_consent_grant(request)
    except OAuth2Error as error:
        if not error.redirect_uri:
            raise RequestUnclear(error.error) from None
        answer = SERVER.handle_error_response(request, error)
        Issuer().add_issuer_parameter(SERVER, answer)
        return answer
    except ValueError:
        # The library quotes what it was sent, and some letters may not stand in an error.
        raise RequestUnclear("invalid_request") from None
    data = grant.request.payload.data
    return Question(grant, grant.request.client.program, Wish.parse(data["scope"]), data.get("launch", ""))


def answered(asked: Question, choice: Choice | None) -> HttpResponse:
    """Return the redirection with a code, or with the word that the person said no."""
    answer: Answer = SERVER.create_authorization_response(asked.grant.request, grant_user=choice, grant=asked.grant)
    return answer


def token_answer(request: HttpRequest) -> HttpResponse:
    """Answer at the token's address."""
    return _json(lambda: SERVER.create_token_response(request))


def endpoint_answer(name: str, request: HttpRequest) -> HttpResponse:
    """Answer at the address where tokens are looked up, or given back."""
    return _json(lambda: SERVER.create_endpoint_response(name, request))


def _json(ask: Callable[[], Answer]) -> HttpResponse:
    try:
        answer = ask()
    except (ValueError, Refused):
        answer = Answer(json.dumps({"error": "invalid_request"}), status=400)
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer


def start_address(address: str, secret: str) -> str:
    """Return where a program begins that is started out of a file."""
    return str(add_params_to_uri(address, {"iss": fhir_address(), "launch": secret}))


def configuration() -> dict[str, Any]:
    """Return what programs have to know to sign in here."""
    return {
        "issuer": settings.BASE_URL,
        "jwks_uri": f"{settings.BASE_URL}{reverse('programs:keys')}",
        "authorization_endpoint": f"{settings.BASE_URL}{reverse('programs:authorize')}",
        "token_endpoint": token_address(),
        "introspection_endpoint": f"{settings.BASE_URL}{reverse('programs:introspect')}",
        "revocation_endpoint": f"{settings.BASE_URL}{reverse('programs:give_back')}",
        "management_endpoint": f"{settings.BASE_URL}{reverse('programs:mine')}",
        "token_endpoint_auth_methods_supported": METHODS,
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "introspection_endpoint_auth_methods_supported": [SIGNED],
        "introspection_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "scopes_supported": [
            *(f"{context}/*.cruds" for context in Context),
            "launch",
            "launch/patient",
            "launch/encounter",
            *Telling,
            Lasting.ONLINE,
            Lasting.OFFLINE,
        ],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "subject_types_supported": ["pairwise"],
        "claims_supported": ["iss", "aud", "iat", "exp", "nonce", "at_hash", "sub", "fhirUser"],
        "capabilities": list(CAPABILITIES),
    }
