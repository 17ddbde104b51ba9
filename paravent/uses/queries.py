"""Reading uses. Row security decides whose a reader sees."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from paravent.kernel import clock
from paravent.kernel.piles import Pile
from paravent.keys.custody import opened_for_practice, sealed_for_practice
from paravent.uses.models import Listing, Part, Removal, Taking, Use
from paravent.uses.terms import (
    LATE_AFTER_DAYS,
    Batch,
    BatchUnknown,
    CameOut,
    Held,
    Kind,
    Owing,
    OwnUse,
    Stand,
    Taken,
    Taker,
    Told,
    UseView,
)

Listings = Mapping[UUID, Mapping[str, Listing]]
"""Of each removal, in whose lists it stands."""


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
    uses, taken, listings = (
        Use.objects.filter(pk__in=parts).order_by("-used_at"),
        takings_of(parts),
        _listings(removals),
    )
    return [_own(use, parts[use.id], _removal_of(parts[use.id], removals), taken[use.id], listings) for use in uses]


def takings_of(uses: Iterable[UUID]) -> defaultdict[UUID, tuple[Taken, ...]]:
    """Return who took the files of which use, on which days, the first first."""
    found: defaultdict[UUID, tuple[Taken, ...]] = defaultdict(tuple)
    for row in Taking.objects.filter(use_id__in=list(uses)).order_by("day", "by", "recipient"):
        found[row.use_id] += (Taken(Taker(row.by), row.day, row.recipient),)
    return found


def _listings(removals: Iterable[UUID]) -> Listings:
    found: dict[UUID, dict[str, Listing]] = defaultdict(dict)
    for row in Listing.objects.filter(removal_id__in=list(removals)):
        found[row.removal_id][row.recipient] = row
    return found


def _recipients(use: Use, taken: Iterable[Taken], told: Iterable[str]) -> list[str]:
    """Return who has the rows of a use: who fetched them by a key, and "" for whoever was given them in another way."""
    found = {one.recipient for one in taken} | {*told} | ({""} if use.code_digest is not None else set())
    return sorted(found or {""}, key=lambda recipient: (not recipient, recipient))


def releases_of(study_id: UUID, recipient: str) -> list[UUID]:
    """Return the uses of a study whose rows a recipient fetched; with no name, all whose rows went in another way too."""
    uses = list(Use.objects.filter(study_id=study_id, kind=Kind.RELEASE).order_by("used_at"))
    taken = takings_of(use.id for use in uses)
    return [use.id for use in uses if recipient in _recipients(use, taken[use.id], ())]


def _removal_of(part: Part, removals: Mapping[UUID, Removal]) -> Removal | None:
    return removals.get(part.removal_id) if part.removal_id else None


def _own(use: Use, part: Part, removal: Removal | None, taken: tuple[Taken, ...], listings: Listings) -> OwnUse:
    told = _told(use)
    if part.left_at is None:
        return OwnUse(told, use.used_at, Stand.IN, None, taken)
    if use.kind != Kind.RELEASE or removal is None:
        return OwnUse(told, use.used_at, Stand.STAYS, part.left_at.date(), taken)
    listed = listings.get(removal.id, {})
    held = tuple(_held(one, removal, listed.get(one)) for one in _recipients(use, taken, listed))
    # Whoever is least far says how far it is.
    last = min(held, key=lambda one: (STANDS.index(one.stand), one.since))
    return OwnUse(told, use.used_at, last.stand, last.since, taken, held)


STANDS = (Stand.WAITS, Stand.FETCHED, Stand.DONE)


def _held(recipient: str, removal: Removal, listed: Listing | None) -> Held:
    if listed is None:
        return Held(recipient, Stand.WAITS, removal.since)
    if listed.acknowledged_at is None:
        return Held(recipient, Stand.FETCHED, listed.fetched_at.date())
    return Held(recipient, Stand.DONE, listed.acknowledged_at.date())


def _told(use: Use) -> Told:
    return Told(use.id, use.study_id, Kind(use.kind), use.recipient, use.facts)


def uses_of(study_id: UUID) -> list[UseView]:
    """Return what came out of a study, the newest first."""
    return _views(list(Use.objects.filter(study_id=study_id).order_by("-used_at")))


def _views(uses: list[Use]) -> list[UseView]:
    removals: dict[UUID, list[Removal]] = defaultdict(list)
    for removal in Removal.objects.filter(use_id__in=[use.id for use in uses]):
        removals[removal.use_id].append(removal)
    listings = _listings(one.id for ones in removals.values() for one in ones)
    taken = takings_of(use.id for use in uses)
    return [_view(use, removals[use.id], taken[use.id], listings) for use in uses]


def held_by(recipient: str, use_id: UUID) -> Use:
    """Return a use that a recipient has; raises Use.DoesNotExist where they have it not, or there is none."""
    use = Use.objects.get(pk=use_id)
    if recipient not in _recipients(use, takings_of([use_id])[use_id], ()):
        raise Use.DoesNotExist
    return use


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


def _view(use: Use, removals: Collection[Removal], taken: tuple[Taken, ...], listings: Listings) -> UseView:
    told = {recipient for one in removals for recipient in listings.get(one.id, {})}
    owing = tuple(_owing(one, removals, listings) for one in _recipients(use, taken, told))
    return UseView(_told(use), use.used_at, use.code_digest is not None, len(removals), owing, taken)


def _owing(recipient: str, removals: Iterable[Removal], listings: Listings) -> Owing:
    found = [_held(recipient, one, listings.get(one.id, {}).get(recipient)).stand for one in removals]
    opened = (one.since for one, stand in zip(removals, found, strict=True) if stand is not Stand.DONE)
    since = min(opened, default=None)
    waiting, fetched, done = (found.count(stand) for stand in STANDS)
    return Owing(recipient, waiting, fetched, done, since, is_late(since))


def is_late(since: date | None) -> bool:
    """Tell whether a recipient should have acknowledged by now."""
    return since is not None and clock.now().date() - since > timedelta(days=LATE_AFTER_DAYS)


def waiting_since(studies: Iterable[UUID]) -> dict[UUID, date]:
    """Return since when which study's recipients have a withdrawal before them that one of them has not acknowledged."""
    left = Use.objects.filter(study_id__in=list(studies), pk__in=Removal.objects.values("use_id"))
    found: dict[UUID, date] = {}
    for view in _views(list(left)):
        if since := view.waiting_since:
            found[view.told.study_id] = min(since, found.get(view.told.study_id, since))
    return found


