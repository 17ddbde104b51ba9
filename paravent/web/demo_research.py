"""The sample practice's research: who permits what, what Fen asked, what she was told and given, and who left it since. Made once, kept after."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, allow
from paravent.answers import operations as answers
from paravent.consent import steps as consent
from paravent.consent.terms import RESEARCH, Topic
from paravent.fhir.sample import regulars, samples
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from paravent.people import steps as people
from paravent.people.queries import patients_by_id
from paravent.people.terms import VerifiedHow
from paravent.research import operations as research
from paravent.research.terms import Plan
from paravent.uses.terms import Kind
from paravent.web.demo_charter import bring_charter
from paravent.web.demo_release import KINDS, hold_a_note, make_releases
from paravent.web.terms import Act

SCIENCE, INDUSTRY, LEARNING = RESEARCH
PERMITTED: dict[str, tuple[Topic, ...]] = {
    "eve": (SCIENCE,),
    "georg": (SCIENCE, INDUSTRY, LEARNING),
    "hans": (SCIENCE, LEARNING),
    "irina": (SCIENCE,),
    "marie": (SCIENCE, INDUSTRY),
    "sophie": (SCIENCE, LEARNING),
}
"""Ali and the others of the cast have not been asked yet: try it as Ali, after a visit."""
NOTHING, NO_INDUSTRY, NO_LEARNING = 7, 2, 3
"""Of the practice's other patients, one in so many permits nothing, no company, or no program that learns."""
PLAN = (
    "Blood pressure measured at home",
    "Whether people who measure their blood pressure at home and come by video do as well as those who come in.",
    "Institute of General Practice, University of Marburg",
)
GIVEN, COST = 1000, 500
"""The study's budget and what one answer costs, in thousandths of ε."""
HYPERTENSION = "Condition?code=http://hl7.org/fhir/sid/icd-10|I10"
RUNS_FOR = timedelta(days=365)


def ensure_study(fen: Actor, gul: Actor) -> None:
    """Let a sample practice that has no study yet have some: permitted, proposed, approved, asked and answered by real operations."""
    if research.list_studies(gul):
        return
    _permit()
    title, why, recipients = PLAN
    until, exits = timezone.localdate() + RUNS_FOR, (Kind.RELEASE, Kind.ANSWER)
    plan = Plan(title, why, recipients, (SCIENCE,), until, texts=True, kinds=KINDS, exits=exits)
    study_id = research.propose_study(fen, plan)
    research.decide_study(gul, study_id, approves=True)
    research.give_budget(gul, study_id, GIVEN)
    research.preview_cohort(fen, study_id, HYPERTENSION)
    answers.ask(fen, study_id, question(Measure.AGE, HYPERTENSION), COST)
    answers.answer_what_waits()
    make_releases(fen, gul, study_id)
    bring_charter(fen, gul)
    hold_a_note(study_id, (SCIENCE,))


def _permit() -> None:
    """Let everybody who is there be known, and say what they permit: in a practice of an older edition there are fewer."""
    permitted = dict(permitted_in(timezone.localdate()))
    with operation(Act.MAKE_STUDY, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("sample-practice"))
        here = patients_by_id(permitted)
        for patient_id in here:
            people.verify_patient(op, patient_id, VerifiedHow.KNOWN_PERSONALLY)
            for topic in permitted[patient_id]:
                consent.give_beyond_care(op, topic, patient_id=patient_id, language="en")
        op.patient = None
        op.note(patients=len(here))


def permitted_in(today: date) -> Iterator[tuple[UUID, tuple[Topic, ...]]]:
    """Yield who permits what: of the cast by name, of the others in turn."""
    yield from ((one.patient_id, PERMITTED[one.key]) for one in samples(today) if one.key in PERMITTED)
    for number, one in enumerate(regulars(today), start=1):
        if number % NOTHING:
            also = ((INDUSTRY, NO_INDUSTRY), (LEARNING, NO_LEARNING))
            yield one.patient_id, (SCIENCE, *(topic for topic, nobody in also if number % nobody))
