"""Reading studies, previews and choices; and counting a cohort, which the installation alone can."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Min, QuerySet, Sum

from paravent.access.terms import Actor, Role
from paravent.consent.queries import choices_of, who_agrees, wording
from paravent.consent.terms import RESEARCH, Topic
from paravent.doubts.terms import Asking
from paravent.fhir import views
from paravent.fhir.matching import matches
from paravent.fhir.search import understood
from paravent.fhir.terms import Resource
from paravent.fhir.wanted import MOST, Search
from paravent.kernel import clock
from paravent.kernel.lots import in_lots
from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.people.queries import is_restricted, names_of, patients_by_id
from paravent.people.terms import Person
from paravent.records.queries import filed_patients
from paravent.records.searching import page_of
from paravent.records.terms import Filed, Reach
from paravent.research import detection
from paravent.research.detection import close_pairs, read, written
from paravent.research.models import Charge, Grant, Preview, Study
from paravent.research.terms import (
    CLOSE_AT_MOST,
    MOST_PREVIEWS,
    Budgets,
    Criterion,
    Matter,
    OwnResearch,
    Permission,
    Plan,
    PreviewView,
    PublicStudy,
    Purse,
    StudyBudget,
    StudyView,
    Threshold,
    Turn,
    Undecided,
)
from paravent.uses.queries import came_out_of, own_uses, waiting_since
from paravent.uses.terms import CameOut, Kind

Value = TypeVar("Value")
UNDECIDED: list[Callable[[Collection[UUID], Actor], Iterable[Undecided]]] = []
"""Who knows what waits for a decision in open studies: packages above, which tell it at start-up."""
AT_ONCE = 500
"""Patients whose files are open at once while a cohort is looked for: what that takes does not grow with how many there are."""


def place(preview_id: UUID) -> tuple[str, ...]:
    """Return what a question is sealed to."""
    return ("research.preview", "question", str(preview_id))


def sealed_question(preview_id: UUID, question: str) -> bytes:
    """Seal a question under the practice's key."""
    return sealed_for_practice(question, place(preview_id))


def question_of(row: Preview) -> str:
    """Return what was asked."""
    return opened_for_practice(row.sealed_question, place(row.id))


# Studies


def studies(reader: UUID) -> list[StudyView]:
    """Return the studies that this reader may see: those that wait first, then the newest."""
    found = views_of(Study.objects.order_by("-proposed_at"), reader)
    return sorted(found, key=lambda one: one.decided_at is not None)


def with_what_waits(found: list[StudyView], actor: Actor, texts_for: Collection[UUID]) -> list[StudyView]:
    """Return studies with what waits in them for a decision, those first in which something waits for this reader."""
    running = [one.study_id for one in found if one.is_open]
    waiting = [one for tell in UNDECIDED for one in tell(running, actor)]
    waiting += [Undecided(one, Matter.TEXTS, Turn.CLINICIAN, "releases:of_study") for one in texts_for]
    told = [one.with_what_waits(waiting, decides=actor.is_a(Role.DPO)) for one in found]
    return sorted(told, key=lambda one: not one.waits_for_me)


def approved_now() -> list[StudyView]:
    """Return the studies that may count patients now."""
    return views_of(open_now(), None)


def asking_now() -> list[Asking]:
    """Return the studies that run at this moment, as whoever decides about a text for them reads them."""
    rows = list(open_now())
    names = names_of({row.proposed_by for row in rows})
    return [
        Asking(row.id, row.title, names.get(row.proposed_by, ""), row.until, tuple(map(Topic, row.topics)))
        for row in rows
    ]


def open_now() -> QuerySet[Study]:
    """Return the approved studies that are not over, the newest first, as rows: a neighbour's query asks within them."""
    today = clock.now().date()
    return Study.objects.filter(is_approved=True, ended_at=None, until__gte=today).order_by("-proposed_at")


def pile_for(reader: UUID) -> Pile:
    """Return which studies wait for this reader's decision: nobody decides about their own."""
    rows = Study.objects.filter(decided_at=None, ended_at=None).exclude(proposed_by=reader)
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("proposed_at")))


def study_seen_by(study_id: UUID, reader: UUID | None) -> StudyView:
    """Return one study as this reader sees it. Raises ObjectDoesNotExist."""
    (view,) = views_of([Study.objects.get(pk=study_id)], reader)
    return view


def views_of(rows: Iterable[Study], reader: UUID | None) -> list[StudyView]:
    """Return studies with the names of who proposed and decided."""
    rows = list(rows)
    names = names_of({row.proposed_by for row in rows} | {row.decided_by for row in rows if row.decided_by})
    waiting, counted = waiting_since(row.id for row in rows), _counted_for(rows)
    return [_view(row, names, reader, waiting.get(row.id), counted.get(row.id, 0)) for row in rows]


def _counted_for(rows: Iterable[Study]) -> dict[UUID, int]:
    """Return for how many questions studies were told a rounded number."""
    told = Preview.objects.filter(study_id__in=[row.id for row in rows], counted_at__isnull=False)
    return dict(told.values_list("study_id").annotate(Count("pk")))


