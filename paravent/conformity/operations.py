"""What is done with the rule book. One function, one use case, one line in the log."""

import hashlib
from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.conformity import policy, queries, steps
from paravent.conformity.gathering import PARTS, gather
from paravent.conformity.rulebook.checking import check
from paravent.conformity.rulebook.reading import rules
from paravent.conformity.terms import Act, Desk, Report, Result, Shown
from paravent.kernel import clock
from paravent.keys.custody import signers
from paravent.ledger.queries import receipt_of

WORK = Purpose.OPERATIONS
LOOKS = len(PARTS) + len(rules())
"""How often `check_now` tells how far it is: for each part that it asks, and for each rule."""


def check_now(actor: Actor, progress: Callable[[str], object] = lambda _: None) -> Report:
    """Hold this installation against every rule, now, and keep what came of it. The line says which rules changed."""
    # Facts are gathered before the gate opens (what is fetched opens gates of its own), and for nobody who may not.
    found = gather(progress) if policy.may_check(actor).allowed else None
    with operation(Act.CHECK, actor, WORK) as op:
        op.require(policy.may_check(actor))
        op.alone("conformity")
        assert found is not None  # noqa: S101 (whoever may not was refused a line above)
        checked = check(found, progress)
        changed = steps.keep(op, checked, found.now)
        counted = Counter(one.result for one in checked)
        op.note(
            results=" ".join(f"{result}:{counted[result]}" for result in Result),
            changed=" ".join(f"{one.rule}:{one.result}" for one in changed),
        )
        return queries.report()


def see_conformity(actor: Actor) -> Desk:
    """Return how it stood when it was last looked at, and the reports that the reader drew."""
    with operation(Act.SEE, actor, WORK) as op:
        op.require(policy.may_read(actor))
        return Desk(queries.report(), tuple(queries.made_by(actor)), queries.showings(), queries.earlier())


def show_for_rule(actor: Actor, rule: str, shown: Shown) -> None:
    """Put on record that what a person has to show for a rule was done: by which paper, and when it is due again."""
    book = rules()
    with operation(Act.SHOW, actor, WORK) as op:
        op.note(rule=rule, sha256=shown.sha256, due_on=shown.due_on)
        op.require(
            policy.may_show(
                actor,
                is_asked=rule in book and book[rule].person is not None,
                done_on=shown.done_on,
                due_on=shown.due_on,
                latest=book[rule].due_at_latest(shown.done_on) if rule in book else shown.done_on,
                today=timezone.localdate(clock.now()),
            )
        )
        steps.keep_showing(op, rule, shown)


def due_again() -> int:
    """Return for how many rules what is on record has to be shown anew within a month, or had to be."""
    with unseen(Act.CHECK, INSTALLATION, WORK):
        return queries.pile_of_papers().number


def take_back_showing(actor: Actor, showing_id: UUID) -> None:
    """Take back what was put on record for a rule: it was a mistake, or does not hold any more. The record stays, and counts no more."""
    with operation(Act.TAKE_BACK, actor, WORK) as op:
        op.require(policy.may_read(actor))
        op.note(rule=steps.take_back(op, showing_id))


def print_report(actor: Actor, draw: Callable[[Report], bytes]) -> bytes:
    """Return the report as it is drawn; its hash goes into the line, so that the line's receipt vouches for the paper."""
    with operation(Act.PRINT, actor, WORK) as op:
        op.require(policy.may_read(actor))
        made = draw(queries.report())
        op.note(sha256=hashlib.sha256(made).hexdigest())
        return made


def pack_evidence(actor: Actor, make: Callable[[Report], bytes]) -> UUID:
    """Let the log vouch for a manifest made of the report; returns the line's entry, whose receipt goes into the pack."""
    with operation(Act.PACK, actor, WORK) as op:
        op.require(policy.may_pack(actor))
        op.note(sha256=hashlib.sha256(make(queries.report())).hexdigest())
        return op.entry_id


def receipt_of_pack(entry_id: UUID) -> str:
    """Return the receipt of the line that vouches for a pack; raises NotYetProved until the log has signed it."""
    with operation(Act.PACK, INSTALLATION, WORK) as op:
        op.require(policy.may_pack(INSTALLATION))
        op.note(receipt=entry_id)
        return str(receipt_of(entry_id, signers()))
