"""What people do about ties. One function, one use case, one line in the log."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose
from paravent.kernel import clock
from paravent.kernel.ids import PatientId, PersonId
from paravent.keys.custody import sealed_for_practice
from paravent.people.queries import known_patient, names_of
from paravent.people.steps import find_and_show, tokens_of_doors, tokens_of_phones
from paravent.people.terms import Person
from paravent.ties import models, policy, queries, steps
from paravent.ties.models import Declaration
from paravent.ties.terms import Act, Home, Kind, NotableList, OwnTies, Renown, SpanMissing


def see_own_ties(actor: Actor) -> OwnTies:
    """Return what somebody declared, and what is kept of where they live."""
    with operation(Act.SEE_OWN, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_see_own(actor))
        declared = queries.declared_by(actor.person)
        for one in declared:
            op.show(PatientId(one.patient_id))
        return OwnTies(declared, queries.home_of(actor.person))


def declare_tie(actor: Actor, patient_id: PatientId, kind: Kind) -> None:
    """Say that one is close to a patient, so that nobody needs to suspect it and the file warns before it opens."""
    with operation(Act.DECLARE, actor, Purpose.OPERATIONS) as op:
        op.note(patient=patient_id)
        op.require(policy.may_declare(actor))
        known_patient(patient_id)
        steps.declare(op, person_id=actor.person, patient_id=patient_id, kind=kind, by_patient=False)


def withdraw_tie(actor: Actor, declaration_id: UUID) -> None:
    """Take back what one declared; that it was declared stays on record."""
    with operation(Act.WITHDRAW, actor, Purpose.OPERATIONS) as op:
        row = Declaration.objects.get(pk=declaration_id, withdrawn_at=None)
        op.note(patient=row.patient_id)
        op.require(policy.may_withdraw(actor, row.noted_by))
        Declaration.objects.filter(pk=declaration_id).update(withdrawn_at=clock.now())


def list_notables(actor: Actor) -> NotableList:
    """Return the patients whom many are curious about. Who is on the list is itself sensitive: the log keeps whom it showed."""
    with operation(Act.LIST, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_keep_notables(actor))
        return _listed(op)


def find_for_list(actor: Actor, text: str) -> NotableList:
    """Return the list, and patients found by name for it."""
    with operation(Act.FIND, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_keep_notables(actor))
        return _listed(op, found=tuple(find_and_show(op, text)))


def put_on_list(
    actor: Actor, patient_id: PatientId, renown: Renown, *, remark: str, span: tuple[datetime, datetime] | None = None
) -> None:
    """Put a patient on the list, or, at reception, propose them. Raises SpanMissing for the news without a time."""
    if renown is Renown.NEWS and (span is None or span[1] <= span[0]):
        raise SpanMissing
    with operation(Act.ADD, actor, Purpose.OPERATIONS) as op:
        op.note(patient=patient_id)
        op.require(policy.may_propose(actor))
        known_patient(patient_id)
        decides, new, now = policy.may_keep_notables(actor).allowed, uuid4(), clock.now()
        starts_at, ends_at = span if span and renown is Renown.NEWS else (now, None)
        models.Notable(
            id=new,
            patient_id=patient_id,
            kind=renown.value,
            starts_at=starts_at,
            ends_at=ends_at,
            sealed_remark=sealed_for_practice(remark.strip(), queries.place(new, "remark")),
            proposed_by=actor.person,
            proposed_at=now,
            decided_by=actor.person if decides else None,
            decided_at=now if decides else None,
        ).save(force_insert=True)


def decide_proposal(actor: Actor, notable_id: UUID, *, accepts: bool) -> None:
    """Take a proposal of reception onto the list, or decline it."""
    with operation(Act.DECIDE, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_keep_notables(actor))
        row = models.Notable.objects.get(pk=notable_id, decided_at=None)
        op.note(patient=row.patient_id, accepted=accepts)
        waiting = models.Notable.objects.filter(pk=notable_id, decided_at=None)
        decided = waiting.update(decided_by=actor.person, decided_at=clock.now(), declined=not accepts)
        op.was_first(decided, "decided-already")


def end_notable(actor: Actor, notable_id: UUID) -> None:
    """Take somebody off the list from now on; that they stood on it counts for what was opened then."""
    with operation(Act.END, actor, Purpose.OPERATIONS) as op:
        op.require(policy.may_keep_notables(actor))
        row, now = models.Notable.objects.get(pk=notable_id, declined=False), clock.now()
        op.note(patient=row.patient_id)
        models.Notable.objects.filter(pk=notable_id).update(ends_at=max(now, row.starts_at))


def see_home(actor: Actor, person: PersonId) -> tuple[str, Home]:
    """Return somebody's name and what is kept of where they live, for those who keep it."""
    with operation(Act.SEE_HOME, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person)
        op.require(policy.may_keep_home(actor))
        return names_of([person]).get(person, ""), queries.home_of(person)


def keep_home(actor: Actor, person: PersonId, home: Home) -> None:
    """Keep where somebody of the staff lives and is called: sealed, and as blinded tokens. Nothing given is deleted."""
    with operation(Act.KEEP_HOME, actor, Purpose.ADMINISTRATION) as op:
        op.note(staff=person, given=home.is_known)
        op.require(policy.may_keep_home(actor))
        if not home.is_known:
            models.Home.objects.filter(pk=person).delete()
            return
        kept = {
            "sealed": sealed_for_practice(json.dumps(asdict(home)), queries.place(person, "home")),
            "phone_tokens": tokens_of_phones([home.phone]),
            "door_tokens": tokens_of_doors([(home.street, home.postal_code)]),
            "said_by": actor.person,
            "said_at": clock.now(),
        }
        if not models.Home.objects.filter(pk=person).update(**kept):
            models.Home(person_id=person, **kept).save(force_insert=True)


def _listed(op: Operation, found: tuple[Person, ...] = ()) -> NotableList:
    rows = queries.notables(clock.now())
    for one in rows:
        op.show(one.patient_id)
    live, proposed = (tuple(one for one in rows if one.is_decided is decided) for decided in (True, False))
    return NotableList(live, proposed, found)
