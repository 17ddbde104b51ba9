"""Reading what somebody still needs to be told, and what the counts say."""

import json
from uuid import UUID

from django.db.models import Sum

from paravent.detours.queries import week_of
from paravent.drills.queries import done_by, topics_of
from paravent.guidance.models import Count, Dismissed
from paravent.guidance.policy import effect, is_retired, is_tellable
from paravent.guidance.terms import ABOUT, MASTERED, Arm, Measured, Piece
from paravent.kernel import clock
from paravent.keys.custody import opened_for_practice


def place(person_id: UUID) -> tuple[str, ...]:
    """Return what somebody's dismissals are sealed to."""
    return ("guidance.dismissed", str(person_id))


def dismissed_by(person_id: UUID) -> frozenset[Piece]:
    """Return what somebody does not want to be told again; a piece that is gone since is left out."""
    row = Dismissed.objects.filter(person_id=person_id).first()
    kept = json.loads(opened_for_practice(row.sealed, place(person_id))) if row else {}
    return frozenset(piece for piece in Piece if kept.get(piece))


def needed_by(person_id: UUID) -> frozenset[Piece]:
    """Return the pieces whose topic somebody has not mastered in drills, and which they have not put away."""
    mastered = {one.topic for one in topics_of(done_by(person_id)) if one.done and one.low > MASTERED}
    return frozenset(piece for piece in Piece if ABOUT[piece].topic not in mastered) - dismissed_by(person_id)


def arms(piece: Piece) -> tuple[Arm, Arm]:
    """Return the occasions of weeks that are over, of this edition: where it was shown, and where it was not."""
    rows = (
        Count.objects.filter(piece=piece, edition=ABOUT[piece].edition, week__lt=week_of(clock.now()))
        .values("is_shown")
        .annotate(of=Sum("occasions"), acts=Sum("done"))
    )
    found = {row["is_shown"]: Arm(row["of"], row["acts"]) for row in rows}
    return found.get(True, Arm()), found.get(False, Arm())


def is_over(piece: Piece) -> bool:
    """Tell whether a piece is retired. From then on nothing is counted of it, so that it stays retired."""
    return is_retired(*arms(piece))


def measured() -> list[Measured]:
    """Return what each piece changes, as far as that can be told."""
    return [_measured(piece, *arms(piece)) for piece in Piece]


def _measured(piece: Piece, shown: Arm, not_shown: Arm) -> Measured:
    told = is_tellable(shown) and is_tellable(not_shown)
    return Measured(
        piece=piece,
        shown=shown if told else None,
        not_shown=not_shown if told else None,
        effect=effect(shown, not_shown) if told else None,
        is_retired=is_retired(shown, not_shown),
    )
