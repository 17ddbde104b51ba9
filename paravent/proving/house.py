"""Who works in a house and who is cared for there: teams, trades, surnames and homes in realistic shares."""

from dataclasses import dataclass, field
from itertools import accumulate

from paravent.proving.terms import BEGINNING, CLINICIANS, DAY, Chance, Patient, Trade, Worker

SHARES = {
    Trade.DOCTOR: 27,
    Trade.NURSE: 44,
    Trade.FLOAT: 5,
    Trade.LOCUM: 2,
    Trade.RECEPTION: 14,
    Trade.BILLING: 5,
    Trade.ADMINISTRATOR: 2,
    Trade.DPO: 1,
}
"""Of a hundred people. A small practice has at least one doctor, one at the desk, one who administers and one for data protection."""

PRACTICE = 50
"""So many people are a hospital: with wards, nights and a house-wide emergency duty."""

TEAM_SIZE = 25
PATIENTS_EACH = 40
SURNAMES = 3000
GAVE_HOME, HAS_DOOR = 0.8, 0.9
"""Of the staff, whose home was given to the practice; of the patients, in whose file an address stands. Nobody else is found by a door."""
LONG_AGO = BEGINNING - 400 * DAY


@dataclass
class House:
    """Everybody, and the chance by which everything in it happens."""

    chance: Chance
    days: int
    teams: int
    staff: list[Worker] = field(default_factory=list)
    patients: list[Patient] = field(default_factory=list)
    notable: list[tuple[int, str, int, int | None]] = field(default_factory=list)
    declared: list[tuple[int, int]] = field(default_factory=list)
    doctors: list[list[Worker]] = field(default_factory=list)

    @property
    def is_hospital(self) -> bool:
        """Tell whether there are wards."""
        return len(self.staff) >= PRACTICE

    def of(self, *trades: Trade, team: int | None = None) -> list[Worker]:
        """Return the people of some trades, of one team or of all."""
        return [one for one in self.staff if one.trade in trades and team in {None, one.team}]


def make_house(chance: Chance, staff: int, days: int) -> House:
    """Return a house with so many people in it."""
    house = House(chance, days, teams=max(1, round(staff / TEAM_SIZE)))
    ranks = list(accumulate(1 / (rank + 12) for rank in range(SURNAMES)))
    house.staff = [_worker(house, number, trade, ranks) for number, trade in enumerate(_trades(staff))]
    house.doctors = [house.of(Trade.DOCTOR, team=team) or house.of(Trade.DOCTOR) for team in range(house.teams)]
    _move_in(house, ranks, staff * PATIENTS_EACH)
    _become_patients(house)
    _become_notable(house)
    _say_where_they_live(house)
    return house


def _trades(staff: int) -> list[Trade]:
    """Return everybody's trade; the last is the laboratory's program."""
    some = [Trade.DOCTOR, Trade.RECEPTION, Trade.ADMINISTRATOR, Trade.DPO]
    for trade, share in SHARES.items():
        wanted = round(staff * share / 100) - some.count(trade)
        some += [trade] * max(0, wanted)
    # Who is left over, or too many, is a nurse: the largest trade.
    some = (some + [Trade.NURSE] * staff)[:staff]
    return [*some, Trade.PROGRAM]


def _worker(house: House, number: int, trade: Trade, ranks: list[float]) -> Worker:
    chance, team = house.chance, number % house.teams
    surname = chance.choices(range(SURNAMES), cum_weights=ranks)[0]
    worker = Worker(number, trade, team, surname, home=-1 - number, phone=-1 - number, network=team, starts=LONG_AGO)
    if trade is Trade.LOCUM:
        first = chance.randrange(max(1, house.days - 21))
        worker.starts = BEGINNING + first * DAY
        worker.ends = worker.starts + 21 * DAY
    return worker


def _move_in(house: House, ranks: list[float], patients: int) -> None:
    """Let households move into houses of some flats: a household shares a phone and, four times of five, a surname.

    Every member of staff lives in one of the houses, with some of the patients as neighbours and now and then as family.
    """
    chance, home, phone = house.chance, 0, 0
    hosts = iter(chance.sample(house.staff, len(house.staff)))
    while len(house.patients) < patients:
        host = next(hosts, None)
        for flat in range(chance.randint(1, 3)):
            phone += 1
            family = chance.choices(range(SURNAMES), cum_weights=ranks)[0]
            if host is not None and flat == 0:
                host.home, host.phone, family = home, phone, host.surname
            for _ in range(chance.choice((0, 1, 2)) if host is not None and flat == 0 else chance.choice((1, 1, 2, 3))):
                own = family if chance.happens(0.8) else chance.choices(range(SURNAMES), cum_weights=ranks)[0]
                _register(house, own, home, phone)
        home += 1


def _register(house: House, surname: int, home: int, phone: int) -> Patient:
    team = house.chance.randrange(house.teams)
    patient = Patient(len(house.patients), team, house.chance.choice(house.doctors[team]).number, surname, home, phone)
    house.patients.append(patient)
    return patient


def _become_patients(house: House) -> None:
    """Make every seventh of the staff a patient of the house; their file is marked as a colleague's."""
    for worker in house.staff:
        if worker.trade is not Trade.PROGRAM and house.chance.happens(0.15):
            file = _register(house, worker.surname, worker.home, worker.phone)
            worker.file = file.number
            house.notable.append((file.number, "staff", LONG_AGO, None))


def _become_notable(house: House) -> None:
    """Mark some patients as known to everybody, and put some into the news for a few days."""
    chance = house.chance
    for _ in range(1 + len(house.staff) // 100):
        house.notable.append((chance.choice(house.patients).number, "vip", LONG_AGO, None))
    for _ in range(1 + len(house.staff) // 250):
        first = BEGINNING + chance.randrange(14, max(15, house.days - 8)) * DAY + chance.randrange(DAY)
        house.notable.append((chance.choice(house.patients).number, "news", first, first + 5 * DAY))
    clinicians = house.of(*CLINICIANS)
    for worker in chance.sample(clinicians, max(1, len(clinicians) // 10)):
        house.declared.append((worker.number, chance.choice(house.patients).number))


def _say_where_they_live(house: House) -> None:
    """Let most of the staff give their home, and let an address stand in most files; everybody has a telephone."""
    for worker in house.staff:
        worker.gave_home = worker.trade is not Trade.PROGRAM and house.chance.happens(GAVE_HOME)
    for patient in house.patients:
        patient.has_door = house.chance.happens(HAS_DOOR)
