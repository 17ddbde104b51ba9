"""The one door to patient data: decide, act, record, in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from paravent.access.brakes import may_act_paused, may_act_without_passkey
from paravent.access.purposes import may_act
from paravent.access.terms import Actor, Brake, BrakeKind, Decision, PasskeyNeeded, Purpose, Refused, Role, Unasked
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.ledger.steps import append
from paravent.ledger.terms import Line, Outcome

OF_ALL = {"client", "count", "elsewhere", "entries", "patients", "program", "query", "study", "use"}
"""The facts that a line about several patients keeps: each of them reads it, so it names nothing of any other."""


@dataclass
class Operation:
    """One use case while it runs. Holding it is the proof that the gate is open."""

    act: str
    actor: Actor
    purpose: Purpose
    decision: Decision | None = None
    patient: UUID | None = None
    visit: UUID | None = None
    facts: dict[str, str] = field(default_factory=dict)
    shown: dict[UUID, list[str]] = field(default_factory=dict)
    entry_id: UUID = field(default_factory=uuid4)
    brakes: tuple[Brake, ...] = ()

    def require(self, decision: Decision) -> None:
        """Go on only if the policy allows, and this role may do this for this purpose; the reason goes to the log either way."""
        self.decision = decision
        paused = may_act_paused(self.brakes, self.act, self.purpose, visit=self.visit, patient=self.patient)
        listed = may_act(self.actor.roles, self.act, self.purpose)
        for asked in (paused, decision, listed):
            if not asked.allowed:
                self.decision = asked
                raise Refused(asked.reason)
        shown = may_act_without_passkey(
            self.brakes, self.act, self.purpose, shown_at=self.actor.shown_at, now=clock.now()
        )
        if not shown.allowed:
            self.decision = shown
            raise PasskeyNeeded(shown.reason)

    def is_held(self, kind: BrakeKind) -> bool:
        """Tell whether a brake is on for whoever acts."""
        return any(brake.kind == kind for brake in self.brakes)

    def note(self, *, patient: UUID | None = None, visit: UUID | None = None, **facts: object) -> None:
        """Add facts to the log line. Identifiers and counts only, never clinical content."""
        self.patient = patient or self.patient
        self.visit = visit or self.visit
        self.facts |= {name: str(value) for name, value in facts.items()}

    def show(self, patient: UUID, *references: str) -> None:
        """Let the log say that something of a patient was shown, and let them read it: also where they are one of several."""
        self.shown.setdefault(patient, []).extend(references)

    def was_first(self, changed: int, otherwise: str) -> None:
        """Go on only if the change met its row as it was: of two who change it at once, one finds nothing left to change. Raises Refused."""
        if not changed:
            raise Refused(otherwise)

    def alone(self, what: str) -> None:
        """Wait until nobody else is at what is named; the commit lets the next one in."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])

    def among_others(self, what: str) -> None:
        """Wait until nobody is alone at what is named; others may be at it as well, and until the commit nobody comes to be alone at it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [what])

    def compare(self, imprint: bytes) -> None:
        """Let PostgreSQL show, until the end, in whose files the document of this imprint lies: of no other, and nothing else of it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT paravent_compare(%s)", [imprint])

    def after_commit(self, effect: Callable[[], object]) -> None:
        """Do something that may be lost (a nudge). Work that must happen is a row, written here and now."""
        transaction.on_commit(effect, robust=True)


@contextmanager
def operation(act: str, actor: Actor, purpose: Purpose) -> Iterator[Operation]:
    """Open the gate for one use case. Raises Refused, ObjectDoesNotExist, Unasked; all of them are recorded."""
    op = Operation(act, actor, purpose)
    try:
        # durable: operations never nest, so this commit is the commit.
        with transaction.atomic(durable=True):
            op.actor, op.brakes = _speak_as(actor, purpose)
            yield op
            if op.decision is None:
                raise Unasked(act)
            _record(op, Outcome.DONE, op.decision.reason)
    except Refused as refusal:
        _record_alone(op, Outcome.REFUSED, refusal.reason)
        raise
    except ObjectDoesNotExist:
        # Absent, or hidden by row security: the log must not tell them apart either.
        _record_alone(op, Outcome.REFUSED, "nothing-there-for-you")
        raise
    except Exception as error:
        # The type only: messages may quote patient data.
        _record_alone(op, Outcome.FAILED, type(error).__name__)
        raise


