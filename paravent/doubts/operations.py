"""What is done about texts in doubt. One function, one use case, one line in the log; the patient reads the lines about theirs."""

from uuid import UUID

from django.db.models import Q

from paravent.access.operation import Operation, operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.deid.doubting import Ruling, places_of
from paravent.doubts import policy, queries
from paravent.doubts.models import Doubt
from paravent.doubts.terms import Act, Answer, Asking, Held, Opened, Waiting, WordsNotThere, ruling_as_json
from paravent.kernel import clock
from paravent.kernel.retention import DOUBTS
from paravent.keys.queries import patient_key
from paravent.keys.terms import Scope
from paravent.people.queries import relation_to

FOR = Purpose.RESEARCH


def list_doubts(actor: Actor) -> list[Waiting]:
    """Return which texts of the reader's patients wait; whose they are, and nothing of what they say."""
    with operation(Act.LIST, actor, FOR) as op:
        op.require(policy.may_list(actor))
        found = queries.waiting()
        for one in found:
            op.show(one.person.patient_id)
        op.note(count=len(found))
        return found


def open_doubt(actor: Actor, doubt_id: UUID) -> Opened:
    """Return a text as it stands and as it would leave, to a clinician who cares for its patient."""
    with operation(Act.OPEN, actor, FOR) as op:
        row, asking = _asked(op, doubt_id)
        return queries.opened(row, asking)


def decide_doubt(actor: Actor, doubt_id: UUID, answer: Answer) -> None:
    """Keep what a text's doubtful places are; the text itself is kept here no longer. Raises WordsNotThere."""
    with operation(Act.DECIDE, actor, FOR) as op:
        row, _ = _asked(op, doubt_id)
        ruling = ruling_on(queries.text_of(row), answer)
        op.note(no_name=len(ruling.no_name), taken_out=len(ruling.taken_out), stays_back=ruling.stays_back)
        key = patient_key(row.patient_id, Scope.CLINICAL)
        undecided = Doubt.objects.filter(pk=doubt_id, decided_at=None)
        kept = undecided.update(
            sealed=queries.sealed(key, doubt_id, ruling_as_json(ruling)),
            decided_by=actor.person,
            decided_at=clock.now(),
        )
        op.was_first(kept, "decided-already")


def _asked(op: Operation, doubt_id: UUID) -> tuple[Doubt, tuple[Asking, ...]]:
    """Return a text that this reader may read, and the studies that it waits for."""
    row = Doubt.objects.get(pk=doubt_id)
    op.note(patient=row.patient_id, doubt=doubt_id)
    relation = relation_to(op.actor.person, row.patient_id)
    permits, asking, is_open = queries.permits(row), queries.asking(row, queries.running()), row.decided_at is None
    op.require(policy.may_open(op.actor, relation, permits=permits, is_asked=bool(asking), is_open=is_open))
    return row, asking


def ruling_on(held: Held, answer: Answer) -> Ruling:
    """Return what an answer decides about a text, with what was decided before. Raises WordsNotThere."""
    if answer.stays_back:
        return Ruling(stays_back=True)
    named = places_of(held.text, answer.words)
    if {held.text[start:end] for start, end in named} != {word.strip() for word in answer.words}:
        raise WordsNotThere
    asked = list(enumerate(held.doubtful))
    spared = ((one.start, one.end) for number, one in asked if number in answer.no_name)
    out = ((one.start, one.end) for number, one in asked if number not in answer.no_name)
    return Ruling((*held.earlier.no_name, *spared), (*held.earlier.taken_out, *out, *named))


def forget_doubts(actor: Actor) -> int:
    """Delete the texts that nobody decided about in time, or that no study asks for any more; the next release holds them back anew. Returns how many."""
    with operation(Act.FORGET, actor, FOR) as op:
        op.require(policy.may_work(actor))
        too_long = Q(held_at__lt=clock.now() - DOUBTS)
        not_asked_for = ~Q(studies__overlap=list(queries.running()))
        gone, _ = Doubt.objects.filter(too_long | not_asked_for, decided_at=None).delete()
        op.note(doubts_gone=gone)
        return gone


def does_any_wait() -> bool:
    """Tell whether any text waits, so that clinicians are led to the queue only then."""
    with unseen(Act.LOOK, INSTALLATION, FOR):
        return queries.does_any_wait()
