"""What an insider does to many files: walks, drips, sweeps at night, copies, and what another hand does with one account."""

from paravent.proving.clinic import HOME, Life, send_anyway
from paravent.proving.rota import Shift
from paravent.proving.terms import BEGINNING, DAY, HOUR, MINUTE, Scenario
from paravent.proving.ward import Wards

DRIP_DAYS = 56


def _name_walk(life: Life, _wards: Wards, _day: int, shift: Shift) -> None:
    chance = life.house.chance
    at = chance.uniform(shift.starts, shift.ends - HOUR)
    for _ in range(chance.randint(60, 200)):
        at += chance.randint(6, 25)
        life.journal.line(at, "patient.search", shift.who, "looks-up", purpose="HOPERAT", shown=chance.randint(5, 20))


def _id_walk(life: Life, _wards: Wards, _day: int, shift: Shift) -> None:
    chance = life.house.chance
    at, first = chance.uniform(shift.starts, shift.ends - HOUR), chance.randrange(len(life.house.patients) - 120)
    for nth in range(chance.randint(25, 100)):
        life.journal.line(
            at + nth * 7, "chart.open", shift.who, "no-care-relation", patient=first + nth, outcome="refused"
        )


def _reachable(life: Life, wards: Wards, team: int | None, at: float) -> list[int]:
    """Return the files that a team's relation opens: its long-known patients, and who lies in its ward."""
    lying = [stay.patient for stay in wards.lying(team or 0, at)]
    return [one for one in [*wards.enrolled.get(team or 0, []), *lying] if one not in life.files]


def _slow_drip(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    """Open three files a day that are nobody's business of theirs, for eight weeks."""
    chance = life.house.chance
    for later in range(day, day + DRIP_DAYS):
        for duty in life.rota.of(later, shift.who)[:1]:
            files = wards.enrolled.get(shift.who.team, [])
            for patient in chance.sample(files, min(3, len(files))):
                at = chance.uniform(duty.starts, min(duty.ends, duty.starts + 10 * HOUR))
                life.journal.line(at, "chart.open", shift.who, "relation-team", patient=patient)


def _night_bulk(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    chance = life.house.chance
    at = BEGINNING + (day + 1) * DAY + chance.uniform(1, 3) * HOUR
    files = _reachable(life, wards, shift.who.team, at)
    for patient in chance.sample(files, min(len(files), chance.randint(40, 150))):
        at += chance.randint(8, 40)
        act = chance.choice(("chart.open", "fhir.everything"))
        life.journal.line(
            at,
            act,
            shift.who,
            "relation-team",
            patient=patient,
            network=HOME + shift.who.number,
            device=_another(shift),
        )


def _another(shift: Shift) -> int:
    return shift.who.number * 100_000 + 99_999


def _shared(life: Life, _wards: Wards, day: int, shift: Shift) -> None:
    """Lend one's account for some days: a second device, from another network, at the same hours."""
    chance, who = life.house.chance, shift.who
    own = [visit for visit in life.journal.visits if visit.clinician == who.number]
    for later in range(day, day + 4):
        start = BEGINNING + later * DAY
        theirs = [one.patient for one in own if one.joined_at and start - 5 * DAY < one.starts_at < start]
        for duty in life.rota.of(later, who)[:1]:
            for patient in chance.sample(theirs, min(len(theirs), 5)):
                at = chance.uniform(duty.starts, duty.ends)
                life.journal.line(
                    at,
                    "chart.open",
                    who,
                    "relation-visit",
                    patient=patient,
                    device=_another(shift),
                    network=HOME * 2 + who.number,
                )


def _after_notice(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    """Take copies along: of those whom the team cares for, in the days after notice was given."""
    chance, who = life.house.chance, shift.who
    given = next(given for person, given, _ in life.journal.notices if person == who.number)
    first = max(day, life.day(given) + 1)
    for later in range(first, first + 5):
        for duty in life.rota.of(later, who)[:1]:
            files = _reachable(life, wards, who.team, duty.starts)
            for patient in chance.sample(files, min(len(files), chance.randint(4, 9))):
                act = chance.choice(("file.export", "file.print", "file.copy"))
                life.journal.line(chance.uniform(duty.starts, duty.ends), act, who, "relation-team", patient=patient)


def _exports(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    chance = life.house.chance
    for later in range(day, day + 3):
        for duty in life.rota.of(later, shift.who)[:1]:
            files = _reachable(life, wards, shift.who.team, duty.starts)
            for patient in chance.sample(files, min(len(files), 5)):
                for nth in range(chance.randint(1, 3)):
                    at = chance.uniform(duty.starts, duty.ends - HOUR) + nth * 5 * MINUTE
                    life.journal.line(at, "file.export", shift.who, "relation-team", patient=patient)


def _clock(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    """Set the clock back by ten hours, open files, and set it right."""
    chance = life.house.chance
    late = BEGINNING + day * DAY + chance.uniform(21, 23) * HOUR
    files = wards.enrolled.get(shift.who.team, [])
    for nth, patient in enumerate(chance.sample(files, min(len(files), chance.randint(4, 9)))):
        order = late + nth * 90
        life.journal.line(order - 10 * HOUR, "chart.open", shift.who, "relation-team", patient=patient, order=order)


def _other_ward(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    """Open files of a ward in which one's place was never ended, and where one has not worked for a year."""
    chance, who = life.house.chance, shift.who
    there = (who.team + 1 + chance.randrange(max(1, life.house.teams - 1))) % life.house.teams
    life.journal.memberships.append((who.number, there, who.starts, None))
    for later in range(day, day + 4):
        for duty in life.rota.of(later, who)[:1]:
            files = _reachable(life, wards, there, duty.starts)
            for patient in chance.sample(files, min(len(files), chance.randint(2, 6))):
                at = chance.uniform(duty.starts, duty.ends)
                life.journal.line(at, "chart.open", who, "relation-team", patient=patient)


def _crossed(life: Life, _wards: Wards, day: int, shift: Shift) -> None:
    """Send documents of one's other patients into the visits of some days, each time after the warning that says whose they are."""
    chance, who = life.house.chance, shift.who
    begins, ends = BEGINNING + day * DAY, BEGINNING + (day + 5) * DAY
    held = [one for one in life.journal.visits if one.clinician == who.number and begins <= one.starts_at < ends]
    held = [one for one in held if one.joined_at]
    for visit in chance.sample(held, min(len(held), chance.randint(4, 8))):
        send_anyway(life, visit, who)


SWEEPS = {
    Scenario.NAME_WALK: _name_walk,
    Scenario.ID_WALK: _id_walk,
    Scenario.SLOW_DRIP: _slow_drip,
    Scenario.NIGHT_BULK: _night_bulk,
    Scenario.SHARED: _shared,
    Scenario.AFTER_NOTICE: _after_notice,
    Scenario.EXPORTS: _exports,
    Scenario.CLOCK: _clock,
    Scenario.OTHER_WARD: _other_ward,
    Scenario.CROSSED: _crossed,
}
