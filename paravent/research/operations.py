"""What is done for research. One function, one use case, one line in the log; no line of a researcher names a patient."""

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict
from uuid import UUID, uuid4

from django.conf import settings

from paravent.access.operation import operation, unseen
from paravent.access.terms import INSTALLATION, Actor, Purpose
from paravent.consent.terms import Topic
from paravent.doubts.queries import waited_for
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.keys.custody import practice_data_key
from paravent.research import policy, queries
from paravent.research.detection import read, rounded, written
from paravent.research.models import Grant, Preview, Study
from paravent.research.steps import hold_budgets, keep_choice
from paravent.research.terms import (
    LONGEST_STUDY_DAYS,
    Act,
    Budgets,
    OwnResearch,
    Plan,
    PreviewView,
    PublicStudy,
    Purse,
    StudyBudget,
    StudyTooLong,
    StudyView,
    ThresholdTooLow,
)
from paravent.uses.terms import Kind
from paravent.visits.steps import of_own_visit

FOR = Purpose.RESEARCH


# On the patient's page


def see_own_research(guest: Actor, visit_id: VisitId, language: str) -> OwnResearch:
    """Return what a patient permits for research, the studies that may count them now, and what their data were used for."""
    with operation(Act.SEE_CONSENT, guest, Purpose.PATIENT_REQUEST) as op:
        visit = of_own_visit(op, guest, visit_id)
        return queries.own_research(visit.patient_id, language)


def choose(guest: Actor, visit_id: VisitId, wanted: Collection[Topic], language: str) -> Counter[Kind]:
    """Keep what a patient permits for research from now on; what they do not name they do not permit.

    What they take back reaches whoever has their data, in the same transaction. Returns of how many uses of each kind they were part.
    """
    with operation(Act.CHOOSE, guest, Purpose.PATIENT_REQUEST) as op:
        visit = of_own_visit(op, guest, visit_id)
        return keep_choice(op, visit.patient_id, wanted, language)


# For everybody


def read_public_studies() -> list[PublicStudy]:
    """Return what everybody may read of the studies of this practice, without signing in."""
    with unseen(Act.READ_PUBLIC, INSTALLATION, FOR):
        return queries.public_studies()


# Studies


def propose_study(actor: Actor, plan: Plan) -> UUID:
    """Propose a study; it asks nothing until somebody else approves it. Raises StudyTooLong, ThresholdTooLow."""
    today = clock.now().date()
    if not 0 < (plan.until - today).days <= LONGEST_STUDY_DAYS:
        raise StudyTooLong
    if plan.threshold.fewest < settings.RESEARCH_FEWEST:
        raise ThresholdTooLow(settings.RESEARCH_FEWEST)
    study_id = uuid4()
    with operation(Act.PROPOSE, actor, FOR) as op:
        op.note(study=study_id, texts=plan.texts, **asdict(plan.threshold))
        op.note(kinds=" ".join(sorted(plan.kinds)), exits=" ".join(sorted(plan.exits)))
        op.require(policy.may_propose(actor))
        Study(
            id=study_id,
            title=plan.title,
            why=plan.why,
            recipients=plan.recipients,
            topics=list(plan.topics),
            until=plan.until,
            texts=plan.texts,
            kinds=list(plan.kinds),
            exits=list(plan.exits),
            **asdict(plan.threshold),
            proposed_by=actor.person,
            proposed_at=clock.now(),
        ).save(force_insert=True)
    return study_id


def list_studies(actor: Actor) -> list[StudyView]:
    """Return the studies that somebody may see, with what waits in each for whose decision."""
    texts_for = _texts_wait_in()
    with operation(Act.LIST, actor, FOR) as op:
        op.require(policy.may_list(actor))
        return queries.with_what_waits(queries.studies(actor.person), actor, texts_for)


def _texts_wait_in() -> set[UUID]:
    """Return the studies for which any text in doubt waits: that there is one, and neither how many nor whose."""
    with unseen(Act.LIST, INSTALLATION, FOR):
        return waited_for()


