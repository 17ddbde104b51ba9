"""The sample practice's charter: what two other hospitals, who never were, would like to learn with it. It waits for data protection."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from paravent.access.terms import Actor
from paravent.consent.terms import Topic
from paravent.keys.custody import round_key
from paravent.learning.leading import public_hex
from paravent.learning.terms import Charter, Column, Kind, Site, Source
from paravent.research import operations as research
from paravent.research.terms import Plan
from paravent.rounds import operations as rounds
from paravent.uses.terms import Kind as Exit

ICD = "Condition?code=http://hl7.org/fhir/sid/icd-10"
COLUMNS = (
    Column(name="age", source=Source.AGE, low=40, high=90),
    Column(name="sex", source=Source.SEX, among=("female", "male")),
    Column(
        name="systolic pressure",
        source=Source.OBSERVATION,
        code="http://loinc.org|8480-6",
        unit="mm[Hg]",
        low=80,
        high=200,
    ),
)
US = "Sample practice"
BUDGET = 1000
"""What the charter's noise costs, in thousandths of ε."""
RUNS_FOR = timedelta(days=180)


def bring_charter(fen: Actor, gul: Actor) -> None:
    """Let Fen bring a charter to a study of its own, which asks patients whether programs may learn."""
    until = timezone.localdate() + RUNS_FOR
    plan = Plan(
        "Who with high blood pressure has diabetes as well",
        "Whether age, sex and blood pressure tell early who should be asked about diabetes. A practice alone has too few patients to learn it.",
        "Sample practice, Bonn practice and Celle hospital",
        (Topic.RESEARCH_AI,),
        until,
        kinds=("Condition", "Observation"),
        exits=(Exit.ROUND,),
    )
    study_id = research.propose_study(fen, plan)
    research.decide_study(gul, study_id, approves=True)
    research.give_budget(gul, study_id, BUDGET)
    names = (US, "Bonn practice", "Celle hospital")
    # Nobody has the keys of the two others, who never were.
    keys = (round_key(), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate())
    charter = Charter(
        title=plan.title,
        kind=Kind.LOGISTIC,
        cohort=f"{ICD}|I10",
        label=f"{ICD}|E11.9",
        columns=COLUMNS,
        sites=tuple(Site(name=name, key=public_hex(key)) for name, key in zip(names, keys, strict=True)),
        leader=US,
        until=until,
    )
    rounds.attach_charter(fen, study_id, charter)
