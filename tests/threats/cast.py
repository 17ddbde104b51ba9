"""The practice under attack: the cast, one visit from link to summary, and a word in every text that somebody typed."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize
from PIL import Image

from paravent.access.terms import INSTALLATION, Actor, Purpose, Role
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId, VisitId
from paravent.ledger.models import Pending
from paravent.ledger.sequencer import LOCK, sequence_all
from paravent.people.operations import register_patient
from paravent.people.terms import Identity
from paravent.people.tests.cast import Device, arrive, colleague
from paravent.visits import operations as visits
from paravent.web import cluster as embedded
from paravent.web.signing import signer

WORDS = {
    "name": "Quillvanter",
    "phone": "0170-5550417",
    "email": "quokkamail@patient.example",
    "reason": "reasonquokka",
    "guest": "guestquokka",
    "subjective": "subjectivequokka",
    "assessment": "assessmentquokka",
    "amended": "amendedquokka",
    "title": "titlequokka",
    "document": "documentquokka",
    "summary": "summaryquokka",
    # More digits than an instant has: 38.417 would be found in whatever happened 38.417 seconds after a minute.
    "temperature": "38.4170613",
}
"""What stands in the file and around it. Each is found nowhere else in the world, so finding it means that it leaked."""

CLINICAL = ("subjective", "assessment", "amended", "title", "document", "summary", "temperature")
PDF = f"%PDF-1.7\n% {WORDS['document']}\n%%EOF\n".encode()


@dataclass
class Colleague:
    """Somebody who works here, signed in with a passkey in a browser of their own."""

    person: PersonId
    roles: frozenset[Role]
    browser: Client
    passkey: Device

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.roles)

    @property
    def session(self) -> str:
        return str(self.browser.session.session_key)


@dataclass
class Visit:
    """A visit with its link."""

    visit_id: VisitId
    patient_id: PatientId
    secret: str

    @property
    def page(self) -> str:
        return f"/join/{self.visit_id}/"


@dataclass
class Practice:
    """Everybody, and the visit of Ali that Bea has held."""

    database: str
    cluster: embedded.Cluster
    bea: Colleague
    cem: Colleague
    dua: Colleague
    fen: Colleague
    gul: Colleague
    max: Colleague
    held: Visit
    ali: Client = field(default_factory=Client)
    document: str = ""

    @property
    def everybody(self) -> dict[str, Colleague]:
        return {name: getattr(self, name) for name in ("bea", "cem", "dua", "fen", "gul", "max")}

    def as_app(self) -> psycopg.Connection:
        """Return a connection of the role that serves, as a flaw in our code would have it."""
        return psycopg.connect(self.cluster.url(embedded.APP, self.database))

    def as_superuser(self) -> psycopg.Connection:
        """Return a connection of whoever administers the database."""
        return psycopg.connect(self.cluster.url(embedded.SUPERUSER, self.database), autocommit=True)

    def log(self, act: str) -> list[tuple[Any, ...]]:
        """Return outcome, reason, who, whose and facts of all lines of one act, oldest first."""
        wanted = "SELECT outcome, because, actor_id, patient_id, facts FROM ledger_detail WHERE act = %s ORDER BY at"
        with self.as_superuser() as connection:
            return connection.execute(wanted, [act]).fetchall()

    def visit(self, patient: PatientId | None = None) -> Visit:
        """Return a visit that Bea has just started."""
        return started(self.bea, patient)


def hired(name: str, *roles: Role) -> Colleague:
    """Return somebody who came by an enrolment link and added a passkey."""
    cache.clear()
    browser, passkey, (person, secret) = Client(), Device(), colleague(name, *roles)
    arrive(browser, secret)
    passkey.join(browser)
    assert browser.get("/my-accesses/").status_code == 200
    return Colleague(person, frozenset(roles), browser, passkey)


def started(bea: Colleague, patient: PatientId | None = None) -> Visit:
    """Return a visit that was started now, with its link."""
    visit = visits.start_now(bea.actor, Purpose.TREATMENT, patient)
    link = visits.show_invitation(bea.actor, Purpose.TREATMENT, visit.visit_id)
    assert link is not None
    return Visit(visit.visit_id, visit.patient.patient_id, link.secret)


def presented(visit: Visit, browser: Client) -> Any:
    """Tap the link."""
    cache.clear()
    return browser.post("/join/present/", {"secret": visit.secret})


def waiting(visit: Visit, name: str, browser: Client) -> str:
    """Tap the link and sit down to wait; returns the seat."""
    assert presented(visit, browser).status_code == 302
    answer = browser.post(f"{visit.page}ready/", {"name": name})
    assert answer.status_code == 200, answer.content
    return str(answer.json()["party"])


def admitted(practice: Practice, visit: Visit, browser: Client) -> str:
    """Sit down, and be let in by Bea."""
    party = waiting(visit, "Ali Demir", browser)
    assert practice.bea.browser.post(f"/visits/{visit.visit_id}/admit/", {"party": party}).status_code == 302
    return party


def opened(database: str, cluster: embedded.Cluster) -> Practice:
    """Return the practice after one whole consultation."""
    return consulted(database, cluster, everybody())


def everybody() -> dict[str, Colleague]:
    """Return the cast, each hired with a passkey."""
    return {
        "bea": hired("Bea", Role.CLINICIAN),
        "cem": hired("Cem", Role.CLINICIAN),
        "dua": hired("Dua", Role.RECEPTION),
        "fen": hired("Fen", Role.RESEARCHER),
        "gul": hired("Gül", Role.DPO),
        "max": hired("Max", Role.ADMINISTRATOR),
    }


def consulted(database: str, cluster: embedded.Cluster, people: dict[str, Colleague]) -> Practice:
    """Return the practice after Bea has held a whole consultation with Ali."""
    bea = people["bea"]
    who = Identity(f"Ali {WORDS['name']}", date(1980, 4, 17), WORDS["phone"], WORDS["email"], "de")
    patient = register_patient(INSTALLATION, Purpose.OPERATIONS, who)
    booked = visits.book_visit(
        people["dua"].actor,
        Purpose.OPERATIONS,
        patient_id=patient,
        clinician_id=bea.person,
        starts_at=clock.now() + timedelta(minutes=5),
        length=timedelta(minutes=20),
        reason=WORDS["reason"],
    )
    link = visits.show_invitation(bea.actor, Purpose.TREATMENT, booked.visit_id)
    assert link is not None
    practice = Practice(database, cluster, held=Visit(booked.visit_id, patient, link.secret), **people)
    _consult(practice)
    return practice


def _consult(practice: Practice) -> None:
    """Play the visit over HTTP: ready, admitted, accepted, noted, signed, amended, ended."""
    held, bea = practice.held, practice.bea.browser
    party = waiting(held, f"Ali {WORDS['guest']}", practice.ali)
    assert bea.post(f"/visits/{held.visit_id}/admit/", {"party": party}).status_code == 302
    practice.document = _accepted(bea, held)
    note = {"subjective": WORDS["subjective"], "assessment": WORDS["assessment"]}
    assert bea.post(f"/visits/{held.visit_id}/note/", note).status_code == 200
    signed = bea.post(f"/visits/{held.visit_id}/note/sign/", note)
    amended = note | {"plan": WORDS["amended"], "seen": signed.context["kept"].saved_at.isoformat()}
    assert bea.post(f"/visits/{held.visit_id}/note/amend/", amended).status_code == 200
    assert bea.post(f"/visits/{held.visit_id}/end/", {"for_patient": WORDS["summary"]}).status_code == 302
    assert WORDS["summary"] in practice.ali.get(held.page).content.decode()


def _accepted(bea: Client, held: Visit) -> str:
    """Take a temperature and a document into the file; returns the document's address."""
    vital = {"type": "temperature", "values": {"value": WORDS["temperature"]}, "measured_at": clock.now().isoformat()}
    address = f"/visits/{held.visit_id}/accepted/"
    answer = bea.post(address, {"kind": "vital", "payload": json.dumps(vital)})
    assert answer.status_code == 201, answer.content
    answer = take(bea, held, PDF, WORDS["title"])
    assert answer.status_code == 201, answer.content
    chart = bea.get(f"/files/{held.patient_id}/").content.decode()
    found = re.search(rf"/files/{held.patient_id}/documents/[^\"/]+/", chart)
    assert found, "the file shows no document"
    return found[0]


