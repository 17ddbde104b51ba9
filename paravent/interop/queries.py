"""Reading for programs: within the scopes of the token, within what the person may, within what row security shows."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from paravent.access.terms import Decision, Role
from paravent.fhir.elements import found as elements_at
from paravent.fhir.matching import pointer
from paravent.fhir.parameters import parameters
from paravent.fhir.terms import Complaint, Unclear
from paravent.fhir.wanted import MOST, Criterion, Include, Order, Pointer, Search, Text
from paravent.interop import policy, shelves
from paravent.interop.terms import (
    OF_PAYMENT,
    OF_THE_PRACTICE,
    SERVED,
    VIEWS,
    Found,
    Gone,
    NotServed,
    Shown,
    Verb,
    Versions,
)
from paravent.ledger.queries import lines
from paravent.people.queries import relation_to, relations_of
from paravent.people.terms import Relation
from paravent.programs.terms import Access
from paravent.records import queries as records
from paravent.records import searching
from paravent.records.terms import PRACTICE, Page, Reach, Spot

MOST_INCLUDED = 1_000


def reach_of(access: Access, kind: str, verb: Verb, among: set[UUID] | None = None) -> Reach:
    """Return whose files are open to a program for a type: each file is asked about by its own relation of care.

    `among` says whose alone matter, where that is known: then nobody else is asked about.
    """
    actor = access.actor
    if actor.is_a(Role.SYSTEM) and not policy.is_bounded(access, kind, verb):
        return Reach(frozenset(), is_everybody=True)
    if actor.is_a(Role.RECEPTION) and not actor.is_a(Role.CLINICIAN) and not policy.is_bounded(access, kind, verb):
        is_open = policy.may_open(access, kind, PRACTICE, None).allowed
        return Reach(frozenset(), is_everybody=is_open)
    relations = _relations(access, {access.patient} if access.patient else among)
    asked = {*relations, actor.person, *([access.patient] if access.patient else [])}
    if policy.is_bounded(access, kind, verb):
        asked &= {access.patient}
    own = {one for one in asked if one and policy.may_open(access, kind, one, relations.get(one)).allowed}
    return Reach(frozenset(own | {PRACTICE} if actor.roles & (policy.WRITERS | policy.SYSTEMS) else own))


def _relations(access: Access, among: set[UUID] | None) -> dict[UUID, Relation]:
    """Return why whoever the program acts for cares for patients; of one alone it is asked more cheaply than of all."""
    if among is not None and len(among) == 1:
        (owner,) = among
        relation = relation_with(access, owner)
        return {owner: relation} if relation else {}
    return relations_of(access.actor.person) if access.actor.roles & policy.WRITERS else {}


def may_read(access: Access, kind: str, owner: UUID, verb: Verb) -> Decision:
    """Return whether a program may see a resource of a type out of somebody's file."""
    asked = policy.may_ask(access, kind, verb)
    if not asked.allowed:
        return asked
    if kind == "AuditEvent":
        return policy.may_read_log(access)
    if kind in OF_THE_PRACTICE or owner == PRACTICE:
        return policy.may_read_of_practice(access, kind)
    return policy.may_open(access, kind, owner, relation_with(access, owner))


def relation_with(access: Access, owner: UUID) -> Relation | None:
    """Return why whoever the program acts for cares for a patient; only those who can care are asked about."""
    return relation_to(access.actor.person, owner) if access.actor.roles & policy.WRITERS else None


def one(access: Access, kind: str, fhir_id: str) -> Shown:
    """Return a resource; DoesNotExist where there is none for this actor."""
    if kind not in SERVED:
        raise NotServed
    if kind in OF_PAYMENT:
        return shelves.further(kind).named(fhir_id)
    if kind in VIEWS or kind == "Patient":
        return _from_view(access, kind, _as_uuid(fhir_id))
    if kind in OF_THE_PRACTICE:
        here = next((one for one in shelves.people_here(kind) if one.fhir_id == fhir_id), None)
        if here:
            return here
    if kind == "Encounter" and (visit := uuid_or_none(fhir_id)) and (here := shelves.visit_before_its_end(visit)):
        return here
    return shelves.shown_of(records.filed(kind, fhir_id))


