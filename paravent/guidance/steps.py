"""Counting occasions without persons: a coin that can be tossed again, and a memory that fades within hours."""

from uuid import UUID

from django.core.cache import cache
from django.db.models import F
from django.utils.crypto import salted_hmac

from paravent.detours.queries import week_of
from paravent.guidance.models import Count
from paravent.guidance.terms import ABOUT, Piece
from paravent.kernel import clock

REMEMBERED_FOR_SECONDS = 4 * 3600
"""Who does not act within that time has left the act."""


def occasion(person_id: UUID, piece: Piece, where: str) -> str:
    """Return under which name an occasion is remembered: a digest that changes with the week and names nobody."""
    said = "|".join((str(week_of(clock.now())), str(person_id), piece, where))
    return salted_hmac("paravent.guidance", said, algorithm="sha256").hexdigest()


def falls_on_shown(digest: str) -> bool:
    """Toss the coin of an occasion. Whoever loads a page again tosses the same one."""
    return int(digest[:8], 16) % 2 == 0


def count_occasion(digest: str, piece: Piece, *, is_shown: bool) -> None:
    """Count an occasion the first time that somebody comes upon it."""
    if not cache.add(f"guidance-{digest}", 1, REMEMBERED_FOR_SECONDS):
        return
    row = _row(piece, is_shown=is_shown)
    Count.objects.bulk_create([Count(**row)], ignore_conflicts=True)
    Count.objects.filter(**row).update(occasions=F("occasions") + 1)


def count_done(digest: str, piece: Piece) -> None:
    """Count that the act of an occasion was done, once; without an occasion nothing is counted."""
    if not cache.get(f"guidance-{digest}") or not cache.add(f"guidance-done-{digest}", 1, REMEMBERED_FOR_SECONDS):
        return
    row = _row(piece, is_shown=falls_on_shown(digest))
    Count.objects.filter(**row, done__lt=F("occasions")).update(done=F("done") + 1)


def _row(piece: Piece, *, is_shown: bool) -> dict[str, object]:
    week = week_of(clock.now())
    return {"week": week, "piece": piece.value, "edition": ABOUT[piece].edition, "is_shown": is_shown}
