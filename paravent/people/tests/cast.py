"""The cast of the tests, what the log says of them, and the ways they come in: by a link, with a passkey in software."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import connection
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from paravent.access.bearers import COOKIE, cookie_for
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.ledger.models import Detail, Pending
from paravent.people.models import Staff
from paravent.people.operations import add_staff, register_patient
from paravent.people.terms import Identity

HOST = "testserver"
TREAT, WORK, ASKED = Purpose.TREATMENT, Purpose.OPERATIONS, Purpose.PATIENT_REQUEST


def colleague(name: str, *roles: Role) -> tuple[PersonId, str]:
    """Return somebody new and the secret of their enrolment link."""
    email = f"{name.lower()}@practice.example"
    return add_staff(INSTALLATION, name=name, email=email, roles=frozenset(roles))


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Let it be another time, for us; PostgreSQL keeps its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        yield moment


def somebody(name: str, role: Role) -> Actor:
    """Return a colleague who joined yesterday: a role that begins within the test's own transaction would not count yet."""
    with at(clock.now() - timedelta(days=1)):
        person, _secret = colleague(name, role)
    return Actor(person, frozenset({role}))


def a_patient(name: str = "Ali Demir", **more: str) -> PatientId:
    """Return somebody the practice knows."""
    return register_patient(INSTALLATION, WORK, Identity(name, **more))


@pytest.fixture
def bea(db: None) -> Actor:
    """Return Bea, a clinician."""
    return somebody("Bea", Role.CLINICIAN)


@pytest.fixture
def cem(db: None) -> Actor:
    """Return Cem, a clinician on another team."""
    return somebody("Cem", Role.CLINICIAN)


@pytest.fixture
def dua(db: None) -> Actor:
    """Return Dua, who is at reception."""
    return somebody("Dua", Role.RECEPTION)


@pytest.fixture
def gul(db: None) -> Actor:
    """Return Gül, the data-protection officer."""
    return somebody("Gul", Role.DPO)


@pytest.fixture
def ali(db: None) -> PatientId:
    """Return Ali, whom the practice knows."""
    return a_patient("Ali Demir", email="ali@home.example")


def arrive(client: Client, secret: str) -> Any:
    """Use an enrolment link."""
    return client.post("/account/enrol/", {"secret": secret})


@dataclass(frozen=True, slots=True)
class LogLine:
    """What the log says of one operation."""

    act: str
    outcome: str
    because: str
    actor: UUID
    patient: UUID | None
    visit: UUID | None
    facts: dict[str, str]


def newest_lines(count: int) -> list[LogLine]:
    """Return the newest lines of the log, the newest first, read as somebody who may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT paravent_speak_as(%s, NULL, 'SYSADMIN')", [INSTALLATION.person])
    newest = Pending.objects.order_by("-arrival").values_list("entry_id", flat=True)[:count]
    lines = Detail.objects.in_bulk(list(newest))
    return [_told(lines[entry]) for entry in newest]


def _told(line: Detail) -> LogLine:
    return LogLine(
        line.act, line.outcome, line.because, line.actor_id, line.patient_id, line.visit_id, dict(line.facts)
    )


def the_log_says(act: str, outcome: str, because: str, visit: VisitId | None = None) -> bool:
    """Tell whether the newest line says so; a false answer shows what it says instead."""
    (line,) = newest_lines(1)
    said = (line.act, line.outcome, line.because, line.visit if visit else None)
    assert said == (act, outcome, because, visit)
    return True


def a_browser_of(somebody: Actor, **headers: str) -> Client:
    """Return a browser in which somebody signed in by passkey, or which bears a guest's cookie."""
    browser = Client(headers=headers)
    if somebody.bearer:
        browser.cookies[COOKIE] = cookie_for(somebody.bearer, somebody.party)
        return browser
    browser.force_login(Staff.objects.get(pk=somebody.person), "allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods_user"] = str(PersonId(somebody.person))
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn"}]
    session.save()
    return browser


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

    def sign_in(self, client: Client, **more: str) -> Any:
        """Sign in with this passkey alone; `more` is what else the form holds."""
        asked = client.get("/account/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
        challenge = asked.json()["request_options"]["publicKey"]["challenge"]
        return client.post("/account/2fa/webauthn/login/", {"credential": self._assertion(challenge)} | more)

    def show(self, client: Client, page: str) -> Any:
        """Show this passkey on the page that asks for it."""
        asked = client.get(page).context
        challenge = asked["js_data"]["request_options"]["publicKey"]["challenge"]
        return client.post(page, {"credential": self._assertion(challenge)})

    def _assertion(self, challenge: str) -> str:
        data, client_data = self._data(), self._client_data("webauthn.get", challenge)
        response = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.key.sign(data + sha256(client_data), ec.ECDSA(SHA256()))),
            "userHandle": self.user_handle,
        }
        return self._credential(response)

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
