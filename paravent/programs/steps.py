"""Writes about programs, for use inside somebody's operation."""

import secrets
from uuid import UUID

from paravent.access.bearers import digest_of
from paravent.access.operation import Operation
from paravent.kernel import clock, retention
from paravent.keys.custody import sealed_for_practice
from paravent.programs.models import Assertion, Code, Launch, Mandate, Program, Token
from paravent.programs.queries import SESSION_PLACE, granted, place
from paravent.programs.terms import (
    CODE_FOR,
    FOR_EVER,
    LAUNCH_FOR,
    MANDATE_FOR,
    TOKEN_FOR,
    Choice,
    Description,
    Given,
    Issued,
    Lasting,
    Registered,
    Scope,
    Use,
    Wish,
)

KEPT_AFTERWARDS = retention.TOKENS
"""How long digests are kept after their time, so that one that comes again is known."""


def new_secret() -> str:
    """Return 256 random bits to be shown once."""
    return secrets.token_urlsafe(32)


def register(op: Operation, described: Description) -> UUID:
    """Keep a program as it was described; it waits for approval."""
    row = Program(
        name=described.name,
        kind=described.kind,
        redirect_uris=list(described.redirect_uris),
        launch_uri=described.launch_uri,
        jwks=described.jwks,
        scopes=[str(scope) for scope in described.scopes],
        purposes=list(described.purposes),
        teams=list(described.teams),
        registered_by=op.actor.person,
        registered_at=clock.now(),
    )
    row.save(force_insert=True)
    op.note(program=row.id)
    return row.id


def approve(op: Operation, program_id: UUID) -> None:
    """Let a program do what it was registered for."""
    Program.objects.filter(pk=program_id).update(approved_by=op.actor.person, approved_at=clock.now())
    op.note(program=program_id)


def revoke(op: Operation, program_id: UUID) -> None:
    """End a program for good; its tokens open nothing from now on."""
    Program.objects.filter(pk=program_id).update(revoked_by=op.actor.person, revoked_at=clock.now())
    op.note(program=program_id)


def give_mandate(
    op: Operation, program: Registered, wish: Wish, choice: Choice, *, patient: UUID | None, visit: UUID | None
) -> UUID:
    """Keep what somebody allowed a program."""
    now = clock.now()
    session = choice.session if wish.lasting is Lasting.ONLINE else ""
    row = Mandate(
        program_id=program.program_id,
        person_id=op.actor.person,
        purpose=choice.purpose,
        scopes=[str(scope) for scope in wish.scopes],
        patient_id=patient,
        visit_id=visit,
        lasting=wish.lasting,
        tells=list(wish.tells),
        sealed_session=sealed_for_practice(session, SESSION_PLACE) if session else None,
        given_at=now,
        ends_at=now + MANDATE_FOR[wish.lasting],
    )
    row.save(force_insert=True)
    op.note(program=program.program_id, mandate=row.id, lasting=wish.lasting or "once")
    return row.id


def give_to_itself(op: Operation, program: Registered) -> None:
    """Keep what a program that acts itself may do, until somebody revokes it."""
    now = clock.now()
    described = program.description
    row = Mandate(
        program_id=program.program_id,
        person_id=program.program_id,
        purpose=described.purposes[0],
        scopes=[str(scope) for scope in described.scopes],
        given_at=now,
        ends_at=now + FOR_EVER,
    )
    row.save(force_insert=True)
    op.note(mandate=row.id)


def make_code(
    op: Operation, mandate_id: UUID, program_id: UUID, *, redirect_uri: str, challenge: str, nonce: str
) -> str:
    """Return a code that is good once, for a minute, for this program at this address."""
    secret = new_secret()
    Code.objects.create(
        digest=digest_of(secret),
        mandate_id=mandate_id,
        program_id=program_id,
        person_id=op.actor.person,
        purpose=op.purpose,
        redirect_uri=redirect_uri,
        challenge=challenge,
        nonce=nonce,
        ends_at=clock.now() + CODE_FOR,
    )
    return secret


