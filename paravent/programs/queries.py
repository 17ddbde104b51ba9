"""Reading about programs and what they were allowed."""

from uuid import UUID

from paravent.access.bearers import digest_of
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.kernel.sealing import unseal
from paravent.keys.custody import practice_data_key
from paravent.people.queries import account_of, roles_of
from paravent.programs.models import Program, Token
from paravent.programs.terms import Access, NoAccess, Scope, Use


def place(digest: bytes) -> tuple[str, ...]:
    """Return what the patient of a token is sealed to."""
    return ("programs.token", digest.hex())


def access_of(secret: str) -> Access:
    """Return what an access token stands for now; raises NoAccess. Roles are read each time, never remembered."""
    token = Token.objects.filter(digest=digest_of(secret), use=Use.ACCESS).first()
    if token is None:
        raise NoAccess("unknown")
    if token.ended_at is not None or token.ends_at <= clock.now():
        raise NoAccess("over")
    return Access(
        actor=_actor(token),
        purpose=Purpose(token.purpose),
        scopes=tuple(Scope.parse(text) for text in token.scopes),
        program=token.program_id,
        patient=patient_of(token),
    )


def _actor(token: Token) -> Actor:
    program = Program.objects.get(pk=token.program_id)
    if not program.is_active:
        raise NoAccess("program-revoked")
    if token.person_id != program.id and account_of(token.person_id) is None:
        raise NoAccess("person-left")
    roles = roles_of(token.person_id)
    if not roles:
        raise NoAccess("no-role-left")
    return Actor(PersonId(token.person_id), roles)


def patient_of(token: Token) -> PatientId | None:
    """Return the one patient whom a token is about, if it is about one."""
    if token.sealed_patient is None:
        return None
    digest = bytes(token.digest)
    return PatientId(UUID(unseal(practice_data_key(), bytes(token.sealed_patient), place(digest)).decode()))
