"""Who somebody is here now: their account, what they showed to sign in, the roles that count, and whether they are paused."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, Min, Q, QuerySet

from paravent.access.prepared import Given, Prepared
from paravent.access.terms import BrakeKind, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people import policy
from paravent.people.models import Brake, Enrolment, Patient, RoleGrant, Session, Staff
from paravent.people.terms import InSession, Method, OpenSession


def roles_of(person_id: UUID) -> frozenset[Role]:
    """Return the roles somebody holds now."""
    return frozenset(Role(role) for (role,) in _roles_of().rows(person=person_id, now=clock.now()))


@cache
def _roles_of() -> Prepared:
    paused = _pauses(Given("now")).filter(person_id=Given("person"))
    return Prepared(_granted().filter(~Exists(paused)).values_list("role"))


def granted_to(person_id: UUID) -> frozenset[Role]:
    """Return the roles that somebody was given and that go on, also while they are paused."""
    return frozenset(Role(role) for (role,) in _grants_of().rows(person=person_id, now=clock.now()))


@cache
def _grants_of() -> Prepared:
    return Prepared(_granted().values_list("role"))


def granted_to_each() -> dict[UUID, frozenset[Role]]:
    """Return the same of everybody: one question, however many work here."""
    roles: dict[UUID, set[Role]] = {}
    for person_id, role in _going_on(clock.now()).values_list("person_id", "role"):
        roles.setdefault(person_id, set()).add(Role(role))
    return {person_id: frozenset(held) for person_id, held in roles.items()}


def _granted() -> QuerySet[RoleGrant]:
    return _going_on(Given("now")).filter(person_id=Given("person"))


def _going_on(now: Any) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


def _pauses(now: Any) -> QuerySet[Brake]:
    """Return the pauses that have begun; row security says the same in SQL (paravent_is_paused)."""
    return Brake.objects.filter(kind=BrakeKind.PAUSE, lifted_at=None, starts_at__lte=now, ends_at__gt=now)


def paused_now() -> frozenset[UUID]:
    """Return whose accounts are paused."""
    return frozenset(_pauses(clock.now()).values_list("person_id", flat=True))


def is_paused(person_id: UUID) -> bool:
    """Tell whether an account is paused: none of its roles counts."""
    return person_id in paused_now()


def others_watch(person_id: UUID) -> bool:
    """Tell whether there is a data-protection officer besides somebody: one who works here and is not paused."""
    held = _going_on(clock.now()).filter(role=Role.DPO).exclude(person_id=person_id)
    holders = set(held.values_list("person_id", flat=True)) - paused_now()
    return Staff.objects.filter(pk__in=holders, is_active=True).exists()


def roles_in(session: Mapping[str, Any], person_id: UUID) -> frozenset[Role]:
    """Return the roles that count in a session: none before two factors were shown, and none but `paused` in a pause."""
    if not policy.may_work(methods_in(session, person_id)).allowed:
        return frozenset()
    return roles_of(person_id) or (frozenset({Role.PAUSED}) if is_paused(person_id) else frozenset())


def methods_in(session: Mapping[str, Any], person_id: UUID) -> frozenset[Method]:
    """Return what somebody showed to sign in, as allauth and our own pages noted it in their session."""
    theirs = session.get("account_authentication_methods_user") == str(person_id)
    records = session.get("account_authentication_methods", []) if theirs else []
    shown = {method for record in records if (method := _method(record))}
    if settings.PARAVENT_DEMO and session.get(InSession.DEMO):
        shown.add(Method.DEMO_LINK)
    if since := session.get(InSession.ENROLLED_AT):
        shown |= {Method.ENROLMENT, *_set_up_since(person_id, datetime.fromtimestamp(since, UTC))}
    return frozenset(shown)


def shown_at(session: Mapping[str, Any], person_id: UUID) -> datetime | None:
    """Return when somebody last showed a passkey in a session, or a code of theirs; in a demo, when they came by its link."""
    theirs = session.get("account_authentication_methods_user") == str(person_id)
    records = session.get("account_authentication_methods", []) if theirs else []
    times = [record["at"] for record in records if record.get("type") in {"webauthn", "totp"} and "at" in record]
    if settings.PARAVENT_DEMO and session.get(InSession.DEMO):
        times.append(session.get(InSession.SINCE, 0))
    return datetime.fromtimestamp(max(times), UTC) if times else None


def has_second_factor(person_id: UUID) -> bool:
    """Tell whether somebody has a passkey or makes codes; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user_id=person_id, type__in=("webauthn", "totp")).exists())


