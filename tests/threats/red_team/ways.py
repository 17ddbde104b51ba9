"""The ways by which somebody of the staff asks the real server: a session of their own, a program of theirs."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

import requests

from paravent.access.terms import Purpose
from tests.threats.cast import Colleague, Practice
from tests.threats.letting import App, Person, approved
from tests.threats.served import Served

TOKEN = "a" * 32
FORM = "application/x-www-form-urlencoded"


@dataclass
class Desk:
    """Somebody's browser on the real server."""

    served: Served
    colleague: Colleague
    source: str = "127.0.0.1"
    session: str = ""

    def __post_init__(self) -> None:
        self.session = self.session or signed_in(self.colleague)

    @property
    def cookie(self) -> str:
        return f"paravent-session={self.session}"

    def reads(self, path: str) -> tuple[int, str]:
        return self._asks("GET", path)

    def posts(self, path: str, **fields: str | list[str]) -> tuple[int, str]:
        """Send a form as a page of ours does."""
        return self._asks("POST", path, _form(fields))

    def sends_to(self, path: str, **fields: str | list[str]) -> str:
        """Send a form and return where it leads."""
        return self._answers("POST", path, _form(fields))[1]

    def _asks(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        status, _where, said = self._answers(method, path, body)
        return status, said

    def _answers(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": f"csrftoken={TOKEN}; {self.cookie}", "Origin": self.served.base_url}
        headers |= {"Content-Type": FORM} if body is not None else {}
        connection = http.client.HTTPConnection(
            "localhost", self.served.port, timeout=30, source_address=(self.source, 0)
        )
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers.get("Location", ""), answer.read().decode(errors="replace")
        connection.close()
        return found


def _form(fields: dict[str, str | list[str]]) -> str:
    return urlencode(fields | {"csrfmiddlewaretoken": TOKEN}, doseq=True)


def signed_in(somebody: Colleague) -> str:
    """Sign somebody in by their passkey, and return the new session."""
    from django.core.cache import cache
    from django.test import Client

    cache.clear()
    browser = Client()
    somebody.passkey.sign_in(browser)
    assert browser.get("/my-accesses/").status_code == 200
    somebody.browser = browser
    return somebody.session


@dataclass
class Program:
    """A program that somebody let in, on their behalf."""

    served: Served
    token: str

    def reads(self, path: str) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/fhir+json"}
        answer = requests.get(f"{self.served.base_url}/fhir/R4/{path}", headers=headers, timeout=30)
        return answer.status_code, answer.text


def a_program_of(
    practice: Practice, served: Served, somebody: Colleague, purpose: Purpose = Purpose.TREATMENT
) -> Program:
    """Return a program that Max registered, Gül approved and somebody let in."""
    signed_in(somebody)
    app = App(served, approved(practice, "user/*.rs", purposes=(purpose,)))
    return Program(served, app.let_in_by(Person(served, somebody), purpose=purpose)["access_token"])


def break_glass(desk: Desk, patient: UUID, reason: str = "An emergency on the ward") -> int:
    """Type a reason, read it a second time, confirm."""
    return desk.posts(f"/files/{patient}/break-glass/", reason=reason, look="second")[0]
