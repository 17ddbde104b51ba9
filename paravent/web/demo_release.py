"""Rows that left the sample practice: refused at first, coarsened, handed out and taken; somebody left them since, and a note waits for a clinician."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Role, allow
from paravent.consent.terms import Topic
from paravent.deid.deidentifier import Deidentifier
from paravent.deid.doubting import weighed
from paravent.deid.surrogates import Surrogates
from paravent.deid.terms import Known, Label, Person
from paravent.doubts import steps as doubts
from paravent.doubts.terms import Held
from paravent.fhir.sample import Sample, regulars
from paravent.fhir.sample.regulars import NOTES
from paravent.kernel.ids import PersonId
from paravent.kernel.sealing import new_key
from paravent.people.queries import patients_by_id
from paravent.releases import operations as releases
from paravent.releases.terms import Wish
from paravent.research.steps import keep_choice
from paravent.research.terms import Act as ResearchAct
from paravent.web.terms import Act

KINDS = ("Condition", "MedicationRequest", "Observation")
LEFT_IT = "detlef-pohl"
"""Who takes their permission back after Fen has taken the files."""


def make_releases(fen: Actor, gul: Actor, study_id: UUID) -> None:
    """Ask for rows as finely as can be, which is refused; then as the measure proposes, which is handed out, made and taken."""
    questions = releases.list_releases(fen, study_id).questions
    wish = Wish(next(iter(questions)), KINDS)
    found = releases.see_release(fen, releases.ask_for_release(fen, study_id, wish)).findings
    # In a practice of an older edition too few permit it: nothing coarser would help.
    if found is None or not found.proposals:
        return
    coarser = found.proposals[0]
    wish = replace(wish, rungs=coarser.rungs, leaves_out=coarser.leaves_out)
    release_id = releases.ask_for_release(fen, study_id, wish)
    releases.decide_release(gul, release_id, approves=True)
    _make(fen, release_id)
    for file in releases.see_release(fen, release_id).files:
        releases.take_file(fen, release_id, file.number)
    releases.give_back(fen, release_id)
    _take_back(_regular(LEFT_IT))
    _make(fen, release_id)


def _make(fen: Actor, release_id: UUID) -> None:
    releases.begin_release(fen, release_id)
    releases.make_release(release_id)


def _take_back(sample: Sample) -> None:
    """Let somebody take back what they permitted, as they would on their page."""
    patient = Actor(PersonId(sample.patient_id), frozenset({Role.PATIENT}))
    with operation(ResearchAct.CHOOSE, patient, Purpose.PATIENT_REQUEST) as op:
        op.note(patient=sample.patient_id)
        op.require(allow("sample-practice"))
        keep_choice(op, sample.patient_id, (), "en")


def hold_a_note(study_id: UUID, topics: Collection[Topic]) -> None:
    """Let a note wait for whoever cares for its patient, as the making of a release with texts holds it."""
    for key, note in NOTES.items():
        sample = _regular(key)
        given, family = sample.name.split(" ", 1)
        found = Deidentifier(Known((Person(Label.PATIENT, given, family),))).find(note.text)
        what = weighed(note.text, found, {given.casefold(), family.casefold()})
        about = next(one for one in sample.resources if one["resourceType"] == "DocumentReference")
        held = Held.of(about, note.text, what, Surrogates(key=new_key()))
        with operation(Act.MAKE_STUDY, INSTALLATION, Purpose.OPERATIONS) as op:
            op.require(allow("sample-practice"))
            if sample.patient_id in patients_by_id([sample.patient_id]):
                doubts.hold(op, sample.patient_id, study_id, topics, [held])


def _regular(key: str) -> Sample:
    return next(one for one in regulars(timezone.localdate()) if one.key == key)
