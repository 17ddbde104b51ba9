"""What people let programs do in their name."""

from dataclasses import dataclass
from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose, Refused
from paravent.kernel.ids import PatientId
from paravent.people import queries as people
from paravent.people.terms import Person
from paravent.programs import policy, queries, steps
from paravent.programs.models import Mandate
from paravent.programs.terms import Act, Choice, Given, Registered, Wish


@dataclass(frozen=True, slots=True)
class Considered:
    """What somebody reads before they decide: who asks, what for it could be, and with which patients."""

    program: Registered
    purposes: list[Purpose]
    patients: list[Person]
    is_started: bool


def start_program(
    actor: Actor, purpose: Purpose, program_id: UUID, patient_id: PatientId, visit_id: UUID | None = None
) -> str:
    """Start a program out of a patient's file, and return the address at which it begins."""
    with operation(Act.START, actor, purpose) as op:
        op.note(patient=patient_id, visit=visit_id, program=program_id)
        program = queries.program(program_id)
        op.require(policy.may_start(actor, program, people.relation_to(actor.person, patient_id)))
        return steps.start(op, program_id, patient=patient_id, visit=visit_id)


def consider_mandate(actor: Actor, purpose: Purpose, program_id: UUID, wish: Wish, launch: str = "") -> Considered:
    """Return what somebody needs to decide whether a program may act for them. The log keeps which patients it showed."""
    with operation(Act.CONSIDER_MANDATE, actor, purpose) as op:
        program = queries.program(program_id)
        op.note(program=program_id)
        op.require(policy.may_consider(actor, program, wish))
        patients = _patients(actor, program_id, wish, launch)
        op.note(count=len(patients), shown=" ".join(str(person.patient_id) for person in patients))
        return Considered(program, policy.purposes_for(actor, program), patients, is_started=bool(launch))


def _patients(actor: Actor, program_id: UUID, wish: Wish, launch: str) -> list[Person]:
    if launch:
        started = queries.launch_of(launch, program_id)
        if started is None:
            raise Refused("start-used-or-old")
        return [people.patient(started.patient_id)]
    return people.patients_of(actor.person) if wish.wants_patient else []


def give_mandate(choice: Choice, program_id: UUID, wish: Wish, *, redirect_uri: str, challenge: str) -> str:
    """Let a program act in one's name, and return the code that it exchanges for its first token."""
    actor = choice.actor
    with operation(Act.GIVE_MANDATE, actor, choice.purpose) as op:
        program = queries.program(program_id)
        op.note(program=program_id, patient=choice.patient)
        patient, visit = choice.patient, None
        if choice.launch:
            started = queries.launch_of(choice.launch, program_id)
            # The update is the lock: a start is good once.
            if started is None or not steps.use_start(op, started.id):
                raise Refused("start-used-or-old")
            patient, visit = PatientId(started.patient_id), started.visit_id
        op.note(patient=patient, visit=visit)
        relation = people.relation_to(actor.person, patient) if patient else None
        op.require(policy.may_give(actor, program, wish, choice.purpose, patient=patient, relation=relation))
        mandate = steps.give_mandate(op, program, wish, choice, patient=patient, visit=visit)
        return steps.make_code(op, mandate, program_id, redirect_uri=redirect_uri, challenge=challenge)


def list_mandates(actor: Actor, purpose: Purpose) -> list[Given]:
    """Return which programs act for somebody, with which patients, until when."""
    with operation(Act.LIST_MANDATES, actor, purpose) as op:
        op.require(policy.may_list_mandates(actor))
        found = queries.mandates_of(actor.person)
        op.note(shown=" ".join(sorted({str(given.patient_id) for given in found if given.patient_id})))
        return found


def withdraw_mandate(actor: Actor, purpose: Purpose, mandate_id: UUID) -> None:
    """Take back what a program was allowed; its tokens open nothing from now on."""
    with operation(Act.WITHDRAW_MANDATE, actor, purpose) as op:
        Mandate.objects.select_for_update().get(pk=mandate_id)
        given = queries.mandate(mandate_id)
        op.note(program=given.program_id, patient=given.patient_id)
        op.require(policy.may_withdraw(actor, given))
        steps.withdraw(op, mandate_id)
