"""Where each type stands: in the file, among the people, or in the practice's own tables; each read in the same way."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from paravent.access.operation import Operation
from paravent.consent.queries import agreed
from paravent.fhir import views
from paravent.fhir.audit import Audited, audit_event
from paravent.fhir.indexing import when
from paravent.fhir.matching import matches
from paravent.fhir.parameters import Clarity
from paravent.fhir.resources import stamped
from paravent.fhir.terms import Complaint, Resource, Unclear
from paravent.fhir.times import BEGINNING
from paravent.fhir.wanted import Search
from paravent.interop.terms import OF_PAYMENT, NotServed, Shown
from paravent.kernel.canonical import canonical
from paravent.kernel.lots import in_lots
from paravent.ledger.queries import lines
from paravent.ledger.terms import Disclosure
from paravent.people.queries import colleagues, known_patients, patients_by_id
from paravent.people.terms import Person
from paravent.records import queries as records
from paravent.records import searching
from paravent.records.terms import PRACTICE, Filed, Reach, Spot
from paravent.visits.queries import booked

PIECE = 200
MOST_SORTED = 2_000
UNEVEN = OF_PAYMENT | {"Patient"}
"""Types of which a piece may be short though more follow."""
OWN = "practice"
"""The id of the practice itself as an Organization."""

Pieces = Callable[[Spot | None], list[Shown]]
"""Reads the next piece of a shelf behind a spot, in an order that no write changes."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Resources that a package above this one makes of its own tables."""

    within: Callable[[Reach], Pieces]
    """Reads those of patients within reach; row security decides besides."""
    named: Callable[[str], Shown]
    """Returns the one of an id; raises DoesNotExist."""
    left: Callable[[Operation, Iterable[Shown]], None] | None = None
    """Notes of those that a program reads that they leave the house, where its package keeps since when."""


_FURTHER: dict[str, Shelf] = {}


def put_up(kind: str, shelf: Shelf) -> None:
    """Let a package that stands above serve a type: this one must not know it."""
    _FURTHER[kind] = shelf


def further(kind: str) -> Shelf:
    """Return the shelf of a type that stands above; raises NotServed where nobody has put one up."""
    if kind not in _FURTHER:
        raise NotServed
    return _FURTHER[kind]


def note_left(op: Operation, shown: Iterable[Shown]) -> None:
    """Let the packages above note what of theirs leaves the house now."""
    by_kind: dict[str, list[Shown]] = {}
    for one in shown:
        by_kind.setdefault(one.kind, []).append(one)
    for kind, those in by_kind.items():
        if kind in _FURTHER and (left := _FURTHER[kind].left):
            left(op, those)


def shown_of(one: Filed) -> Shown:
    """Return a filed resource as it goes out. A Patient goes by the id by which the practice knows them."""
    fhir_id = str(one.patient_id) if one.kind == "Patient" else one.fhir_id
    whole = stamped(one.resource | {"id": fhir_id}, str(one.version), one.written_at) if one.resource else {}
    return Shown(
        one.kind,
        fhir_id,
        str(one.version),
        one.written_at,
        one.patient_id,
        whole,
        one.row_id,
        is_deleted=one.is_deleted,
    )


def made(resource: Resource, at: datetime, owner: UUID, row_id: UUID | None = None) -> Shown:
    """Return a resource that is made from a table: its version is a fingerprint of its content."""
    version = hashlib.sha256(canonical(resource)).hexdigest()[:16]
    whole = stamped(resource, version, at)
    named = row_id or UUID(bytes=hashlib.sha256(resource["id"].encode()).digest()[:16])
    return Shown(resource["resourceType"], resource["id"], version, at, owner, whole, named)


def patients(reach: Reach, ids: list[UUID] | None = None) -> Pieces:
    """Return the shelf of patients within reach, each as filed, or as reception knows them where nothing is."""
    if ids is None:
        ids = known_patients() if reach.is_everybody else sorted(reach.owners - {PRACTICE})
    everybody = ids

    def piece(after: Spot | None) -> list[Shown]:
        rest = [one for one in everybody if after is None or one > after.row_id]
        for some in in_lots(rest, PIECE):
            filed = {one.patient_id: one for one in records.filed_patients(some)}
            # Whoever was erased has no name any more; where all of a piece were, the next one counts.
            if known := patients_by_id(some):
                return [_patient(known[one], filed.get(one)) for one in some if one in known]
        return []

    return piece


def _patient(person: Person, filed: Filed | None) -> Shown:
    if filed is not None:
        one = shown_of(filed)
        return Shown(one.kind, one.fhir_id, one.version, one.at, one.owner, one.resource, person.patient_id)
    who = person.identity
    known = views.Known(str(person.patient_id), who.name, who.birth_date, who.phone, who.email, who.language)
    return made(views.patient(known), person.registered_at, person.patient_id, person.patient_id)


def appointments(reach: Reach) -> Pieces:
    """Return the shelf of visits as appointments."""

    def piece(after: Spot | None) -> list[Shown]:
        found = booked(None if reach.is_everybody else reach.owners, after.row_id if after else None, PIECE)
        return [made(views.appointment(one), one.made_at, UUID(one.patient_id), UUID(one.visit_id)) for one in found]

    return piece


def visit_before_its_end(fhir_id: UUID) -> Shown | None:
    """Return a visit that is to come or goes on as an Encounter, if there is one of this id for this actor."""
    found = next(iter(booked(None, UUID(int=fhir_id.int - 1), 1)), None) if fhir_id.int else None
    if found is None or found.visit_id != str(fhir_id) or found.status not in views.ENCOUNTERS:
        return None
    return made(views.encounter(found), found.made_at, UUID(found.patient_id), fhir_id)


