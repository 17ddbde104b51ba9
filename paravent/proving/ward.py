"""Wards: patients who stay, nurses on their rounds, doctors asked from other teams; and patients whom a team knows for months."""

from dataclasses import dataclass, field

from paravent.proving.clinic import Life, results
from paravent.proving.house import House
from paravent.proving.rota import HOLIDAYS, WEEK, WEEKEND, Shift
from paravent.proving.terms import BEGINNING, DAY, HOUR, MINUTE, Trade

BEDS = 18
ON_A_RESULT, ON_A_CALL = 0.5, 0.35
"""Of the looks at the file of somebody whom a team knows for months; nothing in the records explains the rest."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A patient in a ward, from one instant to another."""

    patient: int
    team: int
    starts: int
    ends: int


@dataclass
class Wards:
    """Who lies where, by team."""

    stays: dict[int, list[Stay]] = field(default_factory=dict)
    enrolled: dict[int, list[int]] = field(default_factory=dict)

    def lying(self, team: int, at: float) -> list[Stay]:
        """Return who lies in a ward at an instant."""
        return [stay for stay in self.stays.get(team, []) if stay.starts <= at < stay.ends]


def enrol(life: Life) -> Wards:
    """Let teams take patients with long illnesses into their care for months: any member may open those files."""
    wards, chance = Wards(), life.house.chance
    for team, patients in sorted(life.by_team.items()):
        some = chance.sample(patients, len(patients) // 20)
        wards.enrolled[team] = [patient.number for patient in some]
        for patient in some:
            begins = BEGINNING - chance.randint(10, 120) * DAY
            life.journal.relate(patient.number, begins, begins + 365 * DAY, patient.doctor, why="team", team=team)
    return wards


def admit(life: Life, wards: Wards, day: int, team: int) -> None:
    """Admit patients to the free beds: a doctor on duty sees them and hands them to the team."""
    chance = life.house.chance
    there = life.rota.on(day, Trade.DOCTOR, Trade.LOCUM, team=team) or life.rota.emergency(day)
    free = BEDS - len(wards.lying(team, BEGINNING + day * DAY + 12 * HOUR))
    for _ in range(min(free, max(0, round(chance.gauss(4, 1.5))))):
        shift = chance.choice(there)
        at = shift.starts + chance.uniform(0.2, 0.8) * (shift.ends - shift.starts)
        patient = chance.choice(life.by_team[team])
        if patient.number != shift.who.file:
            take_in(life, wards, shift, patient.number, team, at)


def take_in(life: Life, wards: Wards, shift: Shift, patient: int, team: int, at: float) -> Stay:
    """See a patient without an appointment, and hand them over to a ward for some days."""
    journal, chance = life.journal, life.house.chance
    visit = journal.visit(
        patient=patient,
        clinician=shift.who.number,
        made_by=shift.who.number,
        made_at=at,
        starts_at=at,
        is_spontaneous=True,
    )
    visit.opened_at, visit.joined_at = int(at), int(at) + 60
    visit.ended_at = int(at) + chance.randint(10, 40) * MINUTE
    journal.line(at, "visit.start-now", shift.who, "consults", visit=visit)
    journal.line(at + 120, "chart.open", shift.who, "relation-visit", patient=patient)
    journal.line(at + 300, "note.write", shift.who, "own-visit", visit=visit)
    journal.line(visit.ended_at, "visit.end", shift.who, "own-visit", visit=visit)
    journal.line(visit.ended_at + 60, "care-relation.open", shift.who, "relation-visit", patient=patient)
    stay = Stay(patient, team, visit.ended_at + 60, int(at + chance.uniform(1.5, 9) * DAY))
    journal.relate(patient, stay.starts, stay.ends + DAY, shift.who.number, why="team", team=team)
    wards.stays.setdefault(team, []).append(stay)
    if chance.happens(0.25):
        consult(life, stay, shift)
    return stay


def consult(life: Life, stay: Stay, shift: Shift) -> None:
    """Ask a doctor of another team: a referral, and their look within a day or so."""
    chance, doctors = life.house.chance, life.house.of(Trade.DOCTOR)
    asked = chance.choice(doctors)
    if asked.team == stay.team or asked.file == stay.patient:
        return
    at = stay.starts + chance.uniform(0.5, 5) * HOUR
    life.journal.line(at, "care-relation.open", shift.who, "relation-team", patient=stay.patient)
    life.journal.relate(stay.patient, at, at + 14 * DAY, shift.who.number, why="referral", person=asked.number)
    for later in range(life.day(at), life.day(at) + 4):
        for duty in life.rota.of(later, asked):
            if duty.ends > at + HOUR:
                seen = chance.uniform(max(at + 600, duty.starts), duty.ends)
                life.journal.line(seen, "chart.open", asked, "relation-referral", patient=stay.patient)
                life.journal.line(seen + 90, "document.open", asked, "relation-referral", patient=stay.patient)
                return


def rounds(life: Life, wards: Wards, shift: Shift) -> None:
    """Let somebody on a shift open the files of those who lie in their part of the ward."""
    if shift.team is None:
        return
    chance, middle = life.house.chance, (shift.starts + shift.ends) / 2
    lying = wards.lying(shift.team, middle)
    mine = chance.sample(lying, min(len(lying), chance.randint(4, 8)))
    for stay in mine:
        for _ in range(chance.choice((1, 1, 2))):
            begins, ends = max(shift.starts, stay.starts), min(shift.ends, stay.ends)
            at = chance.uniform(begins, max(begins + 60, ends))
            life.journal.line(at, "chart.open", shift.who, "relation-team", patient=stay.patient)
            if chance.happens(0.5):
                life.journal.line(at + 45, "document.open", shift.who, "relation-team", patient=stay.patient)


def follow_up(life: Life, wards: Wards, day: int, team: int) -> None:
    """Look after those whom a team knows for months: results, calls at the desk, and, seldom, a look that nothing explains."""
    chance, enrolled = life.house.chance, wards.enrolled.get(team, [])
    there = life.rota.on(day, Trade.DOCTOR, Trade.NURSE, Trade.LOCUM, team=team)
    if day % WEEK in WEEKEND or day in HOLIDAYS or not there:
        return
    for patient in chance.sample(enrolled, min(len(enrolled), chance.randint(1, 4))):
        shift, cause = chance.choice(there), chance.random()
        at = chance.uniform(shift.starts + 60, shift.ends - HOUR)
        if shift.who.file == patient:
            continue
        if cause < ON_A_RESULT:
            results(life, patient, shift.who, at, "relation-team")
        elif cause < ON_A_RESULT + ON_A_CALL:
            desk = life.desk(day, team)
            life.journal.line(at - 900, "patient.search", desk, "looks-up", purpose="HOPERAT", shown=1)
            life.journal.line(
                at - 870, "patient.see", desk, "keeps-the-patients-word", patient=patient, purpose="HOPERAT"
            )
            life.journal.line(at, "chart.open", shift.who, "relation-team", patient=patient)
        else:
            life.journal.line(at, "chart.open", shift.who, "relation-team", patient=patient)


def ward_day(life: Life, wards: Wards, day: int) -> None:
    """Let a day pass in every team."""
    for team in range(life.house.teams):
        if life.house.is_hospital:
            admit(life, wards, day, team)
        follow_up(life, wards, day, team)
    if life.house.is_hospital:
        for shift in life.rota.on(day, Trade.NURSE, Trade.FLOAT):
            rounds(life, wards, shift)
        morning = [shift for shift in life.rota.on(day, Trade.DOCTOR) if house_round(life.house, shift)]
        for shift in morning:
            rounds(life, wards, shift)


def house_round(house: House, shift: Shift) -> bool:
    """Tell whether a doctor goes on the ward round that day rather than into the clinic."""
    return shift.team is not None and house.chance.happens(0.35)
