"""What programs sign about themselves, and what they may ask and say about their own tokens."""

from typing import Any
from uuid import UUID

from authlib.oauth2 import OAuth2Request
from authlib.oauth2.rfc6749.errors import InvalidClientError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from paravent.access.terms import Refused
from paravent.kernel import clock
from paravent.programs import operations, queries
from paravent.programs.oauth.clients import METHODS, SIGNED, Brought, Client, public_keys
from paravent.programs.oauth.requests import token_address
from paravent.programs.oauth.telling import about_person
from paravent.programs.terms import STATEMENT_FOR, NoAccess, Use

ALGORITHMS = ["RS384", "ES384"]
"""What SMART App Launch 2 asks of both sides; `none` and shared secrets are not among them."""
LEEWAY = 30


def claims_in(statement: str, key: KeySet | Key) -> dict[str, Any]:
    """Return what is claimed, once the signature holds by our algorithms and it lasts for minutes; raises InvalidClientError."""
    try:
        claims = jwt.decode(statement, key, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError):
        raise InvalidClientError(description="The signature does not hold.") from None
    until = claims.get("exp")
    longest = clock.now().timestamp() + STATEMENT_FOR.total_seconds() + LEEWAY
    if not isinstance(until, int | float) or until > longest:
        raise InvalidClientError(description="A statement lasts five minutes at most.")
    return dict(claims)


class Statement(JWTBearerClientAssertion):
    """What a program signs about itself (RFC 7523): for us, for minutes, once, by a registered key."""

    CLIENT_AUTH_METHOD = SIGNED

    def __init__(self) -> None:
        super().__init__(leeway=LEEWAY)

    def get_audiences(self) -> list[str]:
        """Return whom a statement must be for."""
        return [token_address()]

    def resolve_client_public_key(self, client: Client) -> KeySet:
        """Return the registered keys; addresses of keys are never fetched."""
        if not client.described.jwks:
            raise InvalidClientError(description="This program has no key.")
        return public_keys(client.described.jwks)

    def process_assertion_claims(self, assertion: str, resolve_key: KeySet) -> dict[str, Any]:
        """Check the signature by our algorithms, then what is claimed."""
        claims = claims_in(assertion, resolve_key)
        self.verify_claims(claims)
        return claims

    def validate_jti(self, claims: dict[str, Any], jti: Any) -> bool:
        """Take each statement once."""
        try:
            operations.sign_in_program(UUID(claims["sub"]), str(jti))
        except Refused:
            return False
        return True


class Revocation(RevocationEndpoint):
    """A program gives a token back (RFC 7009)."""

    CLIENT_AUTH_METHODS = METHODS

    def authenticate_token(self, request: OAuth2Request, client: Client) -> Brought | None:
        """Return the token if it was given to this program; about others' nothing is said."""
        self.check_params(request, client)
        claim = queries.claim_of_token(request.form["token"], client.program.program_id)
        return Brought(claim) if claim else None

    def revoke_token(self, token: Brought, request: OAuth2Request) -> None:
        """End a token; with a refresh token everything it came of."""
        program = request.client.program.program_id
        refresh = queries.claim_of_token(request.form["token"], program, Use.REFRESH)
        operations.end_token(token.claim, program, with_mandate=refresh is not None)


class Introspection(IntrospectionEndpoint):
    """A program asks what a token of its own is good for (RFC 7662)."""

    CLIENT_AUTH_METHODS = [SIGNED]

    def create_endpoint_response(self, request: OAuth2Request) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """Answer about a token of this program; about every other one, that it is good for nothing."""
        client = self.authenticate_endpoint_client(request)
        self.check_params(request, client)
        return 200, _told_about(request.form["token"], client), [("Content-Type", "application/json")]


def _told_about(secret: str, client: Client) -> dict[str, Any]:
    claim = queries.claim_of_token(secret, client.program.program_id, Use.ACCESS)
    try:
        access = operations.access_of(secret)
    except NoAccess:
        return {"active": False}
    if claim is None:
        return {"active": False}
    try:
        known = operations.look_up_token(claim, client.program.program_id)
    except Refused:
        # Its person works at something else now: it opens nothing any more.
        return {"active": False}
    told = {
        "active": True,
        "scope": known.scopes,
        "client_id": client.get_client_id(),
        "token_type": "Bearer",
        **about_person(client.program.program_id, access.actor.person, known.scopes),
        "iss": settings.BASE_URL,
        "purpose": known.purpose,
        "iat": int(known.made_at.timestamp()),
        "exp": int(known.ends_at.timestamp()),
    }
    return told | ({"patient": str(known.patient)} if known.patient else {})