def account_of(person_id: UUID) -> Staff | None:
    """Return the account somebody signs in with, unless it has ended."""
    return Staff.objects.filter(pk=person_id, is_active=True).first()


def has_account(person_id: UUID) -> bool:
    """Tell whether somebody has an account that has not ended."""
    return bool(_account().rows(person=person_id))


@cache
def _account() -> Prepared:
    return Prepared(Staff.objects.filter(pk=Given("person"), is_active=True).values_list("id"))


def called(email: str) -> PersonId | None:
    """Return whose account has this address, also one that has ended."""
    person = Staff.objects.filter(email__iexact=email.strip()).values_list("id", flat=True).first() if email else None
    return PersonId(person) if person else None


def sessions_of(person_id: UUID) -> QuerySet[Session]:
    """Return every session in which somebody is signed in."""
    return Session.objects.filter(person_id=person_id)


def open_sessions(person_id: UUID) -> list[OpenSession]:
    """Return the sessions of somebody that have not lasted their time, the last used first."""
    now = clock.now()
    found = [
        OpenSession(session.session_key, _instant(kept, InSession.SINCE), _instant(kept, InSession.SEEN_AT))
        for session in sessions_of(person_id).filter(expire_date__gt=now)
        for kept in [session.get_decoded()]
    ]
    return sorted(found, key=lambda one: (one.seen_at is not None, one.seen_at or now), reverse=True)


def _instant(kept: Mapping[str, Any], name: InSession) -> datetime | None:
    return datetime.fromtimestamp(kept[name], UTC) if name in kept else None


def old_sessions() -> list[tuple[PersonId, Session]]:
    """Return the sessions that lasted their time while somebody was signed in, and who."""
    old = Session.objects.filter(expire_date__lte=clock.now())
    return [(PersonId(session.person_id), session) for session in old if session.person_id]


def _method(record: Mapping[str, Any]) -> Method | None:
    if record.get("method") == "password":
        return Method.PASSWORD
    if record.get("method") != "mfa":
        return None
    # A security key shown as second factor proved its user as well: WebAuthn here always verifies them.
    return Method.PASSKEY if record.get("type") == "webauthn" else Method.CODE


def _set_up_since(person_id: UUID, since: datetime) -> set[Method]:
    """Return what somebody who came by an enrolment link has set up since: it counts for this session."""
    new = set(Authenticator.objects.filter(user_id=person_id, created_at__gte=since).values_list("type", flat=True))
    if "webauthn" in new:
        return {Method.PASSKEY}
    has_password = Staff.objects.get(pk=person_id).has_usable_password()
    return {Method.PASSWORD, Method.CODE} if "totp" in new and has_password else set()


def who_ever_was(role: Role) -> QuerySet[RoleGrant, UUID]:
    """Return who was ever given a role, whether or not they hold it still."""
    return RoleGrant.objects.filter(role=role).values_list("person_id", flat=True)


def not_known(patients: QuerySet[Any, Any]) -> int:
    """Return of how many patients nobody noted how it is known that they are who they say."""
    return Patient.objects.filter(pk__in=patients, verified_how=None).count()


def first_due() -> dict[str, datetime | None]:
    """Return when the first one-time link and the first session are due to go, by their terms in the register."""
    return {
        "enrolments": Enrolment.objects.aggregate(at=Min("valid_until"))["at"],
        "sessions": Session.objects.aggregate(at=Min("expire_date"))["at"],
    }
