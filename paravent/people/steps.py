"""Writes about people, for use inside somebody's operation."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db.models import Q, Value
from django.db.models.functions import Least

from paravent.access.operation import Operation, record_beside
from paravent.access.terms import Actor, BrakeKind, Purpose, Role
from paravent.kernel import clock
from paravent.kernel.blind import EDITION, prefixes, token
from paravent.kernel.contacts import door_words, phone_words
from paravent.kernel.ids import PatientId, PersonId
from paravent.kernel.sealing import DataKey, seal, unseal
from paravent.keys.custody import blind_key, sealed_for_practice
from paravent.keys.queries import patient_key
from paravent.keys.steps import make_keys
from paravent.keys.terms import Scope
from paravent.people.models import Block, Brake, CareRelation, Membership, Notice, Patient, RoleGrant, Staff, Team
from paravent.people.queries import (
    is_a_colleagues_name,
    live_brakes,
    place,
    readable,
    remark_place,
    teams_of,
)
from paravent.people.searching import find_patients
from paravent.people.standing import sessions_of
from paravent.people.terms import (
    EVERYBODY,
    Act,
    Because,
    Coverage,
    Ended,
    Identity,
    Person,
    VerifiedHow,
    Why,
    sockets_of,
)

INSTANT = timedelta(microseconds=1)
Sequel = Callable[[Operation, UUID], None]
AT_RESTRICTION: list[Sequel] = []
AT_ERASURE: list[Sequel] = []
"""What packages further up do in the same transaction when a patient is restricted or erased; the app of each says so when it is ready."""


def register_patient(
    op: Operation, identity: Identity, *, is_provisional: bool = False, patient_id: UUID | None = None
) -> PatientId:
    """Make a patient with their keys and return their id."""
    new = PatientId(patient_id or uuid4())
    op.note(patient=new)
    make_keys(op, new)
    Patient.objects.bulk_create(
        [
            Patient(
                id=new,
                sealed=_sealed(new, identity),
                tokens=_tokens(identity),
                index_edition=EDITION,
                is_provisional=is_provisional,
                works_here=is_a_colleagues_name(identity.name),
                registered_at=clock.now(),
            )
        ]
    )
    return new


def find_and_show(op: Operation, text: str) -> list[Person]:
    """Return patients found by name or birth date; the log keeps whom it showed, each of whom reads it."""
    return show_each(op, find_patients(text))


def show_each(op: Operation, found: list[Person]) -> list[Person]:
    """Let the log keep that these patients were shown, and return them."""
    op.note(count=len(found))
    for person in found:
        op.show(person.patient_id)
    return found


def index_names_anew(op: Operation, limit: int) -> int:
    """Find some patients of an earlier edition of the index by the present one, and return how many."""
    rows = Patient.objects.select_for_update().filter(index_edition__lt=EDITION)[:limit]
    # Of an erased patient there is nothing to be found by any more; what cannot be opened keeps the tokens that it has.
    for person in readable(rows):
        Patient.objects.filter(pk=person.patient_id).update(tokens=_tokens(person.identity))
    done = Patient.objects.filter(pk__in=[row.pk for row in rows]).update(index_edition=EDITION)
    op.note(indexed_anew=done)
    return done


def rename_patient(op: Operation, patient_id: UUID, identity: Identity) -> None:
    """Keep who a patient is, anew."""
    op.note(patient=patient_id, identity="changed")
    Patient.objects.filter(pk=patient_id).update(
        sealed=_sealed(patient_id, identity), tokens=_tokens(identity), index_edition=EDITION
    )
    # Only ever closed by a name, never opened: who works here and changes their name still works here.
    if is_a_colleagues_name(identity.name):
        mark_patient(op, patient_id, works_here=True)


def keep_coverage(op: Operation, person: Person, coverage: Coverage) -> None:
    """Keep who pays for a patient; what finds them stays as it is."""
    op.note(patient=person.patient_id, coverage="changed")
    sealed = _sealed(person.patient_id, replace(person.identity, coverage=coverage))
    Patient.objects.filter(pk=person.patient_id).update(sealed=sealed)


def mark_patient(op: Operation, patient_id: UUID, *, works_here: bool) -> None:
    """Note whether a patient works here: then a team's relation opens nothing."""
    op.note(patient=patient_id, works_here="yes" if works_here else "no")
    Patient.objects.filter(pk=patient_id).update(works_here=works_here)


