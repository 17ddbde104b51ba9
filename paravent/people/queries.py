"""Reading about people. Patients' identities are unsealed here; row security decides whose."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from paravent.access.prepared import Given, Prepared
from paravent.access.terms import BrakeKind, Role
from paravent.kernel import clock
from paravent.kernel.blind import name_words
from paravent.kernel.ids import PatientId, TeamId
from paravent.kernel.sealing import DataKey, SealBroken, unseal
from paravent.keys.custody import opened_for_practice
from paravent.keys.queries import patient_key, patient_keys
from paravent.keys.terms import Scope
from paravent.people.models import Block, Brake, CareRelation, Membership, Patient, Staff, Team
from paravent.people.standing import granted_to, granted_to_each, paused_now
from paravent.people.terms import (
    EVERYBODY,
    Because,
    Blocked,
    BrakeView,
    Colleague,
    Coverage,
    Identity,
    Person,
    Relation,
    VerifiedHow,
    Why,
)

BROKEN = "⚠"
"""Stands in a list where what was sealed does not open; its own page says what that means."""


def place(patient_id: UUID) -> tuple[str, ...]:
    """Return what an identity is sealed to."""
    return ("people.patient", str(patient_id))


def patient(patient_id: UUID) -> Person:
    """Return one patient; DoesNotExist where there is none for this actor, KeyDestroyed after an erasure."""
    row = Patient.objects.get(pk=patient_id)
    return _person(row, patient_key(patient_id, Scope.IDENTITY))


def known_patient(patient_id: UUID) -> Person:
    """Return one patient whom a search would find; DoesNotExist for a provisional or merged file."""
    Patient.objects.get(pk=patient_id, is_provisional=False, merged_into=None)
    return patient(patient_id)


def is_erased(patient_id: UUID) -> bool:
    """Tell whether a patient was erased. Whoever may not know that there was one is told "no"."""
    has_key = patient_id in patient_keys([patient_id], Scope.IDENTITY)
    return not has_key and Patient.objects.filter(pk=patient_id).exists()


def patients_by_id(ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Return those of the patients who can be read, by id."""
    return {person.patient_id: person for person in listed(Patient.objects.filter(pk__in=list(ids)))}


def listed(rows: Iterable[Patient]) -> list[Person]:
    """Return the patients of these rows for a list, but for those who were erased."""
    rows = list(rows)
    keys = patient_keys([row.id for row in rows], Scope.IDENTITY)
    return [_listed(row, keys[row.id]) for row in rows if row.id in keys]


def readable(rows: Iterable[Patient]) -> list[Person]:
    """Return those of these patients whose identity opens."""
    return [person for person in listed(rows) if person.identity.name != BROKEN]


def indexed_before(edition: int) -> int:
    """Return how many patients are found by an earlier edition of the index."""
    return Patient.objects.filter(index_edition__lt=edition).count()


def _listed(row: Patient, key: DataKey) -> Person:
    """Return somebody for a list. One row that was changed outside shows as such and does not take the others along."""
    try:
        return _person(row, key)
    except SealBroken:
        return Person(PatientId(row.id), Identity(BROKEN), row.is_provisional, None, None, row.registered_at)


def _person(row: Patient, key: DataKey) -> Person:
    body = json.loads(unseal(key, bytes(row.sealed), place(row.id)))
    born, covered = body.pop("birth_date", None), body.pop("coverage", None)
    return Person(
        patient_id=PatientId(row.id),
        identity=Identity(
            **body,
            birth_date=date.fromisoformat(born) if born else None,
            coverage=Coverage(**covered) if covered else None,
        ),
        is_provisional=row.is_provisional,
        verified_how=VerifiedHow(row.verified_how) if row.verified_how else None,
        verified_at=row.verified_at,
        registered_at=row.registered_at,
        works_here=row.works_here,
    )