def pile() -> Pile:
    """Return the withdrawals that a recipient has not acknowledged: each counts once for each recipient, who is late after two weeks."""
    left = _views(list(Use.objects.filter(pk__in=Removal.objects.values("use_id"))))
    waiting = sorted((use.waiting_since, use.told.study_id) for use in left if use.waiting_since)
    if not waiting:
        return Pile(0)
    day, study = waiting[0]
    since = datetime.combine(day, time(), UTC)
    number = sum(one.waiting + one.fetched for use in left for one in use.owing)
    return Pile(number, since, since + timedelta(days=LATE_AFTER_DAYS + 1), study)


def affected_rounds(study_id: UUID) -> set[UUID]:
    """Return the rounds of a study that learned from somebody who has taken it back since: nobody goes on from their models."""
    rounds = Use.objects.filter(study_id=study_id, kind=Kind.ROUND).values_list("id", flat=True)
    return set(Removal.objects.filter(use_id__in=list(rounds)).values_list("use_id", flat=True))


def batches_of(use_id: UUID, recipient: str, batch_id: UUID | None = None) -> list[Batch]:
    """Return the lists that a recipient has not acknowledged, or one of theirs, in an order that says nothing."""
    removals = {one.id: one for one in Removal.objects.filter(use_id=use_id)}
    rows = Listing.objects.filter(removal_id__in=removals, recipient=recipient)
    rows = rows.filter(acknowledged_at=None) if batch_id is None else rows.filter(batch=batch_id)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows.order_by("batch", "id"):
        if pseudonym := pseudonym_of(row.removal_id, removals[row.removal_id].sealed_pseudonym):
            found[row.batch].append(pseudonym)
    return [Batch(one, tuple(pseudonyms)) for one, pseudonyms in found.items()]


def acknowledged_in(use_id: UUID, recipient: str, batch_id: UUID) -> UUID:
    """Return the line of the log that says that a recipient deleted whom a list names. Raises BatchUnknown."""
    ours = Removal.objects.filter(use_id=use_id).values("id")
    rows = Listing.objects.filter(removal_id__in=ours, recipient=recipient, batch=batch_id)
    line = rows.values_list("acknowledged_in", flat=True).first()
    if line is None:
        raise BatchUnknown
    return line
