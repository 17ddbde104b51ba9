"""Programs, codes and tokens, as the library asks about them."""

import json
from dataclasses import dataclass

from authlib.oauth2.rfc6749 import ClientMixin
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from paravent.access.terms import Refused
from paravent.programs import operations, policy
from paravent.programs.terms import Claim, Kind, Registered, ScopeUnclear, Wish

SIGNED = "private_key_jwt"
METHODS = [SIGNED, "none"]
"""How programs show that they are themselves: those with a key sign, the others can only name themselves."""
SHORTEST_RSA = 342
"""Letters of a modulus of 2048 bits, in base64url."""
GRANTS = {"authorization_code", "refresh_token"}


class KeysUnclear(ValueError):
    """This is not a set of public keys that we could check a signature with."""


def public_keys(text: str) -> KeySet:
    """Return the public keys in a JWKS; raises KeysUnclear, for private, shared and short keys too."""
    try:
        found = json.loads(text)
        # Looked at before the library reads them: for a short key it would warn and go on.
        if not found["keys"] or not all(map(_is_sound, found["keys"])):
            raise KeysUnclear
        return KeySet.import_key_set(found)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise KeysUnclear from None


def _is_sound(key: dict[str, str]) -> bool:
    is_long = key.get("crv") == "P-384" if key.get("kty") == "EC" else len(key.get("n", "")) >= SHORTEST_RSA
    return key.get("kty") in {"EC", "RSA"} and is_long and "d" not in key


class Client(ClientMixin):
    """A registered program, as the library asks about it."""

    def __init__(self, program: Registered) -> None:
        self.program = program
        self.described = program.description

    def get_client_id(self) -> str:
        """Return the program's id."""
        return str(self.program.program_id)

    def get_default_redirect_uri(self) -> None:
        """Return nothing: every request names its address."""

    def get_allowed_scope(self, scope: str) -> str | None:
        """Return what is asked for if every word of it is known and was approved."""
        try:
            scopes = Wish.parse(scope or "").scopes
        except ScopeUnclear:
            return None
        return scope if scopes and policy.covers(self.described.scopes, scopes) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Compare byte by byte."""
        return redirect_uri in self.described.redirect_uris

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whoever has a key signs; a program without one can only name itself, and asks about no token."""
        if self.described.kind is Kind.PUBLIC:
            return method == "none" and endpoint != "introspection"
        return method == SIGNED

    def check_response_type(self, response_type: str) -> bool:
        """Codes alone, and only for programs that a person lets in."""
        return response_type == "code" and self.described.kind is not Kind.BACKEND

    def check_grant_type(self, grant_type: str) -> bool:
        """A program acts for a person or for itself, never both."""
        return grant_type in ({"client_credentials"} if self.described.kind is Kind.BACKEND else GRANTS)


@dataclass(frozen=True, slots=True)
class Brought:
    """A code or a token that a program brought, as the library asks about it."""

    claim: Claim

    @property
    def code_challenge(self) -> str:
        """Return what the program committed itself to."""
        return self.claim.challenge

    code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        """Return the address to which the code was sent."""
        return self.claim.redirect_uri

    def get_nonce(self) -> str:
        """Return what the program wants to find again in what it is told about the person."""
        return self.claim.nonce

    def get_auth_time(self) -> None:
        """Say nothing about when the person signed in, nor how: the program gets its answer from us or not at all."""

    get_acr = get_amr = get_auth_time

    def get_scope(self) -> str:
        """Return nothing: the operation reads the mandate."""
        return ""

    def check_client(self, client: Client) -> bool:
        """Tell whether it was given to this program."""
        return client.program.program_id == self.claim.program_id


def end_all(claim: Claim) -> None:
    """End what a stolen code or token came of."""
    try:
        operations.end_after_theft(claim)
    except Refused:
        return  # it has ended already, and the log says who asked
