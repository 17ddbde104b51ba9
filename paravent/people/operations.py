"""What people do about people. One function, one use case, one line in the log."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError

from paravent.access.bearers import digest_of
from paravent.access.operation import Operation, operation, unseen
from paravent.access.policy import may_forget
from paravent.access.terms import INSTALLATION, NOWHERE, Actor, Purpose, Refused, Role, Whence, refuse
from paravent.kernel import clock, retention
from paravent.kernel.blind import EDITION
from paravent.kernel.ids import NOBODY, PatientId, PersonId, TeamId
from paravent.ledger.queries import counted_by_actor, lines_of_acts, whences
from paravent.people import policy, queries, standing, steps
from paravent.people.models import Enrolment, Membership, RoleGrant, Staff
from paravent.people.searching import patients_called, wait_between_searches
from paravent.people.telling import tell_of_change
from paravent.people.terms import (
    SIGN_INS,
    Act,
    Colleague,
    EmailTaken,
    Ended,
    Identity,
    Method,
    PatientCard,
    Person,
    SignIn,
    TeamTaken,
    TurnedAway,
    VerifiedHow,
    Why,
)

ENROL_FOR = retention.ENROLMENT
INDEXED_AT_ONCE = 500
COUNTED_TOGETHER = timedelta(minutes=15)
"""How long failed attempts at one account are counted before the count begins anew."""
LATELY = timedelta(days=7)
"""For how long an administrator sees that signing in failed."""
TEAM_CARES_FOR = timedelta(days=2 * 365)
"""A team's care ends by itself: a file that nobody has had a reason to open for two years is closed again."""


def register_patient(actor: Actor, purpose: Purpose, identity: Identity, *, team: TeamId | None = None) -> PatientId:
    """Register a patient, in the care of a team or of nobody yet, and return their id."""
    with operation(Act.PATIENT_REGISTER, actor, purpose) as op:
        op.require(policy.may_place(actor) if team else policy.may_register(actor))
        patient_id, now = steps.register_patient(op, identity), clock.now()
        if team:
            steps.open_care_relation(
                op, patient_id=patient_id, team_id=team, why=Why.TEAM, starts_at=now, ends_at=now + TEAM_CARES_FOR
            )
        return patient_id


def search_patients(actor: Actor, purpose: Purpose, text: str) -> list[Person]:
    """Return patients found by name or birth date. A search is a disclosure: the log keeps whom it showed."""
    with operation(Act.PATIENT_SEARCH, actor, purpose) as op:
        op.require(policy.may_search(actor, purpose))
        wait_between_searches(op)
        return [_discreet(person) for person in steps.find_and_show(op, text)]


def _discreet(person: Person) -> Person:
    """Of somebody who works here a search tells the name alone; the rest is for whoever treats them."""
    return replace(person, identity=Identity(person.identity.name)) if person.works_here else person


def see_patient(actor: Actor, purpose: Purpose, patient_id: PatientId) -> PatientCard:
    """Return what a patient said about who may not see their file, for those who keep it for them."""
    with operation(Act.PATIENT_SEE, actor, purpose) as op:
        op.note(patient=patient_id)
        op.require(policy.may_see_card(actor))
        clinicians = tuple((one.person_id, one.name) for one in queries.colleagues(Role.CLINICIAN))
        return PatientCard(queries.patient(patient_id), tuple(queries.blocked_by(patient_id)), clinicians)


def mark_patient(actor: Actor, purpose: Purpose, patient_id: PatientId, *, works_here: bool) -> None:
    """Note that a patient works here, or does not."""
    with operation(Act.PATIENT_MARK, actor, purpose) as op:
        op.note(patient=patient_id)
        op.require(policy.may_mark(actor))
        steps.mark_patient(op, patient_id, works_here=works_here)