def block(op: Operation, patient_id: UUID, person_id: UUID) -> None:
    """Keep somebody out of a patient's file from now on; twice is once."""
    op.note(patient=patient_id, kept_out=person_id)
    if not Block.objects.filter(patient_id=patient_id, person_id=person_id, ends_at=None).exists():
        Block.objects.create(
            patient_id=patient_id, person_id=person_id, starts_at=clock.now(), noted_by=op.actor.person
        )


def lift_block(op: Operation, patient_id: UUID, person_id: UUID) -> None:
    """Let somebody in again, as far as a relation of care does."""
    op.note(patient=patient_id, let_in=person_id)
    live = Block.objects.filter(patient_id=patient_id, person_id=person_id, ends_at=None)
    live.update(ends_at=clock.now(), lifted_by=op.actor.person)


def restrict(op: Operation, patient_id: UUID) -> None:
    """Close a file to everybody but its patient, an emergency aside."""
    op.note(restricted="yes")
    block(op, patient_id, EVERYBODY)
    for sequel in AT_RESTRICTION:
        sequel(op, patient_id)


def lift_restriction(op: Operation, patient_id: UUID) -> None:
    """Open a file again, as far as relations of care do."""
    op.note(restricted="no")
    lift_block(op, patient_id, EVERYBODY)


def verify_patient(op: Operation, patient_id: UUID, how: VerifiedHow) -> None:
    """Note how the actor knows that the patient is who they say they are."""
    op.note(patient=patient_id, how=how)
    Patient.objects.filter(pk=patient_id).update(verified_how=how, verified_by=op.actor.person, verified_at=clock.now())


def merge_provisional(op: Operation, from_: UUID, into: UUID) -> None:
    """Mark a provisional file as being another patient's, so that nobody looks for anything in it."""
    op.note(merged_from=from_, merged_into=into)
    Patient.objects.filter(pk=from_, is_provisional=True).update(merged_into=into)


def forget_identity(op: Operation, patient_id: UUID) -> None:
    """Take away what finds an erased patient, and end every relation of care with them."""
    op.note(tokens="forgotten", relation="ended")
    Patient.objects.filter(pk=patient_id).update(tokens=[], home_tokens=[])
    now = clock.now()
    live = CareRelation.objects.filter(patient_id=patient_id, ends_at__gt=now)
    live.update(starts_at=Least("starts_at", Value(now - INSTANT)), ends_at=now)
    for sequel in AT_ERASURE:
        sequel(op, patient_id)


def seal_anew(op: Operation, patient_id: UUID, old: DataKey, new: DataKey) -> int:
    """Seal who a patient is under a new key."""
    row = Patient.objects.select_for_update().get(pk=patient_id)
    sealed = seal(new, unseal(old, bytes(row.sealed), place(patient_id)), place(patient_id))
    op.note(identity="sealed-anew")
    return Patient.objects.filter(pk=patient_id).update(sealed=sealed)


def open_care_relation(
    op: Operation,
    *,
    patient_id: UUID,
    why: Why,
    starts_at: datetime,
    ends_at: datetime,
    clinician_id: UUID | None = None,
    team_id: UUID | None = None,
    visit_id: UUID | None = None,
) -> None:
    """Let a clinician or a team open a patient's file for a time."""
    op.note(patient=patient_id, relation=why)
    relation = CareRelation(
        patient_id=patient_id,
        clinician_id=clinician_id,
        team_id=team_id,
        why=why,
        visit_id=visit_id,
        starts_at=starts_at,
        ends_at=ends_at,
        made_by=op.actor.person,
    )
    relation.save(force_insert=True)


