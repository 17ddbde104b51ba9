"""The sample practice's study: who permits what, what Fen asked, what she was told. Made once, kept after."""

from datetime import timedelta

from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, allow
from paravent.answers import operations as answers
from paravent.consent import steps as consent
from paravent.consent.terms import RESEARCH, Topic
from paravent.fhir.sample import samples
from paravent.kernel import clock
from paravent.noise.questions import question
from paravent.noise.terms import Measure
from paravent.people import steps as people
from paravent.people.terms import VerifiedHow
from paravent.research import operations as research
from paravent.research.terms import Plan
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
"""Ali and the others have not been asked yet: try it as Ali, after a visit."""
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
    """Let a sample practice that has no study yet have one: permitted, proposed, approved, and asked by real operations."""
    if research.list_studies(gul):
        return
    _permit()
    title, why, recipients = PLAN
    plan = Plan(title, why, recipients, (SCIENCE,), timezone.localdate() + RUNS_FOR)
    study_id = research.propose_study(fen, plan)
    research.decide_study(gul, study_id, approves=True)
    research.give_budget(gul, study_id, GIVEN)
    research.preview_cohort(fen, study_id, HYPERTENSION)
    answers.ask(fen, study_id, question(Measure.MEAN, HYPERTENSION, sign="systolic", marks="90;180"), COST)
    answers.answer_what_waits()


def _permit() -> None:
    known = {one.key: one.patient_id for one in samples(clock.now().date())}
    with operation(Act.MAKE_STUDY, INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("sample-practice"))
        for key, topics in PERMITTED.items():
            people.verify_patient(op, known[key], VerifiedHow.KNOWN_PERSONALLY)
            for topic in topics:
                consent.give_beyond_care(op, topic, patient_id=known[key], language="en")
        op.patient = None
        op.note(patients=len(PERMITTED))
