"""Whoever does not hold a program's private key *cannot* sign in as it: not without a signature, not with its public key as a shared secret, not with another key, and not with a statement that was shown before, is old, lasts too long or is for somebody else."""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from typing import Any

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey

from paravent.people import operations as people
from tests.threats.cast import Practice
from tests.threats.letting import Backend, a_backend
from tests.threats.served import Served

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def backend(practice: Practice, served: Served) -> Backend:
    team = people.make_team(practice.max.actor, f"Team {secrets.token_hex(3)}")
    return a_backend(practice, served, team)


def claims(backend: Backend, **changed: Any) -> dict[str, Any]:
    told = {
        "iss": str(backend.program),
        "sub": str(backend.program),
        "aud": f"{backend.served.base_url}/programs/token",
        "jti": secrets.token_hex(16),
        "exp": int(time.time()) + 120,
    } | changed
    return {name: value for name, value in told.items() if value is not None}


def signed(told: dict[str, Any], key: Any, alg: str = "ES384", **header: str) -> str:
    return str(jwt.encode({"alg": alg, **header}, told, key, algorithms=[alg]))


def encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def shown(backend: Backend, statement: str) -> tuple[int, dict[str, Any]]:
    told = {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": ASSERTION,
        "client_assertion": statement,
    }
    answer = requests.post(f"{backend.served.base_url}/programs/token", data=told, timeout=20)
    return answer.status_code, answer.json()


def is_refused(backend: Backend, statement: str) -> bool:
    status, told = shown(backend, statement)
    return status in {400, 401} and told["error"] == "invalid_client" and "access_token" not in told


def test_its_own_signature_is_taken_once(backend: Backend) -> None:
    statement = signed(claims(backend), backend.key)

    assert shown(backend, statement)[0] == 200
    assert is_refused(backend, statement)
    assert shown(backend, signed(claims(backend), backend.key))[0] == 200


def test_the_same_name_in_another_statement_is_refused_too(backend: Backend) -> None:
    told = claims(backend)
    shown(backend, signed(told, backend.key))

    assert is_refused(backend, signed(told | {"exp": told["exp"] + 1}, backend.key))


def test_no_signature_is_none(backend: Backend) -> None:
    for alg in ("none", "None", "NONE"):
        assert is_refused(backend, f"{encoded({'alg': alg})}.{encoded(claims(backend))}."), alg


def test_a_public_key_is_no_shared_secret(backend: Backend) -> None:
    for secret in (backend.key.as_pem(private=False), json.dumps(backend.key.as_dict(private=False)).encode()):
        # By hand: the library would not make such a signature.
        content = f"{encoded({'alg': 'HS256'})}.{encoded(claims(backend))}"
        mark = urlsafe_b64encode(hmac.digest(secret, content.encode(), "sha256")).rstrip(b"=").decode()
        assert is_refused(backend, f"{content}.{mark}")


def test_another_key_is_refused_also_where_the_statement_brings_it_along(backend: Backend) -> None:
    other = ECKey.generate_key("P-384")
    header = {"jwk": other.as_dict(private=False), "jku": "http://127.0.0.1:9/jwks.json"}

    assert is_refused(backend, signed(claims(backend), other))
    assert is_refused(backend, signed(claims(backend), other, kid=str(backend.key.kid)))
    assert is_refused(backend, signed(claims(backend), other, **header))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://evil.example/token"},
        {"aud": None},
        pytest.param({"exp": int(time.time()) - 600}, id="ten minutes ago"),
        pytest.param({"exp": int(time.time()) + 3600}, id="for an hour"),
        {"exp": "tomorrow"},
        {"exp": None},
        {"jti": None},
        {"iss": "somebody"},
        {"sub": "somebody"},
        {"sub": 7},
    ],
    ids=str,
)
def test_what_is_claimed_has_to_be_in_order(backend: Backend, changed: dict[str, Any]) -> None:
    assert is_refused(backend, signed(claims(backend, **changed), backend.key))


@pytest.mark.parametrize("statement", ["", "a", "a.b.c", "ü.ü.ü", "..", "e30.e30.e30"])
def test_rubbish_is_refused_without_a_failure(backend: Backend, statement: str) -> None:
    assert shown(backend, statement)[0] in {400, 401}


def test_a_name_alone_is_no_proof(backend: Backend) -> None:
    told = {"grant_type": "client_credentials", "scope": "system/*.rs", "client_id": str(backend.program)}
    for more in ({}, {"client_secret": ""}, {"client_secret": str(backend.program)}):
        answer = requests.post(f"{backend.served.base_url}/programs/token", data=told | more, timeout=20)
        assert answer.status_code in {400, 401}
        assert "access_token" not in answer.json()
