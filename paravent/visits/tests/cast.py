"""The cast of a consultation, and what happens between them, in sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from paravent.access.bearers import COOKIE, cookie_for, digest_of
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, guest
from paravent.kernel import clock
from paravent.kernel.ids import PartyId, PatientId, PersonId, VisitId
from paravent.ledger.models import Detail, Pending
from paravent.people import operations as people
from paravent.people.models import Staff
from paravent.people.terms import Identity
from paravent.people.tests.cast import colleague
from paravent.visits import operations

TREAT, WORK, ASKED = Purpose.TREATMENT, Purpose.OPERATIONS, Purpose.PATIENT_REQUEST
HALF_AN_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)


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
    return people.register_patient(INSTALLATION, WORK, Identity(name, **more))


def a_visit_of(clinician: Actor, with_: PatientId | None = None) -> VisitId:
    """Return a visit that has just been started, with somebody known or with whoever gets the link."""
    return operations.start_now(clinician, TREAT, with_).visit_id


def an_appointment_of(
    clinician: Actor,
    with_: PatientId,
    *,
    at: datetime | None = None,
    lasting: timedelta = HALF_AN_HOUR,
    reason: str = "follow-up",
) -> VisitId:
    """Return a booked visit; in an hour, where nobody says when."""
    return operations.book_visit(
        clinician,
        WORK,
        patient_id=with_,
        clinician_id=clinician.person,
        starts_at=at or clock.now() + HOUR,
        length=lasting,
        reason=reason,
    ).visit_id


def the_bearer_of_the_link_to(visit: VisitId, of: Actor) -> Actor:
    """Return whoever got the link that the clinician sent."""
    link = operations.show_invitation(of, WORK, visit)
    assert link is not None
    return guest(digest_of(link.secret))


def waiting(bearer: Actor, name: str = "Ali") -> Actor:
    """Return the bearer of a link on the device on which they sat down to wait."""
    _visit, party = operations.get_ready(bearer, name=name, language="en")
    return guest(bearer.bearer or b"", party)


def seat_of(somebody: Actor) -> PartyId:
    """Return the seat that this device took."""
    assert somebody.party is not None
    return somebody.party


def in_the_call(visit: VisitId, of: Actor, name: str = "Ali") -> Actor:
    """Return a patient who waited and was admitted."""
    patient = waiting(the_bearer_of_the_link_to(visit, of), name)
    operations.admit_party(of, TREAT, visit, seat_of(patient))
    return patient


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