def make_team(op: Operation, name: str, members: list[UUID]) -> UUID:
    """Make a team of people who care for patients together."""
    team = Team(name=name)
    op.note(team=team.id, members=len(members))
    team.save(force_insert=True)
    Membership.objects.bulk_create(Membership(team_id=team.id, person_id=member) for member in members)
    return team.id


def leave_teams(op: Operation, person_id: UUID, teams: Collection[UUID]) -> None:
    """Take somebody out of teams, from now on."""
    op.note(left=len(teams))
    places = Membership.objects.filter(_lasts(), person_id=person_id, team_id__in=teams)
    places.update(ends_at=TransactionNow())


def end_roles(op: Operation, person_id: UUID, at: datetime, *, role: Role | None = None) -> None:
    """End somebody's roles at an instant, or one of them; what would have ended later ends then, too."""
    op.note(ends_at=at.isoformat(timespec="minutes"))
    held = RoleGrant.objects.filter(_lasts(), person_id=person_id)
    (held.filter(role=role) if role else held).update(ends_at=at)


def note_leaving(op: Operation, person_id: UUID, *, given_at: datetime, leaves_at: datetime) -> None:
    """Keep that somebody leaves, and let roles and places in teams end then."""
    Notice.objects.create(
        person_id=person_id,
        given_at=given_at,
        leaves_at=leaves_at,
        noted_by=op.actor.person,
        noted_at=clock.now(),
    )
    end_roles(op, person_id, leaves_at)
    Membership.objects.filter(_lasts(), person_id=person_id).update(ends_at=leaves_at)


def _lasts() -> Q:
    """Return what is true of a role or a place that has not ended, with or without a day on which it will."""
    return Q(ends_at=None) | Q(ends_at__gt=clock.now())


def end_care_relation(op: Operation, *, visit_id: UUID, patient_id: UUID) -> None:
    """End what a visit allowed with a patient, as when it is cancelled or turns out to be another's."""
    op.note(relation="ended")
    now = clock.now()
    live = CareRelation.objects.filter(visit_id=visit_id, patient_id=patient_id, ends_at__gt=now)
    # A relation that has not begun is kept as an empty span, so that the file shows there was one.
    live.update(starts_at=Least("starts_at", Value(now - INSTANT)), ends_at=now)


def hold_calendar(op: Operation, person_id: UUID) -> None:
    """Let one booking with a colleague be made at a time, until it is committed."""
    # Two that cross would wait for each other's row, and the database would break one of them off.
    op.note(clinician=person_id)
    Staff.objects.select_for_update(no_key=True).get(pk=person_id)


def put_brake(
    op: Operation,
    person_id: UUID,
    kind: BrakeKind,
    *,
    because: Because,
    case_id: UUID,
    until: datetime,
    after: tuple[UUID, datetime] | None = None,
) -> None:
    """Hold somebody back until then. A pause ends their sessions at once, or, `after` a visit, begins at an instant."""
    op.note(staff=person_id, brake=kind, until=until.isoformat(timespec="minutes"))
    visit_id, starts_at = after or (None, TransactionNow())
    Brake(
        person_id=person_id,
        kind=kind,
        because=because,
        case_id=case_id,
        put_by=op.actor.person,
        starts_at=starts_at,
        ends_at=until,
        visit_id=visit_id,
    ).save(force_insert=True)
    if kind == BrakeKind.PAUSE and after is None:
        end_sessions(op, person_id)


def lift_brakes(op: Operation, brakes: Collection[UUID], remark: str = "") -> int:
    """Take brakes off, and return how many there were; why stands sealed beside each, unless a decided case says it."""
    lifted = 0
    for row in live_brakes(clock.now()).filter(pk__in=brakes):
        found = Brake.objects.filter(pk=row.pk, lifted_at=None).update(
            lifted_by=op.actor.person,
            lifted_at=TransactionNow(),
            sealed_remark=sealed_for_practice(remark, remark_place(row.id)) if remark else None,
        )
        if found:
            lifted += found
            op.note(staff=row.person_id, lifted=f"{op.facts.get('lifted', '')} {row.kind}".strip())
    return lifted


