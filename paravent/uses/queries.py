"""Reading uses. Row security decides whose a reader sees."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from paravent.kernel import clock
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.uses.models import Part, Removal, Taking, Use
from paravent.uses.terms import LATE_AFTER_DAYS, Batch, CameOut, Kind, OwnUse, Stand, Taker, Told, UseView


def place(row_id: UUID) -> tuple[str, ...]:
    """Return what a pseudonym is sealed to: the row in which it stands."""
    return ("uses", "pseudonym", str(row_id))


def sealed_pseudonym(row_id: UUID, pseudonym: str) -> bytes:
    """Seal a pseudonym under the practice's key: not the patient's, which an erasure destroys."""
    return sealed_for_practice(pseudonym, place(row_id))


def pseudonym_of(row_id: UUID, sealed: bytes | memoryview) -> str:
    """Return by what a recipient knows somebody."""
    return opened_for_practice(sealed, place(row_id))


def digest_of(code: str) -> bytes:
    """Return what is kept of a recipient's code."""
    return hashlib.sha256(code.strip().upper().encode()).digest()


def own_uses(patient_id: UUID) -> list[OwnUse]:
    """Return what a patient's data were used for, the newest first."""
    parts = {part.use_id: part for part in Part.objects.filter(patient_id=patient_id)}
    removals = {one.id: one for one in Removal.objects.filter(pk__in=[part.removal_id for part in parts.values()])}
    uses, taken = Use.objects.filter(pk__in=parts).order_by("-used_at"), takings_of(parts)
    return [_own(use, parts[use.id], _removal_of(parts[use.id], removals), taken[use.id]) for use in uses]


def takings_of(uses: Iterable[UUID]) -> defaultdict[UUID, tuple[tuple[Taker, date], ...]]:
    """Return who took the files of which use, on which days, the first first."""
    found: defaultdict[UUID, tuple[tuple[Taker, date], ...]] = defaultdict(tuple)
    for row in Taking.objects.filter(use_id__in=list(uses)).order_by("day", "by"):
        found[row.use_id] += ((Taker(row.by), row.day),)
    return found


def releases_of(study_id: UUID) -> list[UUID]:
    """Return the uses of a study whose recipients have rows."""
    uses = Use.objects.filter(study_id=study_id, kind=Kind.RELEASE).order_by("used_at")
    return list(uses.values_list("id", flat=True))


def _removal_of(part: Part, removals: Mapping[UUID, Removal]) -> Removal | None:
    return removals.get(part.removal_id) if part.removal_id else None


def _own(use: Use, part: Part, removal: Removal | None, taken: tuple[tuple[Taker, date], ...]) -> OwnUse:
    stand, since = _stand(use, part, removal)
    return OwnUse(_told(use), use.used_at, stand, since, taken)


def _stand(use: Use, part: Part, removal: Removal | None) -> tuple[Stand, date | None]:
    if part.left_at is None:
        return Stand.IN, None
    if use.kind != Kind.RELEASE or removal is None:
        return Stand.STAYS, part.left_at.date()
    if removal.acknowledged_at is not None:
        return Stand.DONE, removal.acknowledged_at.date()
    return (Stand.FETCHED, removal.fetched_at.date()) if removal.fetched_at else (Stand.WAITS, removal.since)


def _told(use: Use) -> Told:
    return Told(use.id, use.study_id, Kind(use.kind), use.recipient, use.facts)


def uses_of(study_id: UUID) -> list[UseView]:
    """Return what came out of a study, the newest first."""
    uses = list(Use.objects.filter(study_id=study_id).order_by("-used_at"))
    removals: dict[UUID, list[Removal]] = defaultdict(list)
    for removal in Removal.objects.filter(use_id__in=[use.id for use in uses]):
        removals[removal.use_id].append(removal)
    taken = takings_of(use.id for use in uses)
    return [_view(use, removals[use.id], taken[use.id]) for use in uses]


def came_out_of(studies: Iterable[UUID]) -> dict[UUID, tuple[CameOut, ...]]:
    """Return how often something came out of which study, by exit: numbers of uses, and nothing of who took part."""
    found: dict[UUID, dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
    for use in Use.objects.filter(study_id__in=list(studies)).order_by("-used_at"):
        found[use.study_id][use.kind].append(use)
    return {
        study_id: tuple(_came_out(Kind(kind), kinds[kind]) for kind in Kind if kind in kinds)
        for study_id, kinds in found.items()
    }


def _came_out(kind: Kind, uses: list[Use]) -> CameOut:
    entries = " ".join(sorted({one for use in uses for one in use.facts.get("kinds", "").split()}))
    newest = _told(uses[0])
    return CameOut(kind, len(uses), uses[0].used_at, replace(newest, facts={"kinds": entries}))


def _view(use: Use, removals: Collection[Removal], taken: tuple[tuple[Taker, date], ...]) -> UseView:
    done = sum(one.acknowledged_at is not None for one in removals)
    fetched = sum(one.fetched_at is not None for one in removals) - done
    since = min((one.since for one in removals if one.acknowledged_at is None), default=None)
    return UseView(
        _told(use),
        use.used_at,
        use.code_digest is not None,
        len(removals) - fetched - done,
        fetched,
        done,
        since,
        is_late(since),
        taken,
    )


def is_late(since: date | None) -> bool:
    """Tell whether a recipient should have acknowledged by now."""
    return since is not None and clock.now().date() - since > timedelta(days=LATE_AFTER_DAYS)


def waiting_since(studies: Iterable[UUID]) -> dict[UUID, date]:
    """Return since when which study's recipients have a withdrawal before them that they have not acknowledged."""
    of_use = dict(Use.objects.filter(study_id__in=list(studies)).values_list("id", "study_id"))
    found: dict[UUID, date] = {}
    for removal in Removal.objects.filter(use_id__in=of_use, acknowledged_at=None).order_by("-since"):
        found[of_use[removal.use_id]] = removal.since
    return found


def affected_rounds(study_id: UUID) -> set[UUID]:
    """Return the rounds of a study that learned from somebody who has taken it back since: nobody goes on from their models."""
    rounds = Use.objects.filter(study_id=study_id, kind=Kind.ROUND).values_list("id", flat=True)
    return set(Removal.objects.filter(use_id__in=list(rounds)).values_list("use_id", flat=True))


def batches_of(use_id: UUID, batch_id: UUID | None = None) -> list[Batch]:
    """Return the lists that a recipient has not acknowledged, or one of theirs, in an order that says nothing."""
    rows = Removal.objects.filter(use_id=use_id, batch__isnull=False)
    rows = rows.filter(acknowledged_at=None) if batch_id is None else rows.filter(batch=batch_id)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows.order_by("batch", "id"):
        if row.batch is not None and (pseudonym := pseudonym_of(row.id, row.sealed_pseudonym)):
            found[row.batch].append(pseudonym)
    return [Batch(one, tuple(pseudonyms)) for one, pseudonyms in found.items()]
