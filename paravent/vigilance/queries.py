"""Reading cases. Row security decides what each reader sees of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from paravent.access.terms import BrakeKind
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.ledger.queries import lines
from paravent.ledger.terms import Disclosure
from paravent.people.queries import (
    brakes_of,
    brakes_put,
    names_of,
    patients_by_id,
    patients_without_home,
    staff_ids,
    teams,
)
from paravent.rosters.queries import is_kept
from paravent.ties.queries import homes_kept
from paravent.vigilance import models
from paravent.vigilance.terms import (
    BRAKED_FOR,
    BUDGET,
    KEPT,
    RULES,
    Answer,
    Asked,
    Case,
    Explanation,
    Explanations,
    Just,
    Listed,
    Look,
    Mode,
    Proposal,
    Rule,
    Stage,
    Unknown,
    Verdict,
    Weighed,
)

Kept = Mapping[str, Any]

MOST_AROUND = 400
CLOSED_SHOWN = 30


def sealed(owner: UUID, what: str, text: str) -> bytes:
    """Return typed words as a row keeps them: sealed under the practice's key, to their place."""
    return sealed_for_practice(text, ("vigilance", str(owner), what))


def _opened(owner: UUID, what: str, content: bytes | memoryview | None) -> str:
    return opened_for_practice(content, ("vigilance", str(owner), what)) if content else ""


def budget() -> int:
    """Return how many cases a week the data-protection officer looks at."""
    newest = models.Budget.objects.order_by("-said_at").values_list("per_week", flat=True).first()
    return BUDGET if newest is None else newest


def rules() -> dict[BrakeKind, Rule]:
    """Return how each brake is used."""
    newest = models.BrakeRule.objects.order_by("kind", "-said_at").distinct("kind")
    return RULES | {(kind := BrakeKind(row.kind)): Rule(kind, Mode(row.mode), row.above) for row in newest}


def brakes_due() -> list[tuple[UUID, BrakeKind]]:
    """Return which brakes go on by themselves now: of undecided cases with so high a score, and each once for a case."""
    automatic = [rule for rule in rules().values() if rule.mode == Mode.AUTOMATIC]
    if not automatic:
        return []
    undecided = models.Case.objects.filter(verdict=None, filed_at__gt=clock.now() - BRAKED_FOR).order_by("filed_at")
    cases = list(undecided.values_list("id", "score"))
    put = brakes_put(case_id for case_id, _ in cases)
    return [
        (case_id, rule.kind)
        for case_id, score in cases
        for rule in automatic
        if score >= rule.above and (case_id, rule.kind) not in put
    ]


def unknown() -> Unknown:
    """Return what nobody gave, in counts; only the installation sees them all."""
    staff, (without, patients) = staff_ids(), patients_without_home()
    return Unknown(len(staff), len(staff - homes_kept()), patients, without, has_roster=is_kept())


def last_run() -> models.Run | None:
    """Return when the log was judged last, and what stayed below."""
    return models.Run.objects.order_by("-at").first()


def without_case(reader: UUID) -> tuple[list[Just], list[Just]]:
    """Return whose weeks wait for a place since the last run, the highest first, and whose stayed just below the line, of others alone."""
    today = clock.now().date()
    rows = _noted(reader)
    waiting = [one for one in rows if one.is_above and one.waits_until >= today]
    return sorted(waiting, key=lambda one: -one.score), [one for one in rows if one not in waiting]


def _noted(reader: UUID) -> list[Just]:
    run = last_run()
    rows: list[dict[str, Any]] = [row for row in run.below if row["person"] != str(reader)] if run else []
    names = names_of(UUID(row["person"]) for row in rows)
    met = {str(team): name for team, name in teams()} if rows else {}
    return [_just(row, names, met) for row in rows]


def _just(row: Kept, names: Mapping[UUID, str], met: Mapping[str, str]) -> Just:
    reasons = tuple(_in_names(Weighed(**reason), met) for reason in row.get("reasons", ()))
    return Just(date.fromisoformat(row["week"]), row["score"], names.get(UUID(row["person"]), ""), reasons)


