"""A study and uses of it for tests, kept as the exits keep them."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.research.operations import decide_study, propose_study
from paravent.research.terms import Plan
from paravent.uses.steps import record, take_out
from paravent.uses.terms import Kind, Told

RECIPIENT = "University of Fulda"


def a_study(researcher: Actor, dpo: Actor, *topics: Topic) -> UUID:
    """Return a study that was approved."""
    until = clock.now().date() + timedelta(days=30)
    plan = Plan("Asthma by age", "How many have asthma", RECIPIENT, topics or (Topic.RESEARCH_SCIENCE,), until)
    study_id = propose_study(researcher, plan)
    decide_study(dpo, study_id, approves=True)
    return study_id


def a_use(study_id: UUID, parts: Mapping[UUID, str], kind: Kind = Kind.RELEASE, **facts: str) -> UUID:
    """Return a use that these patients took part in."""
    use_id = uuid4()
    with operation("test.use", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        record(
            op,
            Told(use_id, study_id, kind, RECIPIENT, facts or {"kinds": "Condition", "k": "11"}),
            parts,
            parts.__getitem__,
        )
    return use_id


def as_patient(patient_id: UUID) -> Actor:
    """Return the patient as the gate knows them behind their link."""
    return Actor(PersonId(patient_id), frozenset({Role.PATIENT}))


def who_leaves(patient_id: UUID) -> None:
    """Let a patient take back what they permitted."""
    with operation("test.withdraw", as_patient(patient_id), Purpose.PATIENT_REQUEST) as op:
        op.require(allow("test"))
        take_out(op, patient_id)
