"""A mastered topic as an Open Badges 3.0 AchievementCredential, signed as a JWT (1EdTech OB 3.0, section 8.2; EdDSA, RFC 8037).

The issuer is a did:web: whoever checks a credential fetches the key from the practice's own address. Whose it is stands in it as a
salted hash of an e-mail address (IdentityObject): who is shown the address can check it, nobody reads it.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from paravent.drills.statements import topic_address, topic_in, utc
from paravent.drills.terms import CREDENTIAL_HOLDS, MASTERED, OwnRecord
from paravent.exercise.terms import Topic
from paravent.keys.custody import credential_key

ALGORITHM: Final = "EdDSA"
VC, OPEN_BADGES = "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID, JWS = "https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"
SALT_BYTES = 16


def issuer_document() -> dict[str, Any]:
    """Return the DID document by which everybody finds the key that signs credentials (did:web)."""
    did, method = _did(), _method()
    public = {"id": method, "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": _public()}
    return {"@context": [DID, JWS], "id": did, "verificationMethod": [public], "assertionMethod": [method]}


def credential(record: OwnRecord, topic: Topic, language: str, now: datetime) -> str | None:
    """Return the signed credential of a topic; nothing where it is not mastered, or was not practised for a year."""
    last = record.mastered_at(topic, now)
    if last is None:
        return None
    body = _credential(record, topic, language, (now, last + CREDENTIAL_HOLDS))
    claims = {
        "iss": _did(),
        "jti": body["id"],
        "sub": body["credentialSubject"]["id"],
        "nbf": int(now.timestamp()),
        "exp": int((last + CREDENTIAL_HOLDS).timestamp()),
    }
    header = {"alg": ALGORITHM, "typ": "JWT", "kid": _method(), "jwk": _public()}
    return _signed(header, body | claims)


def _signed(header: dict[str, Any], body: dict[str, Any]) -> str:
    """Return a JWS in its compact form (RFC 7515, section 7.1); RFC 9864 renames EdDSA to Ed25519, wallets know the older name."""
    parts = ".".join(_base64url(json.dumps(one, ensure_ascii=False).encode()) for one in (header, body))
    return f"{parts}.{_base64url(credential_key().sign(parts.encode()))}"


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _credential(record: OwnRecord, topic: Topic, language: str, holds: tuple[datetime, datetime]) -> dict[str, Any]:
    achievement = _achievement(topic, language)
    return {
        "@context": [VC, OPEN_BADGES],
        "id": f"urn:uuid:{uuid4()}",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": achievement["name"],
        "issuer": {"id": _did(), "type": ["Profile"], "name": settings.PRACTICE_NAME, "url": settings.BASE_URL},
        "validFrom": utc(holds[0]),
        "validUntil": utc(holds[1]),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid4()}",
            "type": ["AchievementSubject"],
            "identifier": [_identity(record.email)],
            "achievement": achievement,
        },
    }


def _achievement(topic: Topic, language: str) -> dict[str, Any]:
    with override(language):
        called = topic_in(topic, language)
        description = _("Data protection in telemedicine, practised in drills inside ordinary work: %(topic)s.")
        criteria = _(
            "Drills of this topic were done in the application, with cases that were made up. From their outcomes the chance of a safe act in a drill of middling difficulty is estimated (item response, two parameters); the low end of its 95 %% interval is at least %(percent)s %%. The credential holds for a year from the last drill."
        )
        return {
            "id": topic_address(topic),
            "type": ["Achievement"],
            "achievementType": "Competency",
            "inLanguage": language,
            "name": called,
            "description": description % {"topic": called},
            "criteria": {"narrative": criteria % {"percent": MASTERED}},
        }


def _identity(email: str) -> dict[str, Any]:
    salt = token_hex(SALT_BYTES)
    digest = sha256((email + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _did() -> str:
    return f"did:web:{urlsplit(settings.BASE_URL).netloc.replace(':', '%3A')}"


def _method() -> str:
    # The key's thumbprint (RFC 7638) names it.
    content = json.dumps(_public(), sort_keys=True, separators=(",", ":"))
    return f"{_did()}#{_base64url(sha256(content.encode()).digest())}"


def _public() -> dict[str, str]:
    """Return the public half as a JWK (RFC 8037)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": _base64url(credential_key().public_key().public_bytes_raw())}