def explanations() -> Explanations:
    """Return what the last run proposed and nobody decided about, what is adopted, and what was decided otherwise or before."""
    run = last_run()
    rows = list(models.Explanation.objects.order_by("-said_at"))
    names = names_of({one for row in rows for one in (row.said_by, row.ended_by) if one})
    decided = [_explanation(row, names) for row in rows]
    live = {one.proposal.name for one in decided if one.ended_at is None}
    proposed = tuple(one for one in _proposals(run) if one.name not in live)
    adopted = tuple(one for one in decided if one.is_adopted and one.ended_at is None)
    return Explanations(proposed, adopted, tuple(one for one in decided if one not in adopted), run.at if run else None)


def _proposals(run: models.Run | None) -> list[Proposal]:
    return [proposal(kept) for kept in run.proposals] if run else []


def proposed(name: str) -> Proposal | None:
    """Return what the last run proposed under a name."""
    return next((one for one in _proposals(last_run()) if one.name == name), None)


def proposal(kept: Kept) -> Proposal:
    """Return a proposal as a row keeps it."""
    return Proposal(**{**kept, "hops": tuple(kept["hops"])})


def _explanation(row: models.Explanation, names: Mapping[UUID, str]) -> Explanation:
    return Explanation(
        explanation_id=row.id,
        proposal=proposal(row.proposal),
        is_adopted=row.is_adopted,
        remark=_opened(row.id, "remark", row.sealed_remark),
        said_by=names.get(row.said_by, ""),
        said_at=row.said_at,
        ended_by=names.get(row.ended_by, "") if row.ended_by else "",
        ended_at=row.ended_at,
    )


def pile_of_proposals() -> Pile:
    """Return which explanations the last run proposed and nobody decided about."""
    run = last_run()
    decided = models.Explanation.objects.filter(ended_at=None).values_list("name", flat=True)
    number = len({one.name for one in _proposals(run)} - set(decided))
    return Pile(number, run.at) if run and number else Pile(0)


def adopted_hops() -> list[tuple[str, ...]]:
    """Return the adopted explanations as hops, in the order in which they were adopted."""
    live = models.Explanation.objects.filter(is_adopted=True, ended_at=None).order_by("said_at", "name")
    return [tuple(row.proposal["hops"]) for row in live]


def rejected_names() -> set[str]:
    """Return which proposals are not made again."""
    return set(models.Explanation.objects.filter(is_adopted=False, ended_at=None).values_list("name", flat=True))


def cases_since(since: date) -> list[models.Case]:
    """Return the cases of these weeks, decided or not."""
    return list(models.Case.objects.filter(week__gte=since).order_by("week", "person_id"))


def waiting(reader: UUID) -> tuple[Listed, ...]:
    """Return the cases that are not closed, of others alone, a crowd's together: those with an answer first, then the oldest."""
    rows = models.Case.objects.exclude(person_id=reader).order_by("filed_at")
    listed = [one for one in listed_of(rows) if one.stage != Stage.CLOSED]
    first = {Stage.ANSWERED: 0, Stage.UNCONFIRMED: 0}
    return _in_places(sorted(listed, key=lambda one: (first.get(one.stage, 1), one.filed_at)))