def _view(row: Study, names: dict[UUID, str], reader: UUID | None, waiting: date | None, counted: int) -> StudyView:
    return StudyView(
        study_id=row.id,
        plan=_plan(row),
        proposed_by=names.get(row.proposed_by, ""),
        proposed_at=row.proposed_at,
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        is_approved=row.is_approved,
        is_open=bool(row.is_approved) and row.ended_at is None and clock.now().date() <= row.until,
        ended_at=row.ended_at,
        is_own=row.proposed_by == reader,
        waiting_since=waiting,
        counted=counted,
    )


def _plan(row: Study) -> Plan:
    topics, exits = tuple(map(Topic, row.topics)), tuple(map(Kind, row.exits))
    protection = threshold_of(row)
    return Plan(row.title, row.why, row.recipients, topics, row.until, protection, row.texts, tuple(row.kinds), exits)


def threshold_of(row: Study) -> Threshold:
    """Return what protects whoever is in a release of a study, at least."""
    return Threshold(row.fewest, row.diagnoses, row.farthest)


def asked_in(study_id: UUID) -> dict[UUID, str]:
    """Return the questions of a study by their numbers, the newest first."""
    return {row.id: text for text, row in reversed(questions_of(study_id).items())}


def questions_of(study_id: UUID) -> dict[str, Preview]:
    """Return the questions of a study, by their text."""
    return {question_of(row): row for row in Preview.objects.filter(study_id=study_id).order_by("asked_at")}


def questions_by(person_id: UUID) -> list[str]:
    """Return everything that somebody asked, in whichever study."""
    return [question_of(row) for row in Preview.objects.filter(asked_by=person_id)]


def previews_of(study_id: UUID) -> list[PreviewView]:
    """Return what a study asked, the newest first."""
    rows = questions_of(study_id).items()
    return [PreviewView(text, row.asked_at, row.counted_at is not None, row.shown) for text, row in reversed(rows)]


def purse_of(study: Study) -> Purse:
    """Return how much may still be asked."""
    close = close_pairs(questions_by(study.proposed_by))
    spent = Preview.objects.filter(study_id=study.id).count()
    return Purse(max(0, MOST_PREVIEWS - spent), max(0, CLOSE_AT_MOST - close))


def public_studies() -> list[PublicStudy]:
    """Return what everybody may read of the studies that were approved at some time: those that run first, then the newest."""
    now, rows = clock.now(), list(Study.objects.filter(is_approved=True).order_by("-decided_at"))
    came_out, budgets = came_out_of(row.id for row in rows), budgets_of_each([row.id for row in rows], now)
    counted = _counted_for(rows)
    found = [
        _public(_view(row, {}, None, None, counted.get(row.id, 0)), budgets[row.id], came_out.get(row.id, ()))
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.is_open)


def _public(study: StudyView, budgets: Budgets, came_out: tuple[CameOut, ...]) -> PublicStudy:
    ended = study.ended_at.date() if study.ended_at else study.plan.until
    since = (study.decided_at or study.proposed_at).date()
    over_on = None if study.is_open else ended
    return PublicStudy(study.plan, since, study.is_open, over_on, budgets, study.counted, came_out)


# Budgets


def budgets_of(study_id: UUID, now: datetime) -> Budgets:
    """Return what a study was given and has spent, and what of the year is spent by all studies together."""
    return budgets_of_each([study_id], now)[study_id]


def budgets_of_each(studies: Collection[UUID], now: datetime) -> dict[UUID, Budgets]:
    """Return the budgets of some studies; three questions, however many there are."""
    given = dict(Grant.objects.filter(pk__in=studies).values_list("study_id", "budget"))
    charges = Charge.objects.filter(study_id__in=studies).values_list("study_id")
    spent, year = dict(charges.annotate(Sum("cost"))), year_of_all(now)
    return {one: replace(year, given=given.get(one), spent=spent.get(one, 0)) for one in studies}


def year_of_all(now: datetime) -> Budgets:
    """Return what all studies together have spent of a year, which counts against every patient."""
    year = Charge.objects.filter(counts_until__gt=now).aggregate(sum=Sum("cost"), first=Min("counts_until"))
    return Budgets(None, 0, year["sum"] or 0, year["first"])


def budgets_of_all(studies: Iterable[StudyView]) -> list[StudyBudget]:
    """Return the budgets of studies that were approved at some time."""
    approved = [one for one in studies if one.is_approved]
    budgets = budgets_of_each([one.study_id for one in approved], clock.now())
    charges = Counter(Charge.objects.filter(study_id__in=budgets).values_list("study_id", flat=True))
    return [StudyBudget(one, budgets[one.study_id], charges[one.study_id]) for one in approved]


def is_charged(charged_for: UUID) -> bool:
    """Tell whether something was charged already."""
    return Charge.objects.filter(pk=charged_for).exists()


# What patients permit


def permissions_of(patient_id: UUID, language: str) -> list[Permission]:
    """Return each question to a patient with how they chose."""
    chosen = choices_of(patient_id, RESEARCH)
    return [
        Permission(
            wording(topic, language),
            is_given=topic in chosen and chosen[topic].covers,
            since=(chosen[topic].withdrawn_at or chosen[topic].given_at) if topic in chosen else None,
            is_outdated=topic in chosen and chosen[topic].is_live and not chosen[topic].covers,
        )
        for topic in RESEARCH
    ]