def see_study(actor: Actor, study_id: UUID) -> tuple[StudyView, list[PreviewView], Purse, Budgets]:
    """Return a study, what it asked, how much it may still ask, and its budgets."""
    with operation(Act.SEE, actor, FOR) as op:
        op.note(study=study_id)
        study = Study.objects.get(pk=study_id)
        op.require(policy.may_see(actor, study))
        (view,) = queries.views_of([study], actor.person)
        budgets = queries.budgets_of(study_id, clock.now())
        return view, queries.previews_of(study_id), queries.purse_of(study), budgets


def decide_study(actor: Actor, study_id: UUID, *, approves: bool) -> None:
    """Approve a study or turn it down, once."""
    with operation(Act.DECIDE, actor, FOR) as op:
        op.note(study=study_id, approved=approves)
        study = Study.objects.get(pk=study_id)
        # What is approved with the study stands in the same line: who reads the log sees by what its releases are measured.
        op.note(texts=study.texts, **asdict(queries.threshold_of(study)))
        op.note(kinds=" ".join(sorted(study.kinds)), exits=" ".join(sorted(study.exits)))
        op.require(policy.may_decide(actor, study))
        undecided = Study.objects.filter(pk=study_id, decided_at=None)
        op.was_first(
            undecided.update(is_approved=approves, decided_by=actor.person, decided_at=clock.now()), "decided-already"
        )


def end_study(actor: Actor, study_id: UUID) -> None:
    """End a study for good."""
    with operation(Act.END, actor, FOR) as op:
        op.note(study=study_id)
        op.require(policy.may_end(actor, Study.objects.get(pk=study_id)))
        op.was_first(Study.objects.filter(pk=study_id, ended_at=None).update(ended_at=clock.now()), "study-is-over")


# Budgets


def list_budgets(actor: Actor) -> list[StudyBudget]:
    """Return the approved studies with their budgets."""
    with operation(Act.LIST_BUDGETS, actor, FOR) as op:
        op.require(policy.may_list_budgets(actor))
        return queries.budgets_of_all(queries.studies(actor.person))


def give_budget(actor: Actor, study_id: UUID, budget: int) -> None:
    """Say how much a study may spend, once and for all."""
    with operation(Act.GIVE_BUDGET, actor, FOR) as op:
        op.note(study=study_id, budget=budget)
        budgets, study = hold_budgets(op, study_id), queries.study_seen_by(study_id, actor.person)
        op.require(policy.may_give_budget(actor, study, budget, budgets.given))
        Grant(study_id=study_id, budget=budget, given_by=actor.person, given_at=clock.now()).save(force_insert=True)


# Cohorts


def preview_cohort(actor: Actor, study_id: UUID, text: str) -> None:
    """Ask how many a study would find; the installation counts. Raises CriteriaUnreadable.

    What was asked before is not counted again: an answer that changes from day to day would tell who agreed in between.
    """
    question = written(read(text))
    with operation(Act.PREVIEW, actor, FOR) as op:
        op.note(study=study_id)
        # Two questions at once would both be the last one that is allowed.
        op.alone(f"research previews {actor.person}")
        study = Study.objects.get(pk=study_id)
        asked = queries.questions_of(study_id)
        today = clock.now().date()
        op.require(policy.may_preview(actor, study, today, question, {*asked}, queries.questions_by(actor.person)))
        row = asked.get(question) or _ask(actor, study_id, question)
        op.note(preview=row.id, asked=len({*asked, question}))
    if row.counted_at is None:
        count_cohort(INSTALLATION, row.id)


def _ask(actor: Actor, study_id: UUID, question: str) -> Preview:
    preview_id = uuid4()
    row = Preview(
        id=preview_id,
        study_id=study_id,
        asked_by=actor.person,
        asked_at=clock.now(),
        sealed_question=queries.sealed_question(preview_id, question),
    )
    row.save(force_insert=True)
    return row


def count_cohort(actor: Actor, preview_id: UUID) -> None:
    """Count a cohort among those who agree at this moment, and keep the rounded number alone."""
    with operation(Act.COUNT, actor, FOR) as op:
        op.note(preview=preview_id)
        op.require(policy.may_count(actor))
        row = Preview.objects.get(pk=preview_id)
        study = Study.objects.get(pk=row.study_id)
        question = queries.question_of(row)
        count = len(queries.cohort_of(question, [Topic(topic) for topic in study.topics]))
        row.shown, row.counted_at = rounded(count, practice_data_key(), f"{study.id}\n{question}"), clock.now()
        row.save(update_fields=["shown", "counted_at"])
