"""Colleagues for tests, and the ways they come in: by a link, with a passkey made in software."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from paravent.access.terms import INSTALLATION, Role
from paravent.kernel.ids import PersonId
from paravent.people.operations import add_staff

HOST = "testserver"


def colleague(name: str, *roles: Role) -> tuple[PersonId, str]:
    """Return somebody new and the secret of their enrolment link."""
    email = f"{name.lower()}@practice.example"
    return add_staff(INSTALLATION, name=name, email=email, roles=frozenset(roles))


def arrive(client: Client, secret: str) -> Any:
    """Use an enrolment link."""
    return client.post("/account/enrol/", {"secret": secret})


@dataclass
class Device:
    """A passkey in software: one P-256 key, user verified each time, no attestation (WebAuthn level 2)."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(16))
    user_handle: str = ""

    def join(self, client: Client) -> Any:
        """Add this passkey to the account that is signed in."""
        page = client.get("/account/2fa/webauthn/add/")
        options = page.context["js_data"]["creation_options"]["publicKey"]
        self.user_handle = options["user"]["id"]
        known = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        attestation = AttestationObject.create("none", self._data(known), {})
        response = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options["challenge"])),
            "attestationObject": websafe_encode(attestation),
        }
        return client.post("/account/2fa/webauthn/add/", {"name": "Phone", "credential": self._credential(response)})

    def sign_in(self, client: Client) -> Any:
        """Sign in with this passkey alone."""
        asked = client.get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
        challenge = asked.json()["request_options"]["publicKey"]["challenge"]
        data, client_data = self._data(), self._client_data("webauthn.get", challenge)
        response = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.key.sign(data + sha256(client_data), ec.ECDSA(SHA256()))),
            "userHandle": self.user_handle,
        }
        return client.post("/account/2fa/webauthn/login/", {"credential": self._credential(response)})

    def _data(self, known: bytes = b"") -> AuthenticatorData:
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        flags |= AuthenticatorData.FLAG.AT if known else flags
        return AuthenticatorData.create(sha256(HOST.encode()), flags, 0, known)

    def _client_data(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, f"http://{HOST}")

    def _credential(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.credential_id)
        whole = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }
        return json.dumps(whole)
