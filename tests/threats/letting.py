"""Programs that attack and are attacked: driven by clients that others wrote, against the real server."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import requests
from authlib.integrations.requests_client import OAuth2Session as SigningSession
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey
from requests_oauthlib import OAuth2Session

from paravent.access.terms import Purpose
from paravent.programs import operations
from paravent.programs.terms import Description, Kind, Scope
from paravent.programs.tests.cast import keys_of
from tests.threats.cast import Colleague, Practice
from tests.threats.served import Served

BACK = "http://127.0.0.1:9/back"
ONE_PATIENT = "launch/patient patient/Observation.rs"


def approved(practice: Practice, *scopes: str, kind: Kind = Kind.PUBLIC, **more: Any) -> UUID:
    """Return a program that Max registered and Gül approved."""
    told = {
        "name": f"Program {secrets.token_hex(3)}",
        "kind": kind,
        "scopes": tuple(map(Scope.parse, scopes)),
        "purposes": (Purpose.TREATMENT,),
        "redirect_uris": () if kind is Kind.BACKEND else (BACK,),
    }
    program = operations.register_program(practice.max.actor, Description(**told | more))  # type: ignore[arg-type]
    operations.approve_program(practice.gul.actor, program)
    return program


@dataclass
class Person:
    """Somebody's browser on the real server: the session they have, and what a page of ours would send."""

    served: Served
    colleague: Colleague
    http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.http.cookies.set("paravent-session", self.colleague.session, domain="localhost.local", path="/")
        self.http.headers["Cookie"] = f"paravent-session={self.colleague.session}"

    def reads(self, question: str) -> requests.Response:
        """Open the page on which a program asks."""
        return self.http.get(question, allow_redirects=False, timeout=20)

    def answers(self, question: str, **choice: str) -> requests.Response:
        """Read the page and press a button of its form."""
        page = self.reads(question)
        assert page.status_code == 200, page.text
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text))
        cookies = f"{self.http.headers['Cookie']}; csrftoken={page.cookies['csrftoken']}"
        form = {"csrfmiddlewaretoken": token, "answer": "yes", "purpose": "TREAT", **choice}
        headers = {"Cookie": cookies, "Origin": self.served.base_url, "Referer": question}
        return requests.post(question, data=form, headers=headers, allow_redirects=False, timeout=20)


@dataclass
class App:
    """A public program, written with requests-oauthlib as its maker would."""

    served: Served
    program: UUID
    scope: str = "user/*.rs"
    session: OAuth2Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = OAuth2Session(str(self.program), redirect_uri=BACK, scope=self.scope.split(), pkce="S256")

    @property
    def token_address(self) -> str:
        return f"{self.served.base_url}/programs/token"

    def question(self, **more: str) -> str:
        aud = f"{self.served.base_url}/fhir/R4"
        address, _state = self.session.authorization_url(
            f"{self.served.base_url}/programs/authorize", **{"aud": aud, **more}
        )
        return str(address)

    def comes_back_with(self, answer: requests.Response) -> dict[str, Any]:
        """Exchange what the browser brought back for tokens."""
        address = answer.headers["Location"]
        return dict(
            self.session.fetch_token(self.token_address, authorization_response=address, include_client_id=True)
        )

    def let_in_by(self, person: Person, **choice: str) -> dict[str, Any]:
        return self.comes_back_with(person.answers(self.question(), **choice))

    def posts(self, **sent: str) -> tuple[int, dict[str, Any]]:
        """Ask for a token in a way that no library would."""
        answer = requests.post(self.token_address, data={"client_id": str(self.program), **sent}, timeout=20)
        return answer.status_code, answer.json()

    def exchanges(self, code: str, **changed: str) -> tuple[int, dict[str, Any]]:
        told = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
        return self.posts(**told | {"code_verifier": self.session._code_verifier} | changed)

    def refreshes(self, token: str) -> tuple[int, dict[str, Any]]:
        return self.posts(grant_type="refresh_token", refresh_token=token)


def code_in(answer: requests.Response) -> str:
    """Return the code that the browser takes along."""
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def opens(served: Served, token: str, path: str = "Observation") -> int:
    """Return how the FHIR server answers to a token."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/fhir+json"}
    return requests.get(f"{served.base_url}/fhir/R4/{path}", headers=headers, timeout=20).status_code


@dataclass
class Backend:
    """A program that acts itself, written with Authlib's client."""

    served: Served
    program: UUID
    key: ECKey

    def token(self, scope: str = "system/*.rs", **claims: Any) -> dict[str, Any]:
        import time

        address = f"{self.served.base_url}/programs/token"
        session = SigningSession(str(self.program), self.key, scope=scope, token_endpoint_auth_method="private_key_jwt")
        until = {"exp": int(time.time()) + 120}
        session.register_client_auth_method(PrivateKeyJWT(address, claims=until | claims, alg="ES384"))
        return dict(session.fetch_token(address, grant_type="client_credentials"))


def a_backend(practice: Practice, served: Served, team: UUID, *scopes: str) -> Backend:
    key = ECKey.generate_key("P-384", auto_kid=True)
    program = approved(practice, *(scopes or ("system/*.rs",)), kind=Kind.BACKEND, jwks=keys_of(key), teams=(team,))
    return Backend(served, program, key)
