"""What somebody signs who is no registered program and has a key of their own: who receives data for research (RFC 7523).

They are in no team, have no role and reach no file; so nothing of a program's register fits them but how a signature is checked.
"""

import hashlib
import json
from uuid import UUID

from authlib.oauth2.rfc6749.errors import InvalidClientError
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import extract_compact
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from paravent.kernel import clock
from paravent.programs.oauth.clients import KeysUnclear
from paravent.programs.oauth.statements import LEEWAY, claims_in

SHORTEST_RSA_BITS = 2048


class StatementUnclear(ValueError):
    """This was not signed by whom it names, or is for somebody else, too old, or good for too long."""


def fingerprint(pem: str) -> str:
    """Return the SHA-256 of a public key as it stands in a file, by which people compare it; raises KeysUnclear."""
    return hashlib.sha256(_sound(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _sound(pem: str) -> RSAPublicKey | EllipticCurvePublicKey:
    """Return a public key that we can check RS384 or ES384 by; a private one is not taken."""
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise KeysUnclear from None
    if isinstance(key, RSAPublicKey) and key.key_size >= SHORTEST_RSA_BITS:
        return key
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP384R1):
        return key
    raise KeysUnclear


def named_in(statement: str) -> UUID:
    """Return who a statement says that it is from, before anything of it is believed; raises StatementUnclear."""
    try:
        return UUID(json.loads(extract_compact(statement.encode()).payload)["sub"])
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        raise StatementUnclear from None


def checked(statement: str, pem: str, audience: str) -> str:
    """Return the number by which a statement is taken once; raises StatementUnclear unless it holds, for us and now."""
    who = ClaimsOption(essential=True, value=str(named_in(statement)))
    registry = JWTClaimsRegistry(
        now=lambda: int(clock.now().timestamp()),
        leeway=LEEWAY,
        iss=who,
        sub=who,
        aud=ClaimsOption(essential=True, value=audience),
        jti=ClaimsOption(essential=True),
    )
    try:
        claims = claims_in(statement, _key(pem))
        registry.validate(claims)
    except (InvalidClientError, JoseError):
        raise StatementUnclear from None
    return str(claims["jti"])


def _key(pem: str) -> Key:
    return RSAKey.import_key(pem) if isinstance(_sound(pem), RSAPublicKey) else ECKey.import_key(pem)