def _in_places(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    """Return one for each place, with the others who stand in it: whom it was given to leads, as long as they are there."""
    places: dict[UUID, list[Listed]] = {}
    for one in listed:
        places.setdefault(one.beside_id or one.case_id, []).append(one)
    led = [sorted(some, key=lambda one: one.beside_id is not None) for some in places.values()]
    return tuple(replace(some[0], others=tuple(some[1:])) for some in led)


def pile_for(reader: UUID) -> Pile:
    """Return which cases of others wait for this reader, a crowd's as one: to be decided, or to be confirmed where somebody else saw a breach."""
    rows = models.Case.objects.exclude(person_id=reader).filter(Q(verdict=None) | _unconfirmed(reader))
    places = Count(Coalesce("beside_id", "pk"), distinct=True)
    return Pile(**rows.aggregate(number=places, since=Min("filed_at")))


def to_confirm(reader: UUID) -> int:
    """Return how many breaches of others wait for a second person, where this reader may be that."""
    return models.Case.objects.exclude(person_id=reader).filter(_unconfirmed(reader)).count()


def _unconfirmed(reader: UUID) -> Q:
    return Q(verdict=Verdict.BREACH, confirmed_at=None) & ~Q(decided_by=reader)


def places_taken(reader: UUID) -> int:
    """Return how many of this week's places are taken, from Monday on, by cases of others: nobody counts one about themselves."""
    today = clock.now().date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), UTC)
    return models.Case.objects.exclude(person_id=reader).filter(filed_at__gte=monday, beside_id=None).count()


def pile_of_questions_to(person_id: UUID) -> Pile:
    """Return what somebody was asked about their own accesses and has not answered."""
    rows = models.Question.objects.filter(person_id=person_id, answer=None)
    return Pile(**rows.aggregate(number=Count("pk"), since=Min("asked_at")))


def closed(reader: UUID) -> tuple[Listed, ...]:
    """Return what was decided last, of others alone."""
    rows = models.Case.objects.exclude(person_id=reader).exclude(verdict=None).order_by("-decided_at")[:CLOSED_SHOWN]
    return tuple(one for one in listed_of(rows) if one.stage == Stage.CLOSED)


def listed_of(rows: Iterable[models.Case]) -> list[Listed]:
    """Return cases as the queue shows them."""
    rows = list(rows)
    names = names_of({row.person_id for row in rows})
    asked: dict[UUID, list[bool]] = {}
    found = models.Question.objects.filter(case_id__in=[row.id for row in rows])
    for case_id, answer in found.values_list("case_id", "answer"):
        asked.setdefault(case_id, []).append(answer is not None)
    return [_one_listed(row, names, asked.get(row.id, [])) for row in rows]


def _one_listed(row: models.Case, names: Mapping[UUID, str], answers: list[bool]) -> Listed:
    return Listed(
        case_id=row.id,
        person_id=PersonId(row.person_id),
        person_name=names.get(row.person_id, ""),
        week=row.week,
        score=row.score,
        stage=stage(row, answers),
        verdict=Verdict(row.verdict) if row.verdict else None,
        reasons=tuple(Weighed(**reason) for reason in row.reasons),
        filed_at=row.filed_at,
        beside_id=row.beside_id,
    )


def stage(row: models.Case, answers: list[bool]) -> Stage:
    """Return how far a case is; a breach is closed only when a second person has said so too."""
    if row.verdict == Verdict.BREACH and row.confirmed_at is None:
        return Stage.UNCONFIRMED
    if row.verdict is not None:
        return Stage.CLOSED
    if answers:
        return Stage.ANSWERED if all(answers) else Stage.ASKED
    return Stage.OPEN


def remarks_of(row: models.Case) -> tuple[str, str]:
    """Return what a decision was based on, and what the second person wrote."""
    return _opened(row.id, "remark", row.sealed_remark), _opened(row.id, "second-remark", row.sealed_second_remark)