def use_code(op: Operation, code_id: UUID) -> bool:
    """Use a code up; of two who come at once, one is told that nothing was left."""
    op.note(code="used")
    return bool(Code.objects.filter(pk=code_id, used_at=None).update(used_at=clock.now()))


def use_refresh_token(op: Operation, token_id: UUID) -> bool:
    """Use a refresh token up, as a code."""
    op.note(refresh="used")
    return bool(Token.objects.filter(pk=token_id, ended_at=None).update(ended_at=clock.now()))


def issue(op: Operation, given: Given, scopes: tuple[Scope, ...]) -> Issued:
    """Make an access token of a mandate, and a refresh token where the mandate lets the program come back."""
    sweep(op)
    comes_back = given.lasting is not Lasting.ONCE
    op.note(program=given.program_id, mandate=given.mandate_id, patient=given.patient_id)
    return Issued(
        access=_keep(op, given, Use.ACCESS, scopes),
        refresh=_keep(op, given, Use.REFRESH, given.scopes) if comes_back else "",
        scopes=granted(given, scopes),
        patient=given.patient_id,
        visit=given.visit_id,
    )


def _keep(op: Operation, given: Given, use: Use, scopes: tuple[Scope, ...]) -> str:
    secret, now = new_secret(), clock.now()
    digest, about = digest_of(secret), given.patient_id
    Token.objects.create(
        digest=digest,
        use=use,
        mandate_id=given.mandate_id,
        program_id=given.program_id,
        person_id=op.actor.person,
        purpose=given.purpose,
        scopes=[str(scope) for scope in scopes],
        sealed_patient=sealed_for_practice(str(about), place(digest)) if about else None,
        made_at=now,
        ends_at=given.ends_at if use is Use.REFRESH else min(given.ends_at, now + TOKEN_FOR),
    )
    return secret


def end_token(op: Operation, token_id: UUID) -> None:
    """Let one token open nothing any more."""
    op.note(token=token_id)
    Token.objects.filter(pk=token_id, ended_at=None).update(ended_at=clock.now())


def withdraw(op: Operation, mandate_id: UUID) -> None:
    """End a mandate and everything that came of it, at once."""
    op.note(mandate=mandate_id)
    now = clock.now()
    Mandate.objects.filter(pk=mandate_id, withdrawn_at=None).update(withdrawn_at=now)
    Token.objects.filter(mandate_id=mandate_id, ended_at=None).update(ended_at=now)
    Code.objects.filter(mandate_id=mandate_id, used_at=None).update(used_at=now)


def start(op: Operation, program_id: UUID, *, patient: UUID, visit: UUID | None) -> str:
    """Return the secret by which a program that was started out of a file says so: once, within minutes."""
    secret = new_secret()
    Launch.objects.create(
        digest=digest_of(secret),
        program_id=program_id,
        person_id=op.actor.person,
        patient_id=patient,
        visit_id=visit,
        ends_at=clock.now() + LAUNCH_FOR,
    )
    op.note(program=program_id, patient=patient, visit=visit)
    return secret


def use_start(op: Operation, launch_id: UUID) -> bool:
    """Use a start up, as a code."""
    op.note(start="used")
    return bool(Launch.objects.filter(pk=launch_id, used_at=None).update(used_at=clock.now()))


def take_statement(op: Operation, program_id: UUID, statement: str) -> bool:
    """Keep that a program showed this statement; tell whether it is the first time."""
    op.note(program=program_id)
    # Kept for longer than any statement may last: it cannot outlive the memory of it.
    ends_at = clock.now() + KEPT_AFTERWARDS
    _row, is_new = Assertion.objects.get_or_create(
        program_id=program_id, digest=digest_of(statement), defaults={"ends_at": ends_at}
    )
    return is_new


def sweep(op: Operation) -> int:
    """Clear away digests that nothing can be told by any more, starts as far as row security shows them; returns how many went."""
    del op  # holding it is the proof that the gate is open
    before = clock.now() - KEPT_AFTERWARDS
    gone = sum(kind.objects.filter(ends_at__lt=before).delete()[0] for kind in (Code, Token, Launch))
    return gone + Assertion.objects.filter(ends_at__lt=clock.now()).delete()[0]
