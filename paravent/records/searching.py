"""Finding resources whose content is sealed: the index narrows, opening decides. Why so: docs/adr/0015-search-on-sealed-content.md."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from paravent.fhir.indexing import wanted_words
from paravent.fhir.matching import matches
from paravent.fhir.parameters import Clarity
from paravent.fhir.resources import ID, stamped
from paravent.fhir.terms import Resource as Json
from paravent.fhir.times import BEGINNING, Span
from paravent.fhir.wanted import Criterion, Missing, Moment, Pointer, Search, Token
from paravent.kernel.blind import token
from paravent.kernel.sealing import DataKey
from paravent.keys.custody import practice_data_key
from paravent.keys.queries import all_keys
from paravent.keys.terms import Scope
from paravent.records.models import Resource
from paravent.records.queries import index_key, keys_of, opened
from paravent.records.terms import PRACTICE, Filed, Page, Reach, Spot

MOST_OPENED = 2_000
"""So many resources are opened for one page at most; then the page is short, and its end says where to go on."""

OVERLAPS = {"eq", "ap"}

Keys = dict[UUID, DataKey]


def page_of(search: Search, reach: Reach, after: Spot | None = None) -> Page:
    """Return one page of what is wanted and within reach. What is shown was opened and compared, not only found."""
    found: list[Filed] = []
    rows, keys = _sought(search, reach)
    for looked_at, (row, one) in enumerate(_opened_in_order(ordered(rows, search), search, after, keys)):
        if len(found) == search.count or looked_at == MOST_OPENED:
            return Page(tuple(found), after)
        after = Spot(_value(row, search), row.id)
        if one and all(matches(shown(one), criterion) for criterion in search.criteria):
            found.append(one)
    return Page(tuple(found), None)


def shown(one: Filed) -> Json:
    """Return a resource as it is shown: with its version and when it was written."""
    return stamped(one.resource, str(one.version), one.written_at)


def count_of(search: Search, reach: Reach) -> int:
    """Return how many there are, each opened and compared."""
    rows, keys = _sought(search, reach)
    return sum(
        one is not None and all(matches(shown(one), criterion) for criterion in search.criteria)
        for _, one in _opened_in_order(ordered(rows, search), search, None, keys)
    )


def _opened_in_order(
    rows: Any, search: Search, after: Spot | None, keys: Keys
) -> Iterator[tuple[Resource, Filed | None]]:
    """Yield rows from a spot on, piece by piece, each with its content; none where the key is gone."""
    piece = min(search.count + 1, 200)
    while True:
        taken = list(_from(rows, search, after)[:piece])
        content = {one.row_id: one for one in opened(taken, keys)}
        yield from ((row, content.get(row.id)) for row in taken)
        if len(taken) < piece:
            return
        after, piece = Spot(_value(taken[-1], search), taken[-1].id), 200


def file_of(patient_id: UUID, after: Spot | None, most: int, kinds: frozenset[str]) -> Page:
    """Return one page of everything of some types in one patient's file, in an order that no write changes."""
    rows = Resource.objects.filter(patient_id=patient_id, deleted_at=None, resource_type__in=kinds).order_by("id")
    rows = rows.filter(id__gt=after.row_id) if after else rows
    taken = list(rows[: most + 1])
    page = taken[:most]
    return Page(tuple(opened(page)), Spot("", page[-1].id) if len(taken) > most else None)


def sought(search: Search, reach: Reach) -> QuerySet[Resource]:
    """Return the rows among which everything that is wanted is, and little else."""
    return _sought(search, reach)[0]


def _sought(search: Search, reach: Reach) -> tuple[QuerySet[Resource], Keys]:
    """Return the rows, and the keys that had to be opened to find them."""
    rows = Resource.objects.filter(resource_type=search.kind, deleted_at=None)
    owners = _owners_within(search, reach)
    rows = rows if owners is None else rows.filter(patient_id__in=owners)
    for criterion in search.criteria:
        rows = rows.filter(_in_clear(criterion))
    words = [found for one in search.criteria if (found := wanted_words(one)) is not None]
    keys = _keys_within(owners) if words else {}
    blind = [index_key(key) for key in keys.values()]
    for alternatives in words:
        tokens = [token(key, field, value) for key in blind for field, value in alternatives]
        rows = rows.filter(tokens__overlap=tokens)
    return rows, keys