def take(bea: Client, visit: Visit, content: bytes, title: str = "letter.pdf") -> Any:
    """Accept a document of the call into the file."""
    upload = io.BytesIO(content)
    upload.name = title
    return bea.post(f"/visits/{visit.visit_id}/accepted/", {"kind": "document", "title": title, "file": upload})


def photo(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    """Return a photo of nothing."""
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


def addresses(practice: Practice) -> list[str]:
    """Return every address of the application, filled in with Ali's ids: what somebody would try who knew them all."""
    known = {
        "visit_id": str(practice.held.visit_id),
        "patient_id": str(practice.held.patient_id),
        "person_id": str(practice.cem.person),
        "fhir_id": practice.document.rstrip("/").rpartition("/")[2],
    }
    found = sorted({f"/{each}" for each in _walked(get_resolver().url_patterns, "", known)})
    assert len(found) > 40, found
    return found


def _walked(patterns: list[Any], before: str, known: dict[str, str]) -> Iterator[str]:
    for pattern in patterns:
        assert isinstance(pattern, URLPattern | URLResolver)
        text, names = normalize(pattern.pattern.regex.pattern)[0]
        filled = before + text % {name: known.get(name, "1") for name in names}
        if isinstance(pattern, URLResolver):
            yield from _walked(pattern.url_patterns, filled, known)
        elif text or not pattern.pattern.regex.pattern.startswith("^account"):
            yield filled


def speak_as(
    connection: psycopg.Connection, person: UUID, bearer: bytes | None = None, *, purpose: str = "TREAT"
) -> None:
    """Tell row security who asks, as the gate does; it holds until the transaction ends."""
    connection.execute("SELECT paravent_speak_as(%s, %s, %s)", [person, bearer, purpose])


READ_BY_ALL = {"people_rolegrant", "people_membership", "people_brake", "breaches_deadline", "rights_requestdeadline"}
"""Read before anybody has spoken, and no patient data: roles, teams, deadlines, and of brakes the pauses, without which no role counts."""


def tables_under_row_security(practice: Practice) -> list[str]:
    """Return every table that PostgreSQL says is under row security for reading."""
    wanted = "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r' ORDER BY relname"
    with practice.as_superuser() as connection:
        return [name for (name,) in connection.execute(wanted).fetchall() if name not in READ_BY_ALL]


def everything_has_its_place() -> None:
    """Sequence the log; where a server beside us is at it, wait until it has committed."""
    while Pending.objects.exists():
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        sequence_all(signer())