def close_files_called(name: str) -> None:
    """Mark every patient who is called as somebody who begins to work here, each with a line in their own log."""
    with operation(Act.PATIENT_MARK, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(policy.may_mark(op.actor))
        found = patients_called(name)
        op.note(count=len(found))
    for patient_id in found:
        mark_patient(INSTALLATION, Purpose.OPERATIONS, patient_id, works_here=True)


def block_person(actor: Actor, purpose: Purpose, patient_id: PatientId, person: PersonId) -> None:
    """Keep somebody out of a patient's file, on the patient's word."""
    with operation(Act.BLOCK, actor, purpose) as op:
        op.note(patient=patient_id)
        op.require(policy.may_block(actor))
        steps.block(op, patient_id, person)


def lift_block(actor: Actor, purpose: Purpose, patient_id: PatientId, person: PersonId) -> None:
    """Let somebody in again, on the patient's word."""
    with operation(Act.LIFT, actor, purpose) as op:
        op.note(patient=patient_id)
        op.require(policy.may_block(actor))
        steps.lift_block(op, patient_id, person)


def list_own_patients(actor: Actor, purpose: Purpose) -> list[Person]:
    """Return those a clinician cares for now, by name."""
    with operation(Act.PATIENT_LIST, actor, purpose) as op:
        op.require(policy.may_list_own(actor))
        return steps.show_each(op, queries.patients_of(actor.person))


def verify_patient(actor: Actor, purpose: Purpose, patient_id: PatientId, how: VerifiedHow) -> None:
    """Note how the clinician knows the patient."""
    with operation(Act.PATIENT_VERIFY, actor, purpose) as op:
        op.note(patient=patient_id)
        op.require(policy.may_verify(actor, queries.relation_to(actor.person, patient_id)))
        steps.verify_patient(op, patient_id, how)


def refer_patient(actor: Actor, purpose: Purpose, patient_id: PatientId, *, to: PersonId, until: datetime) -> None:
    """Ask a colleague in: they may open the file until then."""
    with operation(Act.CARE_RELATION_OPEN, actor, purpose) as op:
        op.note(patient=patient_id, to=to)
        relation, is_blocked = queries.relation_to(actor.person, patient_id), queries.is_blocked(patient_id, to)
        op.require(policy.may_refer(actor, relation, to, is_blocked=is_blocked))
        now = clock.now()
        steps.open_care_relation(
            op, patient_id=patient_id, clinician_id=to, why=Why.REFERRAL, starts_at=now, ends_at=until
        )


def list_staff(actor: Actor) -> list[Colleague]:
    """Return everybody who works here."""
    with operation(Act.STAFF_LIST, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_manage_staff(actor))
        return queries.colleagues()


def add_staff(actor: Actor, *, name: str, email: str, roles: frozenset[Role]) -> tuple[PersonId, str]:
    """Make an account and return it with the secret of its one-time enrolment link. Raises EmailTaken."""
    if policy.may_manage_staff(actor).allowed:
        # Before the account: whatever fails in between leaves a file closed that could have stayed open.
        close_files_called(name)
    try:
        with operation(Act.STAFF_ADD, actor, Purpose.ADMINISTRATION) as op:
            op.require(policy.may_manage_staff(actor))
            staff = Staff(email=email.lower(), name=name, joined_at=clock.now())
            staff.set_unusable_password()
            staff.save(force_insert=True)
            op.note(staff=staff.id, roles=" ".join(sorted(roles)))
            for role in sorted(roles):
                op.require(policy.may_grant(actor, staff.id, role))
                _grant(op, staff.id, role)
            return PersonId(staff.id), _enrolment(op, staff.id)
    except IntegrityError:
        raise EmailTaken from None


def renew_enrolment(actor: Actor, person: PersonId) -> str:
    """Return the secret of a new enrolment link, as when somebody lost their passkey; they are told, lest it be used in their name."""
    with operation(Act.ENROL, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_manage_staff(actor))
        op.note(staff=person)
        owner = Staff.objects.get(pk=person)
        op.after_commit(lambda: tell_of_change(owner.email))
        return _enrolment(op, person)


def grant_role(actor: Actor, person: PersonId, role: Role) -> None:
    """Give somebody else a role."""
    with operation(Act.ROLE_GRANT, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person, role=role)
        op.require(policy.may_grant(actor, person, role))
        _grant(op, person, role)


def end_role(actor: Actor, person: PersonId, role: Role) -> None:
    """Take a role from somebody else, at once."""
    with operation(Act.ROLE_END, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person, role=role)
        op.require(policy.may_end_role(actor, person))
        steps.end_roles(op, person, clock.now(), role=role)


def make_team(actor: Actor, name: str) -> TeamId:
    """Make a team without members. Raises TeamTaken."""
    try:
        with operation(Act.TEAM_MAKE, actor, Purpose.ADMINISTRATION) as op:
            op.require(policy.may_arrange_team(actor))
            return TeamId(steps.make_team(op, name, []))
    except IntegrityError:
        raise TeamTaken from None


def join_team(actor: Actor, person: PersonId, team: TeamId) -> None:
    """Put somebody else into a team: from now on they may open its patients' files."""
    with operation(Act.TEAM_JOIN, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person, team=team)
        op.require(policy.may_arrange_team(actor, person))
        # A program's teams were approved with it; here only colleagues join.
        Staff.objects.get(pk=person)
        Membership.objects.get_or_create(team_id=team, person_id=person, ends_at=None)


def leave_team(actor: Actor, person: PersonId, team: TeamId) -> None:
    """Take somebody else out of a team, at once; that they were in it stays on record."""
    with operation(Act.TEAM_LEAVE, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person, team=team)
        op.require(policy.may_arrange_team(actor, person))
        steps.leave_teams(op, person, [team])


def note_leaving(actor: Actor, person: PersonId, *, given_at: datetime, leaves_at: datetime) -> None:
    """Note that somebody leaves, and since when that is known; their roles and places in teams end by themselves then."""
    with operation(Act.STAFF_LEAVE, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person)
        op.require(policy.may_note_leaving(actor, person))
        Staff.objects.get(pk=person, is_active=True)
        steps.note_leaving(op, person, given_at=given_at, leaves_at=leaves_at)


def end_staff(actor: Actor, person: PersonId) -> None:
    """Let somebody go: account, roles, places in teams and every session end at once."""
    with operation(Act.STAFF_END, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person)
        op.require(policy.may_manage_staff(actor))
        Staff.objects.filter(pk=person).update(is_active=False)
        steps.end_roles(op, person, clock.now())
        steps.leave_teams(op, person, queries.teams_of(person))
        Enrolment.objects.filter(person_id=person).update(used_at=clock.now())
        steps.end_sessions(op, person)


def enrol(secret: str) -> PersonId | None:
    """Use a one-time enrolment link and return whose it is; nothing where it is used, old or unknown."""
    enrolment = Enrolment.objects.filter(digest=digest_of(secret)).first()
    if enrolment is None:
        return None
    person, now = PersonId(enrolment.person_id), clock.now()
    try:
        with operation(Act.ENROLMENT_USE, Actor(person), Purpose.ADMINISTRATION) as op:
            op.note(staff=person)
            live = Enrolment.objects.filter(pk=enrolment.pk, used_at=None, valid_until__gt=now)
            # The update is the lock: of two who come at once, one finds nothing left to use.
            op.require(policy.may_enrol(is_live=bool(live.update(used_at=now))))
    except Refused:
        return None
    return person


def forget_links(actor: Actor) -> int:
    """Delete the links by which nobody can enrol any more; returns how many there were."""
    with operation(Act.FORGET_LINKS, actor, Purpose.OPERATIONS) as op:
        op.require(may_forget(actor))
        gone, _ = Enrolment.objects.filter(valid_until__lt=clock.now()).delete()
        op.note(links=gone)
        return gone


def begin_session(person: PersonId, methods: frozenset[Method], whence: Whence) -> None:
    """Let somebody in who showed what it takes, and say with what. Raises Refused; where no line can be written, nobody comes in."""
    with operation(Act.SIGN_IN, Actor(person, whence=whence), Purpose.ADMINISTRATION) as op:
        op.note(how=" ".join(sorted(methods)))
        op.require(policy.may_sign_in(methods))


def refuse_session(person: PersonId | None, why: TurnedAway, whence: Whence = NOWHERE) -> None:
    """Count an attempt at an account, or at none that there is, and say so at the first, second, fourth, eighth … in a quarter of an hour.

    A flood leaves a handful of lines, each of which says for how many attempts it stands. What was typed is in none. That a code came
    again stands there each time.
    """
    tries = _tries(person or NOBODY)
    is_counted = not tries & (tries - 1)
    if not is_counted and why is not TurnedAway.CODE_USED_BEFORE:
        return
    with (
        suppress(Refused),
        operation(Act.SIGN_IN, Actor(person or NOBODY, whence=whence), Purpose.ADMINISTRATION) as op,
    ):
        if is_counted:
            op.note(tries=tries - tries // 2)
        op.require(refuse(why))


def _tries(person: PersonId) -> int:
    key = f"turned-away.{person}"
    try:
        return 1 if cache.add(key, 1, COUNTED_TOGETHER.total_seconds()) else cache.incr(key)
    except ValueError:
        # The count came to its end between the two.
        return 1


def end_session(person: PersonId, how: Ended, whence: Whence = NOWHERE) -> None:
    """Say that a session ended, and how."""
    with operation(Act.SIGN_OUT, Actor(person, whence=whence), Purpose.ADMINISTRATION) as op:
        op.require(policy.may_end_session(how))


def end_old_sessions() -> int:
    """Delete the sessions that lasted their time, each with a line of whose it was; return how many there were."""
    old = standing.old_sessions()
    for person, session in old:
        with operation(Act.SIGN_OUT, Actor(person), Purpose.ADMINISTRATION) as op:
            op.require(policy.may_end_session(Ended.LASTED))
            session.delete()
    return len(old)


def see_sign_ins(actor: Actor) -> list[SignIn]:
    """Return the newest lines about somebody's own sign-ins, each with whether it is of this session or network."""
    with operation(Act.SIGN_INS_SEE, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_see_sign_ins(actor))
        found = lines_of_acts(actor.person, SIGN_INS)
    with unseen(Act.SIGN_INS_SEE, INSTALLATION, Purpose.OPERATIONS):
        kept = whences(line.entry_id for line in found)
    places = [actor.whence.place, *(place for _, place in kept.values())]
    networks: dict[int | None, int | None] = {place: number for number, place in enumerate(dict.fromkeys(places))}
    networks[None] = None
    return [
        SignIn(line, device is not None and device == actor.whence.device, networks.get(place))
        for line in found
        for device, place in [kept.get(line.entry_id, (None, None))]
    ]


def end_own_session(actor: Actor, kept_as: str) -> None:
    """End another session of one's own, as it was left open on a computer elsewhere. Raises ObjectDoesNotExist for anybody else's."""
    with operation(Act.SIGN_OUT, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_end_session(Ended.ELSEWHERE))
        steps.end_session(op, actor.person, kept_as)


def failed_sign_ins(actor: Actor) -> dict[UUID, int]:
    """Return how often signing in failed in seven days, by account, and at no account there is (NOBODY). Raises Refused."""
    may = policy.may_manage_staff(actor)
    if not may.allowed:
        raise Refused(may.reason)
    with unseen(Act.SIGN_INS_SEE, INSTALLATION, Purpose.OPERATIONS):
        return counted_by_actor(Act.SIGN_IN, "tries", clock.now() - LATELY)


def _grant(op: Operation, person: UUID, role: Role) -> None:
    grant = RoleGrant(person_id=person, role=role, granted_by=op.actor.person, starts_at=clock.now())
    grant.save(force_insert=True)


def _enrolment(op: Operation, person: UUID) -> str:
    secret, now = secrets.token_urlsafe(16), clock.now()
    Enrolment.objects.filter(person_id=person, used_at=None).update(used_at=now)
    Enrolment.objects.create(
        person_id=person, digest=digest_of(secret), valid_until=now + ENROL_FOR, made_by=op.actor.person
    )
    return secret


def index_anew(actor: Actor) -> tuple[int, int]:
    """Index some patients' names anew, where the index has another edition now; return how many, and how many wait."""
    with operation(Act.INDEX_ANEW, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_index_anew(actor))
        done = steps.index_names_anew(op, INDEXED_AT_ONCE)
        return done, queries.indexed_before(EDITION)