def names_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of staff, by id; patients are not among them."""
    return dict(Staff.objects.filter(pk__in=list(person_ids)).values_list("id", "name"))


def colleagues(role: Role | None = None) -> list[Colleague]:
    """Return active staff by name: all, with what was granted to them, or those who may act in a role now."""
    paused, granted, teams = paused_now(), granted_to_each(), _teams_of_each()
    held = [
        _colleague(row, granted.get(row.id, frozenset()), teams.get(row.id, frozenset()), paused)
        for row in Staff.objects.filter(is_active=True).order_by("name")
    ]
    return [one for one in held if role is None or (role in one.roles and not one.is_paused)]


def colleague(person_id: UUID) -> Colleague:
    """Return one of the active staff; DoesNotExist where their account has ended."""
    row = Staff.objects.get(pk=person_id, is_active=True)
    return _colleague(row, granted_to(row.id), frozenset(teams_of(row.id)), paused_now())


def _colleague(row: Staff, roles: frozenset[Role], teams: frozenset[TeamId], paused: frozenset[UUID]) -> Colleague:
    return Colleague(row.id, row.name, row.email, roles, teams, row.id in paused)


def staff_ids() -> set[UUID]:
    """Return who works here now."""
    return set(Staff.objects.filter(is_active=True).values_list("id", flat=True))


def patients_without_home() -> tuple[int, int]:
    """Return of how many patients no file holds an address, and of how many there are; whoever was erased is neither."""
    there = Patient.objects.filter(merged_into=None, tokens__len__gt=0)
    return there.filter(home_tokens__len=0).count(), there.count()


def _memberships(now: Any) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now))


def _team_ids(person_id: Any, now: Any) -> QuerySet[Membership, UUID]:
    """Return the ids as a query that another one takes into itself: one way to the database, not two."""
    return _memberships(now).filter(person_id=person_id).values_list("team_id", flat=True)


def _teams_of_each() -> dict[UUID, frozenset[TeamId]]:
    """Return the teams that everybody is in now: one question, however many work here."""
    teams: dict[UUID, set[TeamId]] = {}
    for person_id, team_id in _memberships(clock.now()).values_list("person_id", "team_id"):
        teams.setdefault(person_id, set()).add(TeamId(team_id))
    return {person_id: frozenset(found) for person_id, found in teams.items()}


def teams_of(person_id: UUID) -> list[TeamId]:
    """Return the teams somebody is in now."""
    return [TeamId(team) for team in _team_ids(person_id, clock.now())]


def teams() -> list[tuple[TeamId, str]]:
    """Return all teams by name."""
    return [(TeamId(team.id), team.name) for team in Team.objects.order_by("name")]


def team_named(name: str) -> TeamId | None:
    """Return the team of that name, if there is one."""
    team = Team.objects.filter(name=name).first()
    return TeamId(team.id) if team else None


def relation_to(clinician_id: UUID, patient_id: UUID, *, in_emergency: bool = False) -> Relation | None:
    """Return why this clinician may open this patient's file now: the most particular reason, or none.

    A broken glass counts in an emergency alone, and in an emergency nothing else does.
    """
    asked = _relations_to(in_emergency=in_emergency)
    rows = asked.rows(clinician=clinician_id, patient=patient_id, now=clock.now())
    found = {Why(why): more for why, *more in rows}
    for why in (Why.EMERGENCY, Why.VISIT, Why.REFERRAL, Why.TEAM):
        if why in found:
            visit_id, ends_at, works_here = found[why]
            is_own = works_here and is_own_file(clinician_id, patient_id)
            return None if is_own else Relation(why, visit_id, ends_at, frozenset(found))
    return None


@cache
def _relations_to(*, in_emergency: bool) -> Prepared:
    counting = _counting(Given("clinician"), Given("now"), in_emergency=in_emergency)
    of_patient = counting.filter(patient_id=Given("patient"))
    return Prepared(of_patient.values_list("why", "visit_id", "ends_at", "works_here"))


def _counting(clinician: Any, now: Any, *, in_emergency: bool = False) -> Any:
    """Return the relations that open files for somebody now; row security says the same in SQL (paravent_related).

    A team opens no colleague's file, nobody refers a patient to themselves, and whom a patient keeps out stays out.
    """
    of_colleague = Exists(Patient.objects.filter(pk=OuterRef("patient_id"), works_here=True))
    live = _live(clinician, now).annotate(works_here=of_colleague)
    if in_emergency:
        return live.filter(why=Why.EMERGENCY)
    live = live.exclude(why=Why.EMERGENCY).exclude(why=Why.TEAM, works_here=True)
    live = live.exclude(why=Why.REFERRAL, made_by=clinician)
    return live.exclude(Exists(_live_blocks(now).filter(_keeps_out(clinician), patient_id=OuterRef("patient_id"))))


def _live(clinician: Any, now: Any) -> QuerySet[CareRelation]:
    mine = Q(clinician_id=clinician) | Q(team_id__in=_team_ids(clinician, now))
    return CareRelation.objects.filter(mine, starts_at__lte=now, ends_at__gte=now).order_by("ends_at")


def obstacle(clinician_id: UUID, patient_id: UUID) -> str:
    """Return why a relation that somebody has opens nothing for them, as a reason; nothing where there is none to speak of."""
    if not _live(clinician_id, clock.now()).filter(patient_id=patient_id).exclude(why=Why.EMERGENCY).exists():
        return ""
    if is_restricted({patient_id}):
        return "file-is-restricted"
    if is_blocked(patient_id, clinician_id):
        return "patient-said-no"
    if is_own_file(clinician_id, patient_id):
        return "own-file"
    return "works-here" if works_here(patient_id) else ""


def works_here(patient_id: UUID) -> bool:
    """Tell whether a patient works here."""
    return Patient.objects.filter(pk=patient_id, works_here=True).exists()


def is_own_file(person_id: UUID, patient_id: UUID) -> bool:
    """Tell whether a patient who works here is called as this colleague is."""
    row = Patient.objects.filter(pk=patient_id, works_here=True).first()
    keys = patient_keys([patient_id], Scope.IDENTITY) if row else {}
    name = names_of([person_id]).get(person_id, "")
    if row is None or patient_id not in keys:
        return False
    return name_words(_person(row, keys[patient_id]).identity.name) == name_words(name)


def is_a_colleagues_name(name: str) -> bool:
    """Tell whether somebody of that name works here: all words, in any order."""
    words = name_words(name)
    known = Staff.objects.filter(is_active=True).values_list("name", flat=True)
    return bool(words) and any(name_words(one) == words for one in known)


def _live_blocks(now: Any) -> QuerySet[Block]:
    return Block.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


def _keeps_out(person_id: Any) -> Q:
    return Q(person_id=person_id) | Q(person_id=EVERYBODY)


def is_blocked(patient_id: UUID, person_id: UUID) -> bool:
    """Tell whether this person is kept out of the patient's file now, by name or because it is restricted."""
    return _live_blocks(clock.now()).filter(_keeps_out(person_id), patient_id=patient_id).exists()