def _from_view(access: Access, kind: str, fhir_id: UUID) -> Shown:
    if kind == "AuditEvent":
        found = [shelves.event(line) for line in lines(entry=fhir_id)]
    elif kind == "Patient":
        found = shelves.patients(Reach(frozenset()), [fhir_id])(None)
    else:
        owners = reach_of(access, kind, Verb.READ)
        shelf = shelves.appointments(owners) if kind == "Appointment" else shelves.consents(owners)
        before = Spot("", UUID(int=fhir_id.int - 1)) if fhir_id.int else None
        found = [one for one in shelf(before)[:1] if one.fhir_id == str(fhir_id)]
    if not found:
        raise ObjectDoesNotExist
    return found[0]


def _as_uuid(fhir_id: str) -> UUID:
    try:
        return UUID(fhir_id)
    except ValueError:
        raise ObjectDoesNotExist from None


def version(kind: str, fhir_id: str, wanted: str) -> Shown:
    """Return one version of a filed resource; DoesNotExist where there is none for this actor."""
    if "vread" not in SERVED.get(kind, ()):
        raise NotServed
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):  # noqa: PLR2004 (a version is a small number)
        raise ObjectDoesNotExist
    return shelves.shown_of(records.filed_version(kind, _filed_id(kind, fhir_id), int(wanted)))


def _filed_id(kind: str, fhir_id: str) -> str:
    """Return the id under which a resource was filed: a Patient's may be another program's."""
    if kind != "Patient":
        return fhir_id
    filed = records.filed_patients([_as_uuid(fhir_id)])
    if not filed:
        raise ObjectDoesNotExist
    return filed[0].fhir_id


def history(
    access: Access, kind: str, fhir_id: str | None, *, since: datetime | None, most: int, after: Spot | None
) -> Versions:
    """Return versions, newest first, of one resource or of a type."""
    reach = reach_of(access, kind, Verb.READ if fhir_id else Verb.SEARCH)
    filed_id = _filed_id(kind, fhir_id) if fhir_id else None
    page: Page = records.history(kind, reach, fhir_id=filed_id, since=since, most=most, after=after)
    if fhir_id and not page.found and not after:
        raise ObjectDoesNotExist
    return Versions(tuple(shelves.many(page.found)), page.end)


def current(access: Access, kind: str, fhir_id: str) -> Shown:
    """Return a resource that is there; raise Gone where it was deleted."""
    shown = one(access, kind, fhir_id)
    if shown.is_deleted:
        raise Gone(shown.version)
    return shown


def search(access: Access, wanted: Search, after: Spot | None = None) -> Found:
    """Return one page of what is wanted, with what it brings along."""
    reach = reach_of(access, wanted.kind, Verb.SEARCH, searching.owners_named(wanted))
    if wanted.summary == "count":
        return Found(wanted, (), total=_count(access, wanted, reach))
    found, end = _page(access, wanted, reach, after)
    total = _count(access, wanted, reach) if wanted.wants_total else None
    return Found(wanted, tuple(found), tuple(_included(access, wanted, found)), end, total)


def _count(access: Access, wanted: Search, reach: Reach) -> int:
    total, after = 0, None
    piece = replace(wanted, count=MOST, order=Order("", is_descending=False))
    for _turn in range(MOST_INCLUDED):
        found, after = _page(access, piece, reach, after)
        total += len(found)
        if after is None:
            return total
    raise Unclear(Complaint("too-costly", "There is too much to count; narrow the search.", "http._total"))


def _page(access: Access, wanted: Search, reach: Reach, after: Spot | None) -> tuple[list[Shown], Spot | None]:
    kind = wanted.kind
    if kind == "Patient":
        return shelves.page_of(shelves.patients(reach, shelves.named_patients(wanted, reach)), wanted, after)
    if kind in VIEWS:
        return shelves.page_of(_view(access, kind, reach), wanted, after)
    if kind in OF_THE_PRACTICE:
        return _practice_page(wanted, reach, after)
    return shelves.filed_page(wanted, reach, after)


def _view(access: Access, kind: str, reach: Reach) -> shelves.Pieces:
    """Return the shelf of a type that is made from the practice's own tables."""
    if kind in OF_PAYMENT:
        return shelves.further(kind).within(reach)
    if kind == "AuditEvent":
        return shelves.log_lines(access.patient)
    return shelves.appointments(reach) if kind == "Appointment" else shelves.consents(reach)