@contextmanager
def unseen(act: str, actor: Actor, purpose: Purpose) -> Iterator[Operation]:
    """Let the installation read what nobody is shown, in a transaction that can write nothing and leaves no line.

    For what follows every line of the log: a line for each would bury them. Raises Refused for anybody else, which is recorded.
    """
    op = Operation(act, actor, purpose)
    if not actor.is_a(Role.SYSTEM):
        _record_alone(op, Outcome.REFUSED, "not-your-work")
        raise Refused("not-your-work")
    with transaction.atomic(durable=True):
        # PostgreSQL refuses every write from here on.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        op.actor, op.brakes = _speak_as(actor, purpose)
        yield op
        # There is nothing to keep.
        transaction.set_rollback(True)


def record_beside(act: str, actor: Actor, purpose: Purpose, because: str, **facts: str | int) -> None:
    """Write a line for what a library is about to do with its own tables, before it does and in its transaction where it has one.

    No patient's data is touched, and whoever is refused never comes this far. Where no line can be written, nothing follows it.
    """
    op = Operation(act, actor, purpose, facts={name: str(value) for name, value in facts.items()})
    with transaction.atomic():
        _record(op, Outcome.DONE, because)


SPEAK = """
SELECT speaker, brake.kind, brake.since, brake.visit, brake.patient
  FROM paravent_speak_as(%s, %s, %s) AS speaker LEFT JOIN LATERAL paravent_brakes(speaker) AS brake ON true
"""


def _speak_as(actor: Actor, purpose: Purpose) -> tuple[Actor, tuple[Brake, ...]]:
    """Tell PostgreSQL who asks, and why, and hear what holds them back; settings end with the transaction.

    A guest becomes the invited patient.
    """
    with connection.cursor() as cursor:
        cursor.execute(SPEAK, [actor.person, actor.bearer, purpose.value])
        rows = cursor.fetchall()
    person = rows[0][0]
    if person is None:
        raise Refused("invitation-not-valid")
    brakes = tuple(Brake(BrakeKind(kind), *more) for _, kind, *more in rows if kind is not None)
    return replace(actor, person=PersonId(person)), brakes


def _record(op: Operation, outcome: Outcome, reason: str) -> None:
    # What was refused or failed was not shown to anybody.
    among = _among(op) if outcome is Outcome.DONE else {}
    append(
        Line(
            act=op.act,
            outcome=outcome,
            purpose=op.purpose.value,
            actor=op.actor.person,
            patient=None if among else op.patient,
            visit=None if among else op.visit,
            because=reason,
            facts={name: fact for name, fact in op.facts.items() if name in OF_ALL} if among else op.facts,
        ),
        op.entry_id,
        among,
        (op.actor.whence.device, op.actor.whence.place),
    )


def _among(op: Operation) -> dict[UUID, str]:
    """Return what was shown of whom, where it was of several; of one it stands in the line itself, which is about them."""
    whose = {*op.shown, *([op.patient] if op.patient else [])}
    if len(whose) > 1:
        return {patient: " ".join(op.shown.get(patient, [])) for patient in whose}
    for patient, references in op.shown.items():
        op.patient = patient
        op.facts |= {"shown": " ".join([op.facts.get("shown", ""), *references]).strip()} if references else {}
    return {}


def _record_alone(op: Operation, outcome: Outcome, reason: str) -> None:
    """Record in a transaction of its own: a refusal outlives the rollback it causes."""
    with transaction.atomic(durable=True):
        _record(op, outcome, reason)
