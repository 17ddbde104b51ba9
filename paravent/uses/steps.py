"""Writes about uses, for use inside somebody's operation."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Collection
from uuid import UUID, uuid4

from django.db.models import QuerySet

from paravent.access.operation import Operation
from paravent.kernel import clock
from paravent.kernel.lots import in_lots
from paravent.uses import queries
from paravent.uses.models import Listing, Part, Removal, Taking, Use
from paravent.uses.terms import CODE_LETTERS, BatchUnknown, Kind, Taker, Told
from paravent.uses.writing import as_ndjson

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
AT_ONCE = 1000
"""Rows in one statement."""
CHANCE = secrets.SystemRandom()
WHO_TAKES_PART = "who takes part in uses"


def let_nobody_leave(op: Operation) -> None:
    """Let whoever takes their permission back from now on wait until this operation is over, and then leave what they were counted in.

    Asked before it is looked for the last time who permits it: whoever took it back before is not found there, and whoever does after that
    finds themselves in the register. In between there is nobody (ADR 0154). After `hold_budgets`, where both are asked.
    """
    op.alone(WHO_TAKES_PART)


def record(
    op: Operation, told: Told, people: Collection[UUID], known_as: Callable[[UUID], str] = lambda _nobody_knows_them: ""
) -> None:
    """Keep a use and who took part, with the pseudonym the recipient knows them by: empty where the recipient knows nobody.

    Each of them reads the line of the log, which names no other.
    """
    op.note(use=told.use_id, study=told.study_id, patients=len(people))
    Use(
        id=told.use_id,
        study_id=told.study_id,
        kind=told.kind,
        recipient=told.recipient,
        facts=dict(told.facts),
        used_at=clock.now(),
    ).save(force_insert=True)
    # In an order by chance, not by how they were found: the order of rows would tell something of it.
    order = CHANCE.sample([*people], len(people))
    # As rows they are large: however many they are, a thousand are held at once.
    for some in in_lots(order, AT_ONCE):
        Part.objects.bulk_create([_part(op, told.use_id, one, known_as(one)) for one in some])


def _part(op: Operation, use_id: UUID, patient_id: UUID, pseudonym: str) -> Part:
    part_id = uuid4()
    op.show(patient_id)
    sealed = queries.sealed_pseudonym(part_id, pseudonym)
    return Part(id=part_id, use_id=use_id, patient_id=patient_id, sealed_pseudonym=sealed)


def note_taken(op: Operation, use_id: UUID, by: Taker, recipient: str = "") -> None:
    """Keep that somebody took files of a use today: patients read it, once a day however many files there are.

    Who fetched by a key has a name in the study, and is told of each withdrawal by themselves from now on.
    """
    op.note(use=use_id)
    today = Taking(use_id=use_id, by=by, recipient=recipient, day=clock.now().date())
    Taking.objects.bulk_create([today], ignore_conflicts=True)


def take_out(op: Operation, patient_id: UUID, studies: Collection[UUID] | None = None) -> Counter[Kind]:
    """Take a patient out of what some studies, or all, were given: recipients of rows have to delete them from now on.

    Returns of how many uses of each kind they were part until now. Where something is being told of them at this moment, it waits for that.
    """
    op.among_others(WHO_TAKES_PART)
    parts = Part.objects.select_for_update().filter(patient_id=patient_id, left_at=None)
    uses = {use.id: use for use in Use.objects.filter(pk__in=[part.use_id for part in parts])}
    left: Counter[Kind] = Counter()
    for part in parts:
        use = uses[part.use_id]
        if studies is None or use.study_id in studies:
            kind = Kind(use.kind)
            _leave(part, kind)
            left[kind] += 1
    op.note(left=left.total())
    return left


def take_out_of_everything(op: Operation, patient_id: UUID) -> None:
    """Take a patient out of everything whose file is restricted: kept here, and used nowhere."""
    take_out(op, patient_id)


def take_out_for_good(op: Operation, patient_id: UUID) -> None:
    """Take an erased patient out of everything, and forget who it was: a recipient's list keeps the pseudonym alone."""
    take_out_of_everything(op, patient_id)
    Part.objects.filter(patient_id=patient_id).delete()


def _leave(part: Part, kind: Kind) -> None:
    pseudonym = queries.pseudonym_of(part.id, part.sealed_pseudonym)
    # A recipient of numbers has nobody to delete; a model that learned with somebody is not gone on with, so that is kept.
    if pseudonym or kind is Kind.ROUND:
        part.removal_id = uuid4()
        # Sealed anew and dated by the day: neither the bytes nor the moment tell whose it was.
        Removal(
            id=part.removal_id,
            use_id=part.use_id,
            sealed_pseudonym=queries.sealed_pseudonym(part.removal_id, pseudonym),
            since=clock.now().date(),
        ).save(force_insert=True)
    part.left_at = clock.now()
    part.save(update_fields=["left_at", "removal_id"])


def put_into_a_list(op: Operation, use_id: UUID, recipient: str) -> None:
    """Put what a recipient has not been given yet into one list; lists that they have not acknowledged stay as they are."""
    told = Listing.objects.filter(recipient=recipient).values("removal_id")
    new = Removal.objects.filter(use_id=use_id).exclude(pk__in=told).values_list("id", flat=True)
    batch, now = uuid4(), clock.now()
    rows = [Listing(removal_id=one, recipient=recipient, batch=batch, fetched_at=now) for one in new]
    # Who asks twice at once is given each of them in one list, once.
    Listing.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    op.note(use=use_id, listed=len(rows))


def acknowledge(op: Operation, use_id: UUID, recipient: str, batch_id: UUID) -> None:
    """Keep that a recipient deleted whom a list names; said twice it is the same. Raises BatchUnknown."""
    batches = queries.batches_of(use_id, recipient, batch_id)
    if not batches:
        raise BatchUnknown
    done = _done(op, _lists_of(use_id, recipient).filter(batch=batch_id))
    # The receipt of this line is the recipient's proof: which list it was, they show by its hash.
    op.note(use=use_id, batch=batch_id, acknowledged=done, sha256=hashlib.sha256(as_ndjson(batches)).hexdigest())


def confirm(op: Operation, use_id: UUID, recipient: str) -> int:
    """Keep that a recipient wrote back about everything that was in a list, or about their model; returns for how many it was."""
    # Whom they were never told of they cannot have deleted; a model has no list.
    if Use.objects.filter(pk=use_id, kind=Kind.ROUND).exists():
        put_into_a_list(op, use_id, recipient)
    done = _done(op, _lists_of(use_id, recipient))
    op.note(use=use_id, acknowledged=done)
    return done


def _lists_of(use_id: UUID, recipient: str) -> QuerySet[Listing]:
    return Listing.objects.filter(
        removal_id__in=Removal.objects.filter(use_id=use_id).values("id"), recipient=recipient
    )


def _done(op: Operation, listed: QuerySet[Listing]) -> int:
    said = {"acknowledged_by": op.actor.person, "acknowledged_in": op.entry_id}
    return listed.filter(acknowledged_at=None).update(acknowledged_at=clock.now(), **said)


def give_code(op: Operation, use_id: UUID) -> str:
    """Return a new code by which the recipient of a release fetches whom to delete; an earlier one ends. Raises Use.DoesNotExist."""
    use = Use.objects.get(pk=use_id)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    use.code_digest = queries.digest_of(code)
    use.save(update_fields=["code_digest"])
    op.note(use=use_id, code="given")
    return code
