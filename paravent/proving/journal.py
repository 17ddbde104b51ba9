"""What a house writes down while it lives: lines of the log, and rows of its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from paravent.proving.terms import BEGINNING, DAY, Scenario, Visit, Worker

CARE_BEFORE, CARE_AFTER = DAY // 2, 7 * DAY
"""How long around a visit its clinician may open the file: paravent.visits.terms says so in its own words."""

Relation = tuple[int, int | None, int | None, str, int, int, int]
Line = tuple[int, int, str, str, str, int, int | None, int | None, str, int | None, int, int, int | None]


@dataclass
class Journal:
    """Everything that was written, in the order in which it was made up; frames put it in the order of the log."""

    ends: int
    lines: list[Line] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    glasses: list[tuple[int, int, int, int, str | None]] = field(default_factory=list)
    duties: list[tuple[int, int | None, int, int]] = field(default_factory=list)
    memberships: list[tuple[int, int, int, int | None]] = field(default_factory=list)
    roles: list[tuple[int, str, int, int | None]] = field(default_factory=list)
    notices: list[tuple[int, int, int]] = field(default_factory=list)
    incidents: list[Scenario] = field(default_factory=list)
    incident: int | None = None
    of_visit: dict[int, int] = field(default_factory=dict)

    @contextmanager
    def by_an_insider(self, scenario: Scenario) -> Iterator[None]:
        """Mark, in the truth alone, every line that is written meanwhile."""
        self.incident = len(self.incidents)
        self.incidents.append(scenario)
        yield
        self.incident = None

    @contextmanager
    def by_others(self) -> Iterator[None]:
        """Leave unmarked what somebody else writes in the middle of an insider's doing."""
        incident, self.incident = self.incident, None
        yield
        self.incident = incident

    def line(
        self,
        at: float,
        act: str,
        who: Worker,
        because: str,
        *,
        patient: int | None = None,
        visit: Visit | None = None,
        purpose: str = "TREAT",
        outcome: str = "done",
        shown: int | None = None,
        network: int | None = None,
        device: int | None = None,
        order: float | None = None,
    ) -> None:
        """Write one line, unless it is before the log begins or after it ends. `order` is its place where the clock lies."""
        place = int(at if order is None else order)
        if not BEGINNING <= place < self.ends:
            return
        whose = visit.patient if visit is not None and patient is None else patient
        number = visit.number if visit is not None else None
        one = who.number * 100_000 + (int(at) - BEGINNING) // DAY if device is None else device
        where = who.network if network is None else network
        told = (act, outcome, purpose, who.number, whose, number, because, shown, one, where, self.incident)
        self.lines.append((place, int(at), *told))

    def visit(
        self,
        *,
        patient: int,
        clinician: int,
        made_by: int,
        made_at: float,
        starts_at: float,
        is_spontaneous: bool = False,
    ) -> Visit:
        """Keep a visit of half an hour, and the relation of care it opens."""
        start = int(starts_at)
        one = Visit(len(self.visits), patient, clinician, made_by, int(made_at), start, start + DAY // 48)
        one.is_spontaneous = is_spontaneous
        self.visits.append(one)
        begins = min(start - CARE_BEFORE, int(made_at)) if not is_spontaneous else int(made_at)
        self.of_visit[one.number] = len(self.relations)
        self.relate(patient, begins, one.ends_at + CARE_AFTER, made_by, why="visit", person=clinician)
        return one

    def cancel(self, visit: Visit, at: float, by: Worker, because: str, purpose: str = "HOPERAT") -> None:
        """Cancel a visit; what it allowed ends at the same moment."""
        visit.cancelled_at, visit.cancelled_by = int(at), by.number
        patient, person, team, why, start, _, made_by = self.relations[self.of_visit[visit.number]]
        ended = (patient, person, team, why, min(start, int(at) - 1), int(at), made_by)
        self.relations[self.of_visit[visit.number]] = ended
        self.line(at, "visit.cancel", by, because, visit=visit, purpose=purpose)

    def relate(
        self,
        patient: int,
        start: float,
        end: float,
        made_by: int,
        *,
        why: str,
        person: int | None = None,
        team: int | None = None,
    ) -> None:
        """Keep why somebody, or a team, may open a file."""
        self.relations.append((patient, person, team, why, int(start), int(end), made_by))
