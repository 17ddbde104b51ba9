"""Who works when: shifts, leave, on-call duty, swaps of which some are written down, floats who change their ward every week."""

from collections import defaultdict
from dataclasses import dataclass, field

from paravent.proving.house import House
from paravent.proving.journal import Journal
from paravent.proving.terms import BEGINNING, CLINICIANS, DAY, HOUR, Trade, Worker

EARLY, LATE, NIGHT, OFFICE, CLINIC = (6, 14), (14, 22), (22, 30), (8, 16), (8, 17)
SWAPPED, WRITTEN_DOWN = 0.03, 0.7
WEEK = 7
WEEKEND = frozenset({5, 6})
HOLIDAYS = frozenset({40, 43})
"""Days of the simulation on which clinics are closed."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's hours at work, in a team; in the house's emergency duty it is None."""

    who: Worker
    team: int | None
    starts: int
    ends: int


@dataclass
class Rota:
    """Everybody's hours, by day."""

    days: dict[int, list[Shift]] = field(default_factory=lambda: defaultdict(list))
    whose: dict[tuple[int, int], list[Shift]] = field(default_factory=lambda: defaultdict(list))

    def add(self, day: int, shift: Shift) -> None:
        """Put a shift into a day."""
        self.days[day].append(shift)
        self.whose[day, shift.who.number].append(shift)

    def on(self, day: int, *trades: Trade, team: int | None = None) -> list[Shift]:
        """Return who works on a day, of these trades and, if asked, of this team."""
        return [shift for shift in self.days[day] if shift.who.trade in trades and team in {None, shift.team}]

    def emergency(self, day: int) -> list[Shift]:
        """Return who has the house's emergency duty."""
        return [shift for shift in self.days[day] if shift.team is None]

    def of(self, day: int, who: Worker) -> list[Shift]:
        """Return somebody's shifts of a day."""
        return self.whose.get((day, who.number), [])


def make_rota(house: House, journal: Journal) -> Rota:
    """Return who works when; duties, memberships and roles go to the journal."""
    rota = Rota()
    wards = _wards(house, journal)
    leave = {one.number: {house.chance.randrange(house.days // WEEK + 1)} for one in house.staff}
    for day in range(house.days):
        for who in house.staff:
            if who.trade is not Trade.PROGRAM and day // WEEK not in leave[who.number]:
                _give(house, journal, rota, day, who, wards.get((who.number, day // WEEK), who.team))
        _emergency_duty(house, journal, rota, day)
    _leave_for_good(house, journal)
    return rota


def _leave_for_good(house: House, journal: Journal) -> None:
    """Let some people give notice; most of them go on as before, and leave after these days."""
    some = house.of(*CLINICIANS - {Trade.LOCUM})
    for who in house.chance.sample(some, max(1, len(some) // 25)):
        given = BEGINNING + house.chance.randrange(max(1, house.days * 2 // 3)) * DAY + 10 * HOUR
        journal.notices.append((who.number, given, given + 90 * DAY))
    for who in house.chance.sample(some, len(some) // 20):
        # A place in a second team that was never ended, and does no harm.
        who.formerly = house.chance.randrange(house.teams)
        journal.memberships.append((who.number, who.formerly, who.starts, None))


def _wards(house: House, journal: Journal) -> dict[tuple[int, int], int]:
    """Write down roles and memberships; return where floats work in each week."""
    wards: dict[tuple[int, int], int] = {}
    for who in house.staff:
        role = "clinician" if who.trade in CLINICIANS else str(who.trade)
        role = "reception" if who.trade is Trade.BILLING else role
        journal.roles.append((who.number, role, who.starts, who.ends))
        if who.trade is not Trade.FLOAT:
            journal.memberships.append((who.number, who.team, who.starts, who.ends))
            continue
        for week in range(house.days // WEEK + 1):
            wards[who.number, week] = team = house.chance.randrange(house.teams)
            first = BEGINNING + week * WEEK * DAY
            journal.memberships.append((who.number, team, first, first + WEEK * DAY))
            _move(house, journal, who, first)
    return wards


def _move(house: House, journal: Journal, who: Worker, first: int) -> None:
    """Let an administrator put a float into the ward of the week, on the Friday before."""
    by = house.chance.choice(house.of(Trade.ADMINISTRATOR))
    at = first - 2 * DAY - house.chance.randint(8, 14) * HOUR
    if by is not who:
        journal.line(at, "team.join", by, "manages-staff", purpose="SYSADMIN")


def _hours(house: House, day: int, who: Worker) -> tuple[int, int] | None:
    """Return somebody's hours on a day, or none."""
    is_weekend, shift = day % WEEK in WEEKEND, (who.number // 3 + day // WEEK) % 3
    if who.trade in {Trade.NURSE, Trade.FLOAT} and house.is_hospital:
        is_off = (day + who.number * 3) % WEEK in {0, 1}
        return None if is_off else (EARLY, LATE, NIGHT)[shift]
    if is_weekend or day in HOLIDAYS:
        return None
    return CLINIC if who.trade in CLINICIANS else OFFICE


def _give(house: House, journal: Journal, rota: Rota, day: int, who: Worker, team: int) -> None:
    hours = _hours(house, day, who)
    start = BEGINNING + day * DAY
    if hours is None or not (who.starts <= start and (who.ends is None or start < who.ends)):
        return
    starts, ends = start + hours[0] * HOUR, start + hours[1] * HOUR
    works = who
    if who.trade in {Trade.NURSE, Trade.RECEPTION} and house.chance.happens(SWAPPED):
        works = house.chance.choice(house.of(who.trade, team=who.team))
    is_known = works is who or house.chance.happens(WRITTEN_DOWN)
    rota.add(day, Shift(works, team, starts, ends))
    journal.duties.append((works.number if is_known else who.number, team, starts, ends))


def _emergency_duty(house: House, journal: Journal, rota: Rota, day: int) -> None:
    """Give two doctors of the house a day and a night of emergency duty; in a practice it is one."""
    doctors = house.of(Trade.DOCTOR)
    for nth in range(2 if house.is_hospital else 1):
        who = doctors[(day * 2 + nth) % len(doctors)]
        starts = BEGINNING + day * DAY + 8 * HOUR
        rota.add(day, Shift(who, None, starts, starts + DAY))
        journal.duties.append((who.number, None, starts, starts + DAY))