def _keys_within(owners: set[UUID] | None) -> Keys:
    if owners is None:
        return {**all_keys(Scope.CLINICAL), PRACTICE: practice_data_key()}
    return keys_of(owners)


def owners_named(search: Search) -> set[UUID] | None:
    """Return whose files alone can hold what is wanted, where the search itself says so."""
    named = [owners for criterion in search.criteria if (owners := _owners(criterion)) is not None]
    return set.intersection(*named) if named else None


def _owners_within(search: Search, reach: Reach) -> set[UUID] | None:
    named = owners_named(search)
    if reach.is_everybody:
        return named
    return set(reach.owners) if named is None else named & reach.owners


def _owners(criterion: Criterion) -> set[UUID] | None:
    """Return whose files alone can meet a criterion."""
    if criterion.parameter.clarity != Clarity.OWNER or criterion.modifier not in {"", "Patient"}:
        return None
    ids = {_uuid(value.fhir_id) for value in criterion.values if isinstance(value, Pointer)}
    return {one for one in ids if one}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _in_clear(criterion: Criterion) -> Q:
    """Return what the columns in clear say about a criterion: never less than what it means."""
    first = criterion.values[0]
    if criterion.modifier or isinstance(first, Missing):
        return Q()
    if criterion.parameter.name == "_id":
        named = [value.code for value in criterion.values if isinstance(value, Token)]
        return Q(fhir_id__in=[one for one in named if ID.fullmatch(one)])
    moments = [value for value in criterion.values if isinstance(value, Moment)]
    if criterion.parameter.name == "_lastUpdated":
        return _any_of(_within(moment, "written_at", "written_at") for moment in moments)
    if criterion.parameter.clarity == Clarity.SPAN:
        return _any_of(_within(moment, "starts_at", "ends_at") for moment in moments)
    return Q()


def _any_of(conditions: Iterator[Q]) -> Q:
    whole = next(conditions)
    for one in conditions:
        whole |= one
    return whole


def _within(moment: Moment, low: str, high: str) -> Q:
    span: Span = moment.span
    if moment.prefix in OVERLAPS:
        return Q(**{f"{low}__lte": span.high, f"{high}__gte": span.low})
    if moment.prefix in {"gt", "ge", "sa"}:
        return Q(**{f"{high}__gte": span.low})
    if moment.prefix in {"lt", "le", "eb"}:
        return Q(**{f"{low}__lte": span.high})
    # "ne" also means whatever has another date beside: nothing can be left out.
    return Q(**{f"{low}__isnull": False})


def ordered(rows: QuerySet[Resource], search: Search) -> Any:
    """Return rows in the order that is wanted; without one, in an order that no write changes."""
    if not search.order.name:
        return rows.order_by("id")
    value = F("written_at") if search.order.name == "_lastUpdated" else Coalesce("starts_at", Value(BEGINNING))
    sign = "-" if search.order.is_descending else ""
    return rows.annotate(ordered_by=value).order_by(f"{sign}ordered_by", f"{sign}id")


def _value(row: Resource, search: Search) -> str:
    if not search.order.name:
        return ""
    at = row.written_at if search.order.name == "_lastUpdated" else row.starts_at
    return (at or BEGINNING).astimezone(UTC).isoformat()


def _from(rows: Any, search: Search, after: Spot | None) -> Any:
    if after is None:
        return rows
    side = "lt" if search.order.is_descending else "gt"
    if not search.order.name:
        return rows.filter(id__gt=after.row_id)
    at = datetime.fromisoformat(after.value)
    return rows.filter(Q(**{f"ordered_by__{side}": at}) | Q(ordered_by=at, **{f"id__{side}": after.row_id}))