def own_research(patient_id: UUID, language: str) -> OwnResearch:
    """Return what a patient permits, which studies ask, and what their data were used for, also in studies that are over."""
    uses = own_uses(patient_id)
    rows = Study.objects.filter(pk__in={one.told.study_id for one in uses})
    studies = {study.study_id: study for study in views_of(rows, None)}
    told = [(one, studies.get(one.told.study_id)) for one in uses]
    return OwnResearch(permissions_of(patient_id, language), approved_now(), told, year_of_all(clock.now()))


def needing(topics: Iterable[Topic]) -> set[UUID]:
    """Return the studies, over or not, that need one of these permissions."""
    return set(Study.objects.filter(topics__overlap=list(topics)).values_list("id", flat=True))


# Cohorts


def in_one_form(criteria: str) -> str:
    """Return criteria as the text that is always the same for the same searches. Raises CriteriaUnreadable."""
    return written(read(criteria))


def kinds_in(*texts: str) -> set[str]:
    """Return which types of resources some criteria look at, apart from who somebody is. Raises CriteriaUnreadable."""
    return detection.kinds_in(texts)


def cohort_of(question: str, topics: Iterable[Topic]) -> set[UUID]:
    """Return who is found by every search of a question, of those who agree to all topics at this moment."""
    lots = in_lots(permitting_now(topics), AT_ONCE)
    return {one for some in lots for one in found_among(question, verified_among(some))}


def permitting_now(topics: Iterable[Topic]) -> list[UUID]:
    """Return who agrees to all topics at this moment and whose file is not restricted, in no order that tells who they are: of nobody else anything is looked at."""
    return sorted(who_agrees(topics) - is_restricted())


def verified_among(patient_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return those of some patients who are verified: of the others nobody knows whether they are who agreed."""
    return {one: person for one, person in patients_by_id(patient_ids).items() if person.is_verified}


def found_among(question: str, people: Mapping[UUID, Person]) -> set[UUID]:
    """Return who of some people is found by every search of a question."""
    found = {*people}
    for search in read(question):
        if not found:
            break
        found &= (
            _patients(search, {one: people[one] for one in found})
            if _is_of_patients(search)
            else _owners(search, found)
        )
    return found


def _is_of_patients(search: tuple[Criterion, ...]) -> bool:
    return search[0].kind == "Patient"


def _wanted(kind: str, pairs: list[tuple[str, str]]) -> Search:
    return replace(understood(kind, pairs, now=clock.now()), count=MOST)


def _pairs(search: tuple[Criterion, ...]) -> list[tuple[str, str]]:
    return [(criterion.parameter, criterion.value) for criterion in search]


def _owners(search: tuple[Criterion, ...], among: set[UUID]) -> set[UUID]:
    """Return in whose files something is found."""
    return {one.patient_id for one in found_in_files(search[0].kind, _pairs(search), among)}


def found_in_files(kind: str, pairs: list[tuple[str, str]], among: Collection[UUID]) -> Iterator[Filed]:
    """Yield what a search finds in some patients' files, page by page: however much it is, little of it is held at once."""
    wanted, reach, after = _wanted(kind, pairs), Reach(frozenset(among)), None
    while True:
        page = page_of(wanted, reach, after)
        yield from page.found
        if page.end is None:
            return
        after = page.end


# What every exit asks of people


def newest_observed(
    pairs: list[tuple[str, str]], among: Collection[UUID], value_of: Callable[[Resource], Value | None]
) -> dict[UUID, Value]:
    """Return each person's newest usable value, of the Observations that a search finds in their files."""
    values: dict[UUID, Value] = {}
    for one in found_in_files("Observation", [*pairs, ("_sort", "-date")], among):
        if one.patient_id not in values and (value := value_of(one.resource)) is not None:
            values[one.patient_id] = value
    return values


def sexes_of(among: Collection[UUID]) -> dict[UUID, str]:
    """Return the sex of those of whom a Patient was filed (FHIR R4, AdministrativeGender)."""
    return {one.patient_id: str(one.resource.get("gender", "unknown")) for one in filed_patients(among)}


def age_of(born: date | None) -> int | None:
    """Return how old somebody is today, in whole years; nothing where it is not known when they were born."""
    if born is None:
        return None
    today = clock.now().date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _patients(search: tuple[Criterion, ...], among: dict[UUID, Person]) -> set[UUID]:
    """Return who is as wanted, by what reception knows of them and by the Patient that was filed, where there is one."""
    filed = {one.patient_id: one.resource for one in filed_patients(among)}
    wanted = _wanted(search[0].kind, _pairs(search))
    return {
        one
        for one, person in among.items()
        if all(matches(_known(person) | filed.get(one, {}), criterion) for criterion in wanted.criteria)
    }


def _known(person: Person) -> dict[str, object]:
    who = person.identity
    return views.patient(views.Known(str(person.patient_id), "", who.birth_date, "", "", ""))
