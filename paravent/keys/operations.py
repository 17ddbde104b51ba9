"""What is done with the practice's keys while it goes on working."""

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose
from paravent.keys import custody, policy, queries, steps
from paravent.keys.terms import Act

BATCH = 500


def change_practice_key(actor: Actor) -> str:
    """Make a new practice key the present one and return its id; what the old one wraps stays readable."""
    with operation(Act.CHANGE_PRACTICE_KEY, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_change_keys(actor))
        secret = custody.replace_practice_key()
        op.note(practice_key=secret.key_id)
        return secret.key_id


def rewrap_some(actor: Actor) -> tuple[int, int]:
    """Wrap a batch of keys under the present practice key; return how many, and how many still wait."""
    with operation(Act.REWRAP, actor, Purpose.ADMINISTRATION) as op:
        op.require(policy.may_change_keys(actor))
        done = steps.rewrap_keys(op, BATCH)
        return done, queries.keys_under_other(custody.practice_secret().key_id)
