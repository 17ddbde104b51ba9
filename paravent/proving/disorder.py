"""Honest days that look like an insider's: what makes a precision believable. Nobody here does anything wrong."""

from paravent.proving.clinic import HOME, Life, copy_out
from paravent.proving.rota import HOLIDAYS, WEEK, WEEKEND, Shift
from paravent.proving.terms import CLINICIANS, DAY, HOUR, MINUTE, Trade
from paravent.proving.ward import Wards


def disorderly_day(life: Life, wards: Wards, day: int) -> None:
    """Let some people have one of those days."""
    if day % WEEK in WEEKEND or day in HOLIDAYS:
        return
    for trades, share, what in DAYS:
        for shift in life.rota.on(day, *trades):
            if shift.team is not None and life.house.chance.happens(share):
                what(life, wards, shift)


def _by_telephone(life: Life, _wards: Wards, shift: Shift) -> None:
    """Talk to a known patient on the telephone: a visit is begun for the note, and nobody ever joins it."""
    chance, journal, who = life.house.chance, life.journal, shift.who
    own = life.by_doctor.get(who.number)
    patient = chance.choice(own or life.by_team[who.team]).number
    at = chance.uniform(shift.starts, shift.ends - HOUR)
    if patient == who.file:
        return
    visit = journal.visit(
        patient=patient, clinician=who.number, made_by=who.number, made_at=at, starts_at=at, is_spontaneous=True
    )
    visit.opened_at, visit.ended_at = int(at), int(at) + chance.randint(4, 15) * MINUTE
    journal.line(at, "visit.start-now", who, "consults", visit=visit)
    journal.line(at + 30, "chart.open", who, "relation-visit", patient=patient)
    if chance.happens(0.6):
        journal.line(at + 150, "note.write", who, "own-visit", visit=visit)
    journal.line(visit.ended_at, "visit.end", who, "own-visit", visit=visit)


def _on_the_tablet(life: Life, wards: Wards, shift: Shift) -> None:
    """Carry a tablet in the mobile network while the computer on the desk stays signed in."""
    chance, who = life.house.chance, shift.who
    at = chance.uniform(shift.starts, shift.ends - HOUR)
    for stay in wards.lying(shift.team or 0, at)[: chance.randint(2, 6)]:
        at += chance.randint(60, 400)
        life.journal.line(
            at,
            "chart.open",
            who,
            "relation-team",
            patient=stay.patient,
            device=who.number * 100_000 + 90_000,
            network=HOME * 3 + who.number % 50,
        )


def _worried(life: Life, wards: Wards, shift: Shift) -> None:
    """Look in the evening, from home, how somebody from the ward is doing."""
    chance, at = life.house.chance, shift.ends + life.house.chance.uniform(2, 5) * HOUR
    lying = wards.lying(shift.team or 0, at)
    for stay in chance.sample(lying, min(len(lying), chance.randint(1, 2))):
        life.journal.line(
            at, "chart.open", shift.who, "relation-team", patient=stay.patient, network=HOME + shift.who.number
        )


def _elsewhere(life: Life, wards: Wards, shift: Shift) -> None:
    """Help out in a ward for a shift: an administrator lets them in for a day, and no roster says so."""
    chance, who = life.house.chance, shift.who
    there = chance.randrange(life.house.teams)
    others = [one for one in life.house.of(Trade.ADMINISTRATOR) if one is not who]
    lying = wards.lying(there, shift.starts + HOUR)
    if there == who.team or not others or not lying:
        return
    life.journal.memberships.append((who.number, there, shift.starts, shift.starts + DAY))
    life.journal.line(shift.starts, "team.join", chance.choice(others), "manages-staff", purpose="SYSADMIN")
    for stay in chance.sample(lying, min(len(lying), chance.randint(3, 7))):
        at = chance.uniform(max(shift.starts, stay.starts) + 60, max(stay.starts + 120, min(shift.ends, stay.ends)))
        life.journal.line(at, "chart.open", who, "relation-team", patient=stay.patient)


def _called_back(life: Life, wards: Wards, shift: Shift) -> None:
    """Help out, for a shift or two, where one used to work: the place there was never ended, and no roster says so."""
    chance, who = life.house.chance, shift.who
    day = life.day(shift.starts)
    for later in range(day, day + (2 if chance.happens(0.2) else 1)):
        for duty in life.rota.of(later, who)[:1]:
            lying = wards.lying(who.formerly or 0, duty.starts + HOUR) if who.formerly not in {None, who.team} else []
            for stay in chance.sample(lying, min(len(lying), chance.randint(3, 7))):
                at = chance.uniform(
                    max(duty.starts, stay.starts) + 60, max(stay.starts + 120, min(duty.ends, stay.ends))
                )
                life.journal.line(at, "chart.open", who, "relation-team", patient=stay.patient)


def _old_list(life: Life, _wards: Wards, shift: Shift) -> None:
    """Work through a printed list of patients, some of whom one no longer cares for."""
    chance, at = life.house.chance, life.house.chance.uniform(shift.starts, shift.ends - HOUR)
    for patient in chance.sample(life.by_team[shift.who.team], chance.randint(3, 8)):
        at += chance.randint(15, 90)
        life.journal.line(at, "chart.open", shift.who, "no-care-relation", patient=patient.number, outcome="refused")


def _recall(life: Life, _wards: Wards, shift: Shift) -> None:
    """Look up everybody who is due for a vaccination, to call them."""
    chance, at = life.house.chance, shift.starts + HOUR
    for _ in range(chance.randint(40, 90)):
        at += chance.randint(20, 120)
        life.journal.line(at, "patient.search", shift.who, "looks-up", purpose="HOPERAT", shown=chance.randint(1, 4))


def _review(life: Life, wards: Wards, shift: Shift) -> None:
    """Go through the files of everybody whom the team knows for months, for the quarter's report."""
    chance, at = life.house.chance, shift.ends + HOUR
    enrolled = wards.enrolled.get(shift.who.team, [])
    for patient in chance.sample(enrolled, min(len(enrolled), chance.randint(15, 40))):
        if patient not in life.files:
            at += chance.randint(40, 240)
            life.journal.line(at, "chart.open", shift.who, "relation-team", patient=patient)


def _letters(life: Life, wards: Wards, shift: Shift) -> None:
    """Print the letters of everybody who leaves the ward."""
    chance, at = life.house.chance, shift.ends - 2 * HOUR
    lying = wards.lying(shift.team or 0, at)
    for stay in chance.sample(lying, min(len(lying), chance.randint(4, 9))):
        at += chance.randint(100, 500)
        if at < stay.ends:
            copy_out(life, at, shift.who, stay.patient, "relation-team", "file.print")


DOCTORS, DESK = frozenset({Trade.DOCTOR}), frozenset({Trade.RECEPTION})
DAYS = (
    (DOCTORS, 0.05, _by_telephone),
    (DOCTORS, 0.02, _on_the_tablet),
    (DOCTORS, 0.004, _letters),
    (DOCTORS, 0.001, _review),
    (CLINICIANS, 0.006, _worried),
    (CLINICIANS, 0.0015, _elsewhere),
    (CLINICIANS, 0.001, _old_list),
    (CLINICIANS, 0.005, _called_back),
    (DESK, 0.002, _recall),
)
"""Whose days at work, in what share of them, and what happens."""