def end_sessions(op: Operation, person_id: UUID) -> None:
    """End every session of somebody, and what was opened in it; that they were ended is a line of their own."""
    ended, _ = sessions_of(person_id).delete()
    if ended:
        owner = Actor(PersonId(person_id))
        record_beside(Act.SIGN_OUT, owner, Purpose.ADMINISTRATION, Ended.FORCED, sessions=ended)
    op.after_commit(lambda: tell_sockets(person_id))


def end_session(op: Operation, person_id: UUID, kept_as: str) -> None:
    """End one session of somebody. Raises ObjectDoesNotExist where it is not theirs."""
    sessions_of(person_id).get(session_key=kept_as).delete()
    op.after_commit(lambda: tell_sockets(person_id))


def tell_sockets(person_id: UUID) -> None:
    """Let somebody's open sockets look whether their session still holds."""
    layer = get_channel_layer()
    if layer is not None:
        async_to_sync(layer.group_send)(sockets_of(person_id), {"type": "session.ended"})


def _sealed(patient_id: UUID, identity: Identity) -> bytes:
    body = {
        "name": identity.name,
        "birth_date": identity.birth_date.isoformat() if identity.birth_date else None,
        "phone": identity.phone,
        "email": identity.email,
        "language": identity.language,
        "coverage": asdict(identity.coverage) if identity.coverage else None,
    }
    return seal(patient_key(patient_id, Scope.IDENTITY), json.dumps(body).encode(), place(patient_id))


def _tokens(identity: Identity) -> list[bytes]:
    key = blind_key()
    names = [token(key, "name", prefix) for prefix in sorted(prefixes(identity.name))]
    born, phones = identity.birth_date, tokens_of_phones([identity.phone])
    return [*names, *phones, token(key, "birth_date", born.isoformat())] if born else [*names, *phones]


def tokens_of_phones(numbers: Iterable[str]) -> list[bytes]:
    """Return the blind tokens of telephone numbers: whoever shares a number shares a token, and no search asks for one."""
    words = phone_words(numbers, settings.COUNTRY)
    return [token(blind_key(), "phone", word) for word in sorted(words)]


def tokens_of_doors(doors: Iterable[tuple[str, str]]) -> list[bytes]:
    """Return the blind tokens of doors, each a street with its number, and a postal code."""
    words = {word for street, postal_code in doors for word in door_words(street, postal_code)}
    return [token(blind_key(), "door", word) for word in sorted(words)]


def note_home(op: Operation, patient_id: UUID, *, phones: Iterable[str], doors: Iterable[tuple[str, str]]) -> None:
    """Keep where a patient lives and is called, as tokens beside their name's: what it says stays in the file."""
    op.note(patient=patient_id, home="indexed")
    tokens = [*tokens_of_phones(phones), *tokens_of_doors(doors)]
    Patient.objects.filter(pk=patient_id).update(home_tokens=tokens)


def admit_program(op: Operation, program_id: UUID, teams: Collection[UUID]) -> None:
    """Let a program that acts itself be a member of teams: it sees their patients, and nobody else."""
    op.note(teams=" ".join(sorted(map(str, teams))))
    grant = RoleGrant(person_id=program_id, role=Role.PROGRAM, granted_by=op.actor.person, starts_at=clock.now())
    grant.save(force_insert=True)
    Membership.objects.bulk_create(Membership(team_id=team, person_id=program_id) for team in teams)


def dismiss_program(op: Operation, program_id: UUID) -> None:
    """End a program's role and its places in teams."""
    op.note(program=program_id)
    RoleGrant.objects.filter(person_id=program_id, role=Role.PROGRAM, ends_at=None).update(ends_at=clock.now())
    leave_teams(op, program_id, teams_of(program_id))
