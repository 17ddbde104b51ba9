"""What a program is told about the person who let it in, signed by a key of its own (OpenID Connect Core 1.0).

Who it is, and nothing about any patient. SMART App Launch 2 asks for RS256 (section 3.0.3), so the key is an RSA key.
"""

from typing import Any
from uuid import UUID

from authlib.oauth2 import OAuth2Request
from authlib.oidc.core.grants import OpenIDCode
from django.conf import settings
from joserfc.jwk import RSAKey

from paravent.kernel import clock
from paravent.keys.custody import sign_in_key
from paravent.programs import queries
from paravent.programs.oauth.clients import Client
from paravent.programs.oauth.requests import fhir_address
from paravent.programs.terms import TOKEN_FOR, Claim, Telling

ALGORITHM = "RS256"


def key() -> RSAKey:
    """Return the key that signs, by the name under which its public half is published."""
    return RSAKey.import_key(sign_in_key(), {"alg": ALGORITHM, "use": "sig"})


def published_keys() -> dict[str, Any]:
    """Return the public half, as programs look for it (RFC 7517)."""
    one = key()
    return {"keys": [one.as_dict(private=False) | {"kid": one.thumbprint()}]}


def about_person(program: UUID, person: UUID, words: str) -> dict[str, str]:
    """Return who it is, as far as was asked: by a number that no other program knows, and by their entry here."""
    told = {"sub": queries.subject_of(program, person)}
    return told | ({"fhirUser": f"{fhir_address()}/Practitioner/{person}"} if Telling.ENTRY in words.split() else {})


class Told(OpenIDCode):
    """The library's part of OpenID Connect over our key: it words and signs, with the first token and no other."""

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Remember none: the program looks for its own again, and a code is good once."""
        del nonce, request
        return False

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        """Return the one key."""
        del client
        return key()

    def get_client_algorithm(self, client: Client) -> str:
        """Return the one algorithm; a program has no say in it."""
        del client
        return ALGORITHM

    def get_encode_header(self, client: Client) -> dict[str, str]:
        """Name the key."""
        return {"alg": self.get_client_algorithm(client), "kid": key().thumbprint()}

    def get_compatible_claims(self, request: OAuth2Request) -> dict[str, Any]:
        """Say by whom, for whom and until when; not when somebody signed in, which the library would make up."""
        now = int(clock.now().timestamp())
        until = now + int(TOKEN_FOR.total_seconds())
        return {"iss": settings.BASE_URL, "aud": request.client.get_client_id(), "iat": now, "exp": until}

    def generate_user_info(self, user: Claim, scope: str) -> dict[str, str]:
        """Say who it is."""
        return about_person(user.program_id, user.person_id, scope)