def is_restricted(patient_ids: Iterable[UUID] | None = None) -> set[UUID]:
    """Return whose files are restricted now, of some or of everybody: kept, and closed to everybody but the patient."""
    found = _live_blocks(clock.now()).filter(person_id=EVERYBODY)
    found = found if patient_ids is None else found.filter(patient_id__in=list(patient_ids))
    return set(found.values_list("patient_id", flat=True))


def was_blocked(patient_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Tell whether the patient kept this person out of their file then."""
    then = Q(ends_at=None) | Q(ends_at__gt=at)
    return Block.objects.filter(then, patient_id=patient_id, person_id=person_id, starts_at__lte=at).exists()


def blocked_by(patient_id: UUID) -> list[Blocked]:
    """Return whom a patient keeps out of their file, by name."""
    rows = list(_live_blocks(clock.now()).filter(patient_id=patient_id).exclude(person_id=EVERYBODY))
    names = names_of({row.person_id for row in rows})
    blocked = [Blocked(row.person_id, names.get(row.person_id, ""), row.starts_at) for row in rows]
    return sorted(blocked, key=lambda one: one.name)


def is_cared_for_in(visit_id: UUID, clinician_id: UUID, patient_id: UUID) -> bool:
    """Tell whether this visit is a reason why this clinician may open this patient's file now."""
    found = _counting(clinician_id, clock.now()).filter(patient_id=patient_id, visit_id=visit_id)
    return not is_own_file(clinician_id, patient_id) and bool(found.exists())


def patients_of(clinician_id: UUID) -> list[Person]:
    """Return the patients a clinician cares for now; a file of which nobody said whose it is belongs to its visit."""
    people = patients_by_id(relations_of(clinician_id)).values()
    return sorted((one for one in people if not one.is_provisional), key=lambda person: person.identity.name)


def relations_of(clinician_id: UUID) -> dict[UUID, Relation]:
    """Return why this clinician may open files now, by patient: the most particular reason of each."""
    rank = {Why.TEAM: 0, Why.REFERRAL: 1, Why.VISIT: 2}
    rows = _relations_of().rows(clinician=clinician_id, now=clock.now())
    ordered = sorted(rows, key=lambda row: rank[Why(row[1])])
    own = {patient_id for patient_id, *_, works_here in ordered if works_here and is_own_file(clinician_id, patient_id)}
    return {
        patient_id: Relation(Why(why), visit_id, ends_at)
        for patient_id, why, visit_id, ends_at, _ in ordered
        if patient_id not in own
    }


@cache
def _relations_of() -> Prepared:
    counting = _counting(Given("clinician"), Given("now"))
    return Prepared(counting.values_list("patient_id", "why", "visit_id", "ends_at", "works_here"))


def cared_until(patient_id: UUID, now: datetime) -> datetime | None:
    """Return when care of a patient ended last, or now where it goes on; nothing where nobody ever cared for them."""
    ends = CareRelation.objects.filter(patient_id=patient_id, starts_at__lte=now).values_list("ends_at", flat=True)
    return min(max(ends), now) if ends else None


def known_patients() -> list[UUID]:
    """Return the ids of all patients whom this actor may know, in order; provisional files excluded."""
    rows = Patient.objects.filter(is_provisional=False, merged_into=None).order_by("id")
    return list(rows.values_list("id", flat=True))


def live_brakes(now: datetime) -> QuerySet[Brake]:
    """Return the brakes that are on, a pause that still waits for the end of a consultation among them."""
    return Brake.objects.filter(lifted_at=None, ends_at__gt=now)


def brakes_of(*, person_id: UUID | None = None, case_id: UUID | None = None) -> list[BrakeView]:
    """Return the brakes that were ever put on somebody, or because of a case, the newest first."""
    wanted = {"person_id": person_id} if person_id else {"case_id": case_id}
    rows = list(Brake.objects.filter(**wanted).order_by("-put_at", "kind"))
    names, now = names_of({one for row in rows for one in (row.put_by, row.lifted_by) if one}), clock.now()
    return [_brake_view(row, names, now) for row in rows]


def brakes_put(cases: Iterable[UUID]) -> set[tuple[UUID, BrakeKind]]:
    """Return which brakes were ever put on because of these cases."""
    put = Brake.objects.filter(case_id__in=list(cases)).values_list("case_id", "kind")
    return {(case_id, BrakeKind(kind)) for case_id, kind in put}


def remark_place(brake_id: UUID) -> tuple[str, ...]:
    """Return what the remark with which a brake was lifted is sealed to."""
    return ("people.brake", str(brake_id))


def _brake_view(row: Brake, names: dict[UUID, str], now: datetime) -> BrakeView:
    return BrakeView(
        brake_id=row.id,
        person_id=row.person_id,
        kind=BrakeKind(row.kind),
        because=Because(row.because),
        case_id=row.case_id,
        put_by=names.get(row.put_by, ""),
        put_at=row.put_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_on=row.lifted_at is None and row.ends_at > now,
        is_waiting=row.lifted_at is None and row.starts_at > now,
        lifted_by=names.get(row.lifted_by, "") if row.lifted_by else "",
        lifted_at=row.lifted_at,
        remark=opened_for_practice(row.sealed_remark, remark_place(row.id)) if row.sealed_remark else "",
    )
