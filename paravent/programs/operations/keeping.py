"""Which programs there are: one person registers them, another approves, either ends them."""

from uuid import UUID

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.people import steps as people
from paravent.programs import policy, queries, steps
from paravent.programs.models import Program
from paravent.programs.terms import Act, Description, Kind, Registered


def list_programs(actor: Actor) -> list[Registered]:
    """Return all programs."""
    with operation(Act.LIST, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_list(actor))
        return queries.programs()


def register_program(actor: Actor, described: Description) -> UUID:
    """Keep a program that waits for somebody else's approval, and return its id."""
    with operation(Act.REGISTER, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_register(actor, described))
        return steps.register(op, described)


def approve_program(actor: Actor, program_id: UUID) -> None:
    """Let a program do what somebody else registered it for. One that acts itself joins its teams, as a colleague would."""
    with operation(Act.APPROVE, actor, Purpose.ADMINISTRATION) as op:
        Program.objects.select_for_update().get(pk=program_id)
        program = queries.program(program_id)
        op.note(program=program_id)
        op.require(policy.may_approve(actor, program))
        steps.approve(op, program_id)
        if program.description.kind is Kind.BACKEND:
            people.admit_program(op, program_id, program.description.teams)
            steps.give_to_itself(op, program)


def revoke_program(actor: Actor, program_id: UUID) -> None:
    """End a program for good."""
    with operation(Act.REVOKE, actor, Purpose.ADMINISTRATION) as op:
        program = queries.program(program_id)
        op.note(program=program_id)
        op.require(policy.may_revoke(actor, program))
        steps.revoke(op, program_id)
        people.dismiss_program(op, program_id)
