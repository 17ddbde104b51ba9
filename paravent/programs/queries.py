"""Reading about programs and what they were allowed."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef

from paravent.access import prepared
from paravent.access.bearers import digest_of
from paravent.access.terms import Actor, Purpose, Whence
from paravent.kernel import clock
from paravent.kernel.blind import token as token_of
from paravent.kernel.ids import PatientId, PersonId
from paravent.kernel.piles import Pile
from paravent.kernel.retention import TOKENS
from paravent.keys.custody import blind_key, opened_for_practice
from paravent.keys.queries import device_number
from paravent.people.queries import patients_by_id
from paravent.people.standing import has_account, roles_in, roles_of, shown_at
from paravent.people.terms import InSession
from paravent.programs.models import Assertion, Code, Launch, Mandate, Program, Token
from paravent.programs.terms import (
    Access,
    Claim,
    Description,
    Given,
    Kind,
    Lasting,
    NoAccess,
    Registered,
    Scope,
    Telling,
    Use,
    Wish,
    origin_of,
)

SESSION_PLACE = ("programs.mandate", "session")


def place(digest: bytes) -> tuple[str, ...]:
    """Return what the patient of a token is sealed to."""
    return ("programs.token", digest.hex())


def access_of(secret: str) -> Access:
    """Return what an access token stands for now; raises NoAccess. Roles are read each time, never remembered."""
    digest = digest_of(secret)
    for person_id, program_id, is_active, purpose, scopes, patient, ends_at, ended_at in _token().rows(digest=digest):
        if ended_at is not None or ends_at <= clock.now():
            raise NoAccess("over")
        if not is_active:
            raise NoAccess("program-revoked")
        return Access(
            actor=_actor(person_id, program_id, digest),
            purpose=Purpose(purpose),
            scopes=tuple(Scope.parse(text) for text in scopes),
            program=program_id,
            patient=_unsealed(patient, digest),
        )
    raise NoAccess("unknown")


@cache
def _token() -> prepared.Prepared:
    active = Program.objects.filter(pk=OuterRef("program_id"), approved_at__isnull=False, revoked_at=None)
    shown = Token.objects.filter(digest=prepared.Given("digest"), use=Use.ACCESS).annotate(is_active=Exists(active))
    return prepared.Prepared(
        shown.values_list(
            "person_id", "program_id", "is_active", "purpose", "scopes", "sealed_patient", "ends_at", "ended_at"
        )
    )


def _actor(person_id: UUID, program_id: UUID, digest: bytes) -> Actor:
    if person_id != program_id and not has_account(person_id):
        raise NoAccess("person-left")
    roles = roles_of(person_id)
    if not roles:
        raise NoAccess("no-role-left")
    return Actor(PersonId(person_id), roles, whence=Whence(device_number(digest.hex())))


def patient_of(token: Token) -> PatientId | None:
    """Return the one patient whom a token is about, if it is about one."""
    return _unsealed(bytes(token.sealed_patient) if token.sealed_patient else None, bytes(token.digest))


def _unsealed(patient: bytes | None, digest: bytes) -> PatientId | None:
    if patient is None:
        return None
    return PatientId(UUID(opened_for_practice(patient, place(digest))))


def subject_of(program_id: UUID, person_id: UUID) -> str:
    """Return what a program knows somebody by: always the same, and never what another program knows them by."""
    return token_of(blind_key(), "programs.subject", f"{program_id} {person_id}").hex()


def programs() -> list[Registered]:
    """Return all programs: those that wait for approval first, those that were revoked last, by name."""
    found = [_registered(row) for row in Program.objects.order_by("name", "registered_at")]
    return sorted(found, key=lambda one: (one.revoked_at is not None, one.approved_at is not None))


def pile_for(reader: UUID) -> Pile:
    """Return which programs wait for this reader's approval: nobody approves what they registered themselves."""
    rows = Program.objects.filter(approved_at=None, revoked_at=None).exclude(registered_by=reader)
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("registered_at")))


def program(program_id: UUID) -> Registered:
    """Return one program; DoesNotExist where there is none."""
    return _registered(Program.objects.get(pk=program_id))


def program_of(client_id: str) -> Registered | None:
    """Return the program that names itself so, if it may do anything."""
    try:
        found = program(UUID(client_id))
    except (ValueError, Program.DoesNotExist):
        return None
    return found if found.is_active else None