def consents(reach: Reach) -> Pieces:
    """Return the shelf of consents."""

    def piece(after: Spot | None) -> list[Shown]:
        found = agreed(None if reach.is_everybody else reach.owners, after.row_id if after else None, PIECE)
        return [
            made(views.consent(one), one.withdrawn_at or one.given_at, UUID(one.patient_id), UUID(one.consent_id))
            for one in found
        ]

    return piece


def log_lines(patient: UUID | None) -> Pieces:
    """Return the shelf of the log's lines, newest first; row security decides whose."""

    def piece(after: Spot | None) -> list[Shown]:
        spot = (datetime.fromisoformat(after.value), after.row_id) if after else None
        return [event(one) for one in lines(patient=patient, after=spot, limit=PIECE)]

    return piece


def event(line: Disclosure) -> Shown:
    """Return a line of the log as an AuditEvent."""
    audited = Audited(
        entry_id=line.entry_id,
        at=line.at,
        act=line.act,
        outcome=line.outcome.value,
        purpose=line.purpose,
        actor=line.actor,
        because=line.because,
        patient=line.patient,
        visit=line.visit,
        facts=line.facts,
        mentioned=line.mentioned,
    )
    return made(audit_event(audited, settings.LEDGER_ORIGIN), line.at, line.patient or PRACTICE, line.entry_id)


def people_here(kind: str) -> list[Shown]:
    """Return staff, what they do, or the practice itself, in order of their rows."""
    found = [made(resource, BEGINNING, PRACTICE) for resource in _people_here(kind)]
    return sorted(found, key=lambda one: one.row_id)


def _people_here(kind: str) -> Iterator[Resource]:
    if kind == "Organization":
        yield views.organization(OWN, settings.PRACTICE_NAME)
    for one in colleagues() if kind in {"Practitioner", "PractitionerRole"} else []:
        if kind == "Practitioner":
            yield views.practitioner(str(one.person_id), one.name)
        else:
            yield from (views.practitioner_role(str(one.person_id), role, OWN) for role in sorted(one.roles))


def page_of(pieces: Pieces, search: Search, after: Spot | None) -> tuple[list[Shown], Spot | None]:
    """Return one page of a shelf, and where to go on."""
    if search.order.name:
        return _sorted_page(pieces, search, after)
    found: list[Shown] = []
    for looked_at, one in enumerate(_all(pieces, after)):
        if len(found) == search.count or looked_at == searching.MOST_OPENED:
            return found, after
        after = _spot(one)
        if fits(one, search):
            found.append(one)
    return found, None


def fits(one: Shown, search: Search) -> bool:
    """Tell whether a resource is what is wanted."""
    return all(matches(one.resource, criterion) for criterion in search.criteria)


def _all(pieces: Pieces, after: Spot | None) -> Iterator[Shown]:
    while taken := pieces(after):
        yield from taken
        if len(taken) < PIECE and taken[0].kind not in UNEVEN:
            return
        after = _spot(taken[-1])


def _spot(one: Shown) -> Spot:
    return Spot(one.at.isoformat() if one.kind == "AuditEvent" else "", one.row_id)


def _sorted_page(pieces: Pieces, search: Search, after: Spot | None) -> tuple[list[Shown], Spot | None]:
    """Sort what there is. Only a shelf of a size that can be looked through at once can be sorted."""
    everything: list[tuple[datetime, UUID, Shown]] = []
    for one in _all(pieces, None):
        if len(everything) == MOST_SORTED:
            words = "There is too much to sort; narrow the search or leave out the order."
            raise Unclear(Complaint("too-costly", words, "http._sort"))
        if fits(one, search):
            everything.append((_sort_value(one, search), one.row_id, one))
    everything.sort(key=lambda row: row[:2], reverse=search.order.is_descending)
    start = (datetime.fromisoformat(after.value), after.row_id) if after else None
    behind = [row for row in everything if start is None or _is_behind(row[:2], start, search)]
    page = behind[: search.count]
    is_more = len(behind) > len(page)
    return [row[2] for row in page], Spot(page[-1][0].isoformat(), page[-1][1]) if is_more else None


def _is_behind(row: tuple[datetime, UUID], start: tuple[datetime, UUID], search: Search) -> bool:
    return row < start if search.order.is_descending else row > start


def _sort_value(one: Shown, search: Search) -> datetime:
    if search.order.name == "_lastUpdated":
        return one.at
    span = when(one.resource)
    return span.low if span else BEGINNING


def named_patients(search: Search, reach: Reach) -> list[UUID] | None:
    """Return the patients among whom those who are looked for are; nothing where the index cannot tell.

    Whoever has no Patient in their file is always among them: there is no index of reception's own words here.
    """
    narrowing = tuple(one for one in search.criteria if one.parameter.clarity == Clarity.BLIND)
    asked = [value.code for one in search.of("_id") for value in one.values if hasattr(value, "code")]
    everybody = known_patients() if reach.is_everybody else sorted(reach.owners - {PRACTICE})
    if asked:
        return [one for one in everybody if str(one) in asked]
    if not narrowing:
        return everybody
    found = set(searching.sought(Search("Patient", narrowing), reach).values_list("patient_id", flat=True))
    with_file = records.with_filed_patient(reach)
    return [one for one in everybody if one in found or one not in with_file]


def filed_page(search: Search, reach: Reach, after: Spot | None) -> tuple[list[Shown], Spot | None]:
    """Return one page of what stands in files."""
    page = searching.page_of(search, reach, after)
    return [shown_of(one) for one in page.found], page.end


def many(found: Iterable[Filed]) -> list[Shown]:
    """Return filed resources as they go out."""
    return [shown_of(one) for one in found]
