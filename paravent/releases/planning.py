"""The plan of a release while it is made: who is in it, and as what each code leaves; beside it what came of it so far. Sealed, and gone once it is made. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from paravent.deid.structured import Release
from paravent.deid.structured_dates import Opening
from paravent.deid.structured_pooling import Pool
from paravent.releases.coarse import Table, packed, unpacked
from paravent.releases.terms import Texts


@dataclass(frozen=True, slots=True)
class Plan:
    """What was decided over the whole cohort. It stays as it is: a part that is made writes a few bytes of progress, and not the plan anew."""

    members: tuple[UUID, ...]
    pool: Pool
    opening: Opening
    table: Table


@dataclass(frozen=True, slots=True)
class Progress:
    """What came of a plan so far: who of it was not written, because they no longer permitted it, and what was done to texts."""

    left_out: frozenset[UUID] = frozenset()
    texts: Texts = field(default_factory=Texts)

    def after(self, part: Iterable[UUID], written: Iterable[UUID], texts: Texts) -> "Progress":
        """Return the progress after a part of whom these were written."""
        return Progress(self.left_out | ({*part} - {*written}), self.texts.plus(texts))


def in_order(members: Iterable[UUID], release: Release) -> list[UUID]:
    """Return patients in an order that no other release has: or whoever holds two would join them line by line."""
    return sorted(members, key=lambda one: release.pseudonym("Patient", str(one)))


def as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as it is kept."""
    closed = plan.opening.closed
    return {
        "members": [one.hex for one in plan.members],
        "pool": [[*code, *shown] for code, shown in plan.pool.items()],
        "since": plan.opening.since.isoformat(),
        "until": plan.opening.until.isoformat(),
        "closed": None if closed is None else sorted(day.toordinal() for day in closed),
        "table": packed(plan.table),
    }


def plan_of(told: Mapping[str, Any]) -> Plan:
    """Return a plan from how it is kept."""
    closed = told["closed"]
    opening = Opening(
        date.fromisoformat(told["since"]),
        date.fromisoformat(told["until"]),
        None if closed is None else frozenset(map(date.fromordinal, closed)),
    )
    return Plan(
        tuple(map(UUID, told["members"])),
        {(system, code): (shown_system, shown) for system, code, shown_system, shown in told["pool"]},
        opening,
        unpacked(told["table"]),
    )


def progress_as_json(progress: Progress) -> dict[str, Any]:
    """Return progress as it is kept."""
    return {"left_out": sorted(one.hex for one in progress.left_out), "texts": asdict(progress.texts)}


def progress_of(told: Mapping[str, Any] | None) -> Progress:
    """Return progress from how it is kept; none where no part was made yet."""
    return Progress(frozenset(map(UUID, told["left_out"])), Texts(**told["texts"])) if told else Progress()