def startable() -> list[Registered]:
    """Return the programs that can be started out of a file, by name."""
    return [one for one in programs() if one.is_active and one.description.launch_uri]


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of programs, by id: they stand in the log beside people."""
    return dict(Program.objects.filter(pk__in=list(ids)).values_list("id", "name"))


def allowed_origin(origin: str) -> bool:
    """Tell whether pages of this origin belong to an approved program, so that browsers let them ask us."""
    live = Program.objects.exclude(approved_at=None).filter(revoked_at=None)
    return origin in {origin_of(uri) for uris in live.values_list("redirect_uris", flat=True) for uri in uris}


def _registered(row: Program) -> Registered:
    return Registered(
        program_id=row.id,
        description=Description(
            name=row.name,
            kind=Kind(row.kind),
            scopes=tuple(Scope.parse(text) for text in row.scopes),
            purposes=tuple(Purpose(word) for word in row.purposes),
            redirect_uris=tuple(row.redirect_uris),
            launch_uri=row.launch_uri,
            jwks=row.jwks,
            teams=tuple(row.teams),
        ),
        registered_by=row.registered_by,
        registered_at=row.registered_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        revoked_at=row.revoked_at,
    )


def mandate(mandate_id: UUID) -> Given:
    """Return one mandate; DoesNotExist where there is none for this actor."""
    return _given(Mandate.objects.get(pk=mandate_id))


def mandate_of(program_id: UUID) -> Given:
    """Return what a program that acts itself was allowed; DoesNotExist where there is nothing."""
    return _given(Mandate.objects.get(program_id=program_id, person_id=program_id))


def mandates_of(person_id: UUID) -> list[Given]:
    """Return what somebody allowed programs and what still lasts, with the names to it, newest first."""
    live = Mandate.objects.filter(person_id=person_id, withdrawn_at=None, ends_at__gt=clock.now())
    rows = list(live.order_by("-given_at"))
    names = names_of({row.program_id for row in rows})
    people = patients_by_id({row.patient_id for row in rows if row.patient_id})
    return [
        _given(
            row, names.get(row.program_id, ""), people[row.patient_id].identity.name if row.patient_id in people else ""
        )
        for row in rows
    ]


def _given(row: Mandate, program_name: str = "", patient_name: str = "") -> Given:
    return Given(
        mandate_id=row.id,
        program_id=row.program_id,
        person_id=PersonId(row.person_id),
        purpose=Purpose(row.purpose),
        scopes=tuple(Scope.parse(text) for text in row.scopes),
        patient_id=PatientId(row.patient_id) if row.patient_id else None,
        visit_id=row.visit_id,
        lasting=Lasting(row.lasting),
        session=bytes(row.sealed_session) if row.sealed_session is not None else None,
        given_at=row.given_at,
        ends_at=row.ends_at,
        withdrawn_at=row.withdrawn_at,
        tells=tuple(Telling(word) for word in row.tells),
        program_name=program_name,
        patient_name=patient_name,
    )


def granted(given: Given, scopes: Iterable[Scope]) -> str:
    """Return what a token of a mandate is good for, in the words of the specification."""
    about = {"wants_patient": given.patient_id is not None, "wants_visit": given.visit_id is not None}
    return Wish(tuple(scopes), given.lasting, tells=given.tells, **about).granted


def is_live(given: Given) -> bool:
    """Tell whether a mandate still counts: not over, not withdrawn, and its person signed in where it asks for that."""
    if given.withdrawn_at is not None or given.ends_at <= clock.now():
        return False
    return given.session is None or _is_signed_in(given.session, given.person_id)


def _is_signed_in(sealed: bytes, person: PersonId) -> bool:
    key = opened_for_practice(sealed, SESSION_PLACE)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key).load()
    seen_at = session.get(InSession.SEEN_AT, 0)
    is_theirs = session.get("_auth_user_id") == str(person) and roles_in(session, person)
    return bool(is_theirs) and clock.now().timestamp() - seen_at <= settings.IDLE_MINUTES * 60


def passkey_shown_for(given: Given) -> datetime | None:
    """Return when its person last showed a passkey in the session a mandate ends with; nothing where it ends with none."""
    if given.session is None:
        return None
    key = opened_for_practice(given.session, SESSION_PLACE)
    return shown_at(import_module(settings.SESSION_ENGINE).SessionStore(key).load(), given.person_id)


def claim_of_code(secret: str, program_id: UUID) -> Claim | None:
    """Return the code that a program brought, if it was made for this program."""
    row = Code.objects.filter(digest=digest_of(secret), program_id=program_id).first()
    if row is None:
        return None
    return Claim(
        claim_id=row.id,
        mandate_id=row.mandate_id,
        program_id=row.program_id,
        person_id=PersonId(row.person_id),
        purpose=Purpose(row.purpose),
        redirect_uri=row.redirect_uri,
        challenge=row.challenge,
        nonce=row.nonce,
        is_over=row.ends_at <= clock.now(),
        was_used=row.used_at is not None,
    )


def claim_of_token(secret: str, program_id: UUID, use: Use | None = None) -> Claim | None:
    """Return the token that a program brought, if it was given to this program."""
    row = Token.objects.filter(digest=digest_of(secret), program_id=program_id).first()
    if row is None or (use and row.use != use):
        return None
    return Claim(
        claim_id=row.id,
        mandate_id=row.mandate_id,
        program_id=row.program_id,
        person_id=PersonId(row.person_id),
        purpose=Purpose(row.purpose),
        scopes=tuple(Scope.parse(text) for text in row.scopes),
        is_over=row.ends_at <= clock.now(),
        was_used=row.ended_at is not None,
    )


def token(token_id: UUID) -> Token:
    """Return one token's row."""
    return Token.objects.get(pk=token_id)


def launch_of(secret: str, program_id: UUID) -> Launch | None:
    """Return the start that somebody made of this program out of a file, while it counts; others' are not seen."""
    live = Launch.objects.filter(used_at=None, ends_at__gt=clock.now(), program_id=program_id)
    return live.filter(digest=digest_of(secret)).first()


def first_due() -> dict[str, datetime | None]:
    """Return when the first code, token, statement or start is due to go, by their term in the register."""
    ended = (kind.objects.aggregate(at=Min("ends_at"))["at"] for kind in (Code, Token, Assertion, Launch))
    return {"tokens": min((at + TOKENS for at in ended if at), default=None)}