def case_of(row: models.Case) -> Case:
    """Return a case with its accesses and what the person did in the same week, as far as the reader may see it."""
    questions = {one.entry_id: one for one in map(asked_of, models.Question.objects.filter(case_id=row.id))}
    begins = timezone.make_aware(datetime.combine(row.week, time.min))
    week = lines(actor=row.person_id, since=begins, before=begins + timedelta(days=7), limit=MOST_AROUND)
    kept = {UUID(look["entry"]): look for look in row.looks}
    whose = {entry: patient for entry, look in kept.items() if (patient := whose_of(look))}
    names = {one: person.identity.name for one, person in patients_by_id(set(whose.values())).items()}
    people = names_of({one for one in (row.decided_by, row.confirmed_by) if one})
    (listed,) = listed_of([row])
    met = _known(row)
    remark, second_remark = remarks_of(row)
    return Case(
        listed=replace(listed, reasons=tuple(_in_names(one, met) for one in listed.reasons)),
        version=row.version.split("+")[0],
        adopted=tuple(proposal(one.proposal).hops for one in _adopted_in(row.version)),
        accesses=row.accesses,
        unexplained=row.unexplained,
        looks=tuple(look_of(entry, look, whose.get(entry), names, questions, met) for entry, look in kept.items()),
        around=tuple(_around(line) for line in reversed(week) if line.entry_id not in kept),
        remark=remark,
        second_remark=second_remark,
        decided_by=people.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        confirmed_by=people.get(row.confirmed_by, "") if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
        keep_until=row.keep_until,
        brakes=tuple(brakes_of(case_id=row.id)),
        rules=tuple(rules().values()),
    )


def whose_of(look: Kept) -> UUID | None:
    """Return whose file a case's access was about, if anybody's."""
    return UUID(look["patient"]) if look["patient"] else None


def _adopted_in(version: str) -> list[models.Explanation]:
    """Return the adopted explanations that a version names, each once, the newest decision about it."""
    names = version.split("+")[1:]
    found = models.Explanation.objects.filter(name__in=names, is_adopted=True).order_by("name", "-said_at")
    return list(found.distinct("name"))


def _known(row: models.Case) -> dict[str, str]:
    """Return the names of teams and colleagues whom the evidence of a case speaks of, by id."""
    told = [reason["evidence"] for reason in row.reasons] + [look.get("met", {}) for look in row.looks]
    people = {UUID(one[key]) for one in told for key in ("colleague", "person") if key in one}
    return {str(one): name for one, name in (*names_of(people).items(), *teams())}


def _in_names(reason: Weighed, met: Mapping[str, str]) -> Weighed:
    """Return a reason whose evidence names teams and colleagues; patients and visits stand with their lines."""
    shown = {key: met.get(value, value) for key, value in reason.evidence.items() if key not in {"patient", "visit"}}
    return replace(reason, evidence=shown)


def look_of(
    entry: UUID,
    kept: Kept,
    patient: UUID | None,
    names: Mapping[UUID, str],
    questions: Mapping[UUID, Asked],
    met: Mapping[str, str],
) -> Look:
    """Return an access of a case with what was tried, asked and answered about it."""
    return Look(
        entry_id=entry,
        at=datetime.fromisoformat(kept["at"]),
        act=kept["act"],
        outcome=kept["outcome"],
        because=kept["because"],
        patient_id=patient,
        patient_name=names.get(patient, "") if patient else "",
        explanation=kept["explanation"],
        reasons=tuple(kept["reasons"]),
        question=questions.get(entry),
        met=tuple((key, met[value]) for key, value in kept.get("met", {}).items() if value in met),
    )


def _around(line: Disclosure) -> Look:
    return Look(line.entry_id, line.at, line.act, line.outcome, line.because, line.patient, "")


def asked_of(row: models.Question) -> Asked:
    """Return a question with its answer."""
    return Asked(
        question_id=row.id,
        case_id=row.case_id,
        entry_id=row.entry_id,
        at=row.at,
        act=row.act,
        outcome=row.outcome,
        patient_name=_opened(row.id, "patient", row.sealed_patient),
        asked_at=row.asked_at,
        answer=Answer(row.answer) if row.answer else None,
        answered_at=row.answered_at,
    )


def first_due() -> dict[str, datetime | None]:
    """Return when the first case is due to go, by the term that its verdict has in the register."""
    due = dict(models.Case.objects.exclude(keep_until=None).values_list("verdict").annotate(at=Min("keep_until")))
    return {f"case-{verdict}": due.get(verdict) for verdict in KEPT}
