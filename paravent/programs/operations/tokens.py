"""What programs do with codes and tokens. The actor is whoever they act for; whoever brings something twice loses all."""

from dataclasses import replace
from uuid import UUID

from paravent.access.operation import Operation, operation
from paravent.access.policy import may_forget
from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.standing import account_of, roles_of
from paravent.programs import policy, queries, steps
from paravent.programs.terms import Access, Act, CameTwice, Claim, Given, Issued, Known, Scope


def access_of(token: str) -> Access:
    """Return who acts and what for, by an access token; raises NoAccess.

    No gate opens here: whatever is done with the access opens its own, under the actor that this returns.
    """
    return queries.access_of(token)


def forget_tokens(actor: Actor) -> int:
    """Delete codes, tokens, statements and starts that ended a day ago, whether or not a program ever comes again; returns how many."""
    with operation(Act.FORGET, actor, Purpose.OPERATIONS) as op:
        op.require(may_forget(actor))
        gone = steps.sweep(op)
        op.note(gone=gone)
        return gone


def sign_in_program(program_id: UUID, statement: str) -> None:
    """Take what a program signed about itself, once; raises Refused for what was shown before."""
    with operation(Act.SIGN_IN, _itself(program_id), Purpose.ADMINISTRATION) as op:
        program = queries.program(program_id)
        op.require(policy.may_sign_in(program, is_new=steps.take_statement(op, program_id, statement)))


def exchange_code(claim: Claim) -> Issued:
    """Exchange a code for tokens; raises CameTwice where somebody did so before."""
    # A moment ago its person let the program in, on a page that asked for the passkey where that has to be shown.
    with operation(Act.ISSUE, replace(_person(claim), shown_at=clock.now()), claim.purpose) as op:
        if not steps.use_code(op, claim.claim_id):
            raise CameTwice
        given = _asked(op, claim)
        return steps.issue(op, given, given.scopes)


def refresh_token(claim: Claim, scopes: tuple[Scope, ...]) -> Issued:
    """Exchange a refresh token for new tokens, of these scopes or fewer; raises CameTwice where somebody did so before."""
    with operation(Act.ISSUE, _person(claim), claim.purpose) as op:
        if not steps.use_refresh_token(op, claim.claim_id):
            raise CameTwice
        # Whoever has to show their passkey shows it to no program that comes back while they are away.
        op.actor = replace(op.actor, shown_at=queries.passkey_shown_for(queries.mandate(claim.mandate_id)))
        given = _asked(op, claim)
        return steps.issue(op, given, scopes or given.scopes)


def issue_to_itself(program_id: UUID, scopes: tuple[Scope, ...]) -> Issued:
    """Give a token to a program that acts itself, for what it was approved for."""
    actor = _itself(program_id)
    with operation(Act.ISSUE, actor, _purpose_of(program_id)) as op:
        program, given = queries.program(program_id), queries.mandate_of(program_id)
        op.note(program=program_id)
        if not policy.covers(given.scopes, scopes):
            raise Refused("scope-not-approved")
        op.require(policy.may_get_token(program, roles_of(program_id), is_live=queries.is_live(given)))
        return steps.issue(op, given, scopes)


def end_after_theft(claim: Claim) -> None:
    """End a mandate and all that came of it, because a code or a refresh token came a second time."""
    with operation(Act.END_MANDATE, _person(claim), claim.purpose) as op:
        given = queries.mandate(claim.mandate_id)
        op.note(program=claim.program_id, patient=given.patient_id)
        op.require(policy.may_end_after_theft(given))
        steps.withdraw(op, claim.mandate_id)


def look_up_token(claim: Claim, program_id: UUID) -> Known:
    """Tell a program what a token of its own is good for."""
    with operation(Act.LOOK_UP, _person(claim), claim.purpose) as op:
        op.note(program=program_id)
        op.require(policy.may_know_token(program_id, claim.program_id))
        row = queries.token(claim.claim_id)
        patient = queries.patient_of(row)
        op.note(patient=patient)
        given = queries.mandate(claim.mandate_id)
        words = queries.granted(given, claim.scopes)
        return Known(claim.purpose, words, row.made_at, row.ends_at, patient, given.tells)


def end_token(claim: Claim, program_id: UUID, *, with_mandate: bool) -> None:
    """Let a program give a token back; with the mandate, where it will not come back at all."""
    with operation(Act.END, _person(claim), claim.purpose) as op:
        op.note(program=program_id)
        op.require(policy.may_know_token(program_id, claim.program_id))
        if with_mandate:
            steps.withdraw(op, claim.mandate_id)
        else:
            steps.end_token(op, claim.claim_id)


def _asked(op: Operation, claim: Claim) -> Given:
    given = queries.mandate(claim.mandate_id)
    op.note(program=claim.program_id, patient=given.patient_id)
    is_live = not claim.is_over and queries.is_live(given)
    op.require(policy.may_get_token(queries.program(claim.program_id), _roles(claim), is_live=is_live))
    return given


def _roles(claim: Claim) -> frozenset[Role]:
    stays = claim.person_id == claim.program_id or account_of(claim.person_id) is not None
    return roles_of(claim.person_id) if stays else frozenset()


def _person(claim: Claim) -> Actor:
    return Actor(claim.person_id, roles_of(claim.person_id))


def _itself(program_id: UUID) -> Actor:
    return Actor(PersonId(program_id), roles_of(program_id))


def _purpose_of(program_id: UUID) -> Purpose:
    return queries.program(program_id).description.purposes[0]
