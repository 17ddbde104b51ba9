"""What people let programs do in their name."""

from dataclasses import dataclass
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.terms import Actor, Purpose, Refused
from paravent.kernel.ids import PatientId
from paravent.people import queries as people
from paravent.people.terms import Person
from paravent.programs import policy, queries, steps
from paravent.programs.models import Launch, Mandate
from paravent.programs.terms import Act, Choice, Given, Registered, Wish


@dataclass(frozen=True, slots=True)
class Considered:
    """What somebody reads before they decide: who asks, what for it could be, and with which patients."""

    program: Registered
    purposes: list[Purpose]
    patients: list[Person]
    is_started: bool
    has_visit: bool


def start_program(
    actor: Actor, purpose: Purpose, program_id: UUID, patient_id: PatientId, visit_id: UUID | None = None
) -> str:
    """Start a program out of a patient's file, and return the address at which it begins."""
    with operation(Act.START, actor, purpose) as op:
        op.note(patient=patient_id, program=program_id)
        program = queries.program(program_id)
        # A visit that is no reason for them to open this file is not told to anybody.
        visit = visit_id if visit_id and people.is_cared_for_in(visit_id, actor.person, patient_id) else None
        op.require(policy.may_start(actor, program, people.relation_to(actor.person, patient_id)))
        return steps.start(op, program_id, patient=patient_id, visit=visit)


def consider_mandate(actor: Actor, purpose: Purpose, program_id: UUID, wish: Wish, launch: str = "") -> Considered:
    """Return what somebody needs to decide whether a program may act for them. The log keeps which patients it showed."""
    with operation(Act.CONSIDER_MANDATE, actor, purpose) as op:
        program = queries.program(program_id)
        op.note(program=program_id)
        op.require(policy.may_consider(actor, program, wish))
        started = _started(program_id, launch)
        if started:
            patients = [people.patient(started.patient_id)]
        else:
            patients = people.patients_of(actor.person) if wish.wants_patient else []
        op.note(count=len(patients))
        for person in patients:
            op.show(person.patient_id)
        has_visit = started is not None and started.visit_id is not None
        return Considered(program, policy.purposes_for(actor, program), patients, bool(started), has_visit)


def _started(program_id: UUID, launch: str) -> Launch | None:
    """Return the start out of a file that a program names, if it names one."""
    started = queries.launch_of(launch, program_id) if launch else None
    if launch and started is None:
        raise Refused("start-used-or-old")
    return started


def give_mandate(
    choice: Choice, program_id: UUID, wish: Wish, *, redirect_uri: str, challenge: str, nonce: str = ""
) -> str:
    """Let a program act in one's name, and return the code that it exchanges for its first token."""
    actor = choice.actor
    with operation(Act.GIVE_MANDATE, actor, choice.purpose) as op:
        program = queries.program(program_id)
        op.note(program=program_id, patient=choice.patient)
        patient, visit = _whom(op, choice, program_id)
        relation = people.relation_to(actor.person, patient) if patient else None
        if relation and wish.wants_visit:
            visit = visit or relation.visit_id
        op.note(patient=patient, visit=visit)
        op.require(policy.may_give(actor, program, wish, choice.purpose, patient=patient, relation=relation))
        mandate = steps.give_mandate(op, program, wish, choice, patient=patient, visit=visit)
        return steps.make_code(op, mandate, program_id, redirect_uri=redirect_uri, challenge=challenge, nonce=nonce)


def _whom(op: Operation, choice: Choice, program_id: UUID) -> tuple[PatientId | None, UUID | None]:
    """Return whom it is about, and in which visit: as the program was started, or as was chosen."""
    started = _started(program_id, choice.launch)
    if started is None:
        return choice.patient, None
    # The update is the lock: a start is good once.
    if not steps.use_start(op, started.id):
        raise Refused("start-used-or-old")
    return PatientId(started.patient_id), started.visit_id


def list_mandates(actor: Actor, purpose: Purpose) -> list[Given]:
    """Return which programs act for somebody, with which patients, until when."""
    with operation(Act.LIST_MANDATES, actor, purpose) as op:
        op.require(policy.may_list_mandates(actor))
        found = queries.mandates_of(actor.person)
        for given in found:
            if given.patient_id:
                op.show(given.patient_id)
        return found


def withdraw_mandate(actor: Actor, purpose: Purpose, mandate_id: UUID) -> None:
    """Take back what a program was allowed; its tokens open nothing from now on."""
    with operation(Act.WITHDRAW_MANDATE, actor, purpose) as op:
        Mandate.objects.select_for_update().get(pk=mandate_id)
        given = queries.mandate(mandate_id)
        op.note(program=given.program_id, patient=given.patient_id)
        op.require(policy.may_withdraw(actor, given))
        steps.withdraw(op, mandate_id)