def _practice_page(wanted: Search, reach: Reach, after: Spot | None) -> tuple[list[Shown], Spot | None]:
    """Return people and places: those who are here come on the first page, in front of what was brought here."""
    here = [one for one in shelves.people_here(wanted.kind) if shelves.fits(one, wanted)] if after is None else []
    if not reach.includes(PRACTICE):
        return here, None
    filed, end = shelves.filed_page(wanted, Reach(frozenset({PRACTICE})), after)
    return [*here, *filed], end


def _included(access: Access, wanted: Search, found: list[Shown]) -> list[Shown]:
    """Return what comes along, each once, as far as the program may see it."""
    there = {one.reference for one in found}
    along: dict[str, Shown] = {}
    for include in wanted.includes:
        brought = _referring(access, include, found) if include.is_reverse else _referred(access, include, found)
        for one_more in brought:
            if one_more.reference not in there and len(along) < MOST_INCLUDED:
                along[one_more.reference] = one_more
    return list(along.values())


def _referred(access: Access, include: Include, found: list[Shown]) -> list[Shown]:
    targets = [
        there
        for one in found
        for element in elements_at(one.resource, include.parameter.paths)
        if (there := pointer(element))
    ]
    wanted = {(there.kind or _only_target(include), there.fhir_id) for there in targets}
    return fetched(access, {one for one in wanted if one[0] and include.target in {"", one[0]}})


def _only_target(include: Include) -> str:
    if include.target:
        return include.target
    return include.parameter.targets[0] if len(include.parameter.targets) == 1 else ""


def fetched(access: Access, wanted: Iterable[tuple[str, str]]) -> list[Shown]:
    """Return resources by type and id, as far as there are any and the program may see them."""
    found = []
    by_kind: dict[str, set[str]] = {}
    for kind, fhir_id in wanted:
        by_kind.setdefault(kind, set()).add(fhir_id)
    for kind, ids in sorted(by_kind.items()):
        if kind in SERVED and kind != "Binary" and policy.may_ask(access, kind, Verb.READ).allowed:
            found += _of_kind(access, kind, ids)
    return found


def _of_kind(access: Access, kind: str, ids: set[str]) -> list[Shown]:
    if kind in VIEWS:
        return []
    named = {one for one in map(uuid_or_none, ids) if one} if kind == "Patient" else None
    reach = reach_of(access, kind, Verb.READ, named)
    if named is not None:
        within = [one for one in named if reach.includes(one)]
        return shelves.patients(reach, sorted(within))(None)
    here = [one for one in shelves.people_here(kind) if one.fhir_id in ids] if kind in OF_THE_PRACTICE else []
    return [*here, *shelves.many(records.filed_by_id([(kind, one) for one in sorted(ids)], reach))]


def uuid_or_none(text: str) -> UUID | None:
    """Return the UUID in a text, if that is what it is."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _referring(access: Access, include: Include, found: list[Shown]) -> list[Shown]:
    if not found or not policy.may_ask(access, include.kind, Verb.SEARCH).allowed:
        return []
    pointers = tuple(Pointer(one.kind, one.fhir_id) for one in found)
    wanted = Search(include.kind, (Criterion(include.parameter, "", pointers),), count=MOST_INCLUDED)
    return _page(access, wanted, reach_of(access, include.kind, Verb.SEARCH), None)[0]


def everything(access: Access, patient_id: UUID, wanted: Search, after: Spot | None) -> Found:
    """Return one page of a patient's whole file; who they are comes first."""
    first = [one(access, "Patient", str(patient_id))] if after is None else []
    page = searching.file_of(patient_id, after, wanted.count, _kinds_open(access))
    found = [*first, *(shelves.shown_of(each) for each in page.found if each.kind != "Patient")]
    return Found(wanted, tuple(found), end=page.end)


def _kinds_open(access: Access) -> frozenset[str]:
    """Return the types that the program may read."""
    return frozenset(kind for kind in SERVED if policy.may_ask(access, kind, Verb.READ).allowed)


def blob(fhir_id: str) -> tuple[UUID, bytes, Shown]:
    """Return whose a document's bytes are, the bytes, and the DocumentReference that says what they are."""
    owner, content = records.blob_content(_as_uuid(fhir_id))
    wanted = _referring_document(fhir_id)
    for filed in searching.page_of(wanted, Reach(frozenset({owner}))).found:
        return owner, content, shelves.shown_of(filed)
    raise ObjectDoesNotExist


def _referring_document(fhir_id: str) -> Search:
    location = parameters("DocumentReference")["location"]
    return Search("DocumentReference", (Criterion(location, "", (Text(f"Binary/{fhir_id}"),)),), count=1)
