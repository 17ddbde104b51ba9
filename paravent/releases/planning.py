"""The plan of a release while it is made: who is in it, as what each code leaves, and how far it is. Sealed, and gone once it is made. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from paravent.deid.structured import Release
from paravent.deid.structured_dates import Opening
from paravent.deid.structured_pooling import Pool
from paravent.releases.coarse import Table
from paravent.releases.terms import Texts


@dataclass(frozen=True, slots=True)
class Plan:
    """What was decided over the whole cohort, and what came of it so far."""

    members: tuple[UUID, ...]
    pool: Pool
    opening: Opening
    table: Table
    made: tuple[UUID, ...] = ()
    texts: Texts = field(default_factory=Texts)

    def after(self, made: Iterable[UUID], texts: Texts) -> "Plan":
        """Return the plan after some more were written."""
        return replace(self, made=(*self.made, *made), texts=self.texts.plus(texts))


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
        "table": plan.table,
        "made": [one.hex for one in plan.made],
        "texts": asdict(plan.texts),
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
        told["table"],
        tuple(map(UUID, told["made"])),
        Texts(**told["texts"]),
    )
