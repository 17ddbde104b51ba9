"""The ways into one file that an insider makes for themselves."""

from paravent.proving.clinic import Life
from paravent.proving.office import break_glass
from paravent.proving.rota import Shift
from paravent.proving.terms import DAY, MINUTE
from paravent.proving.ward import Wards


def open_file(life: Life, shift: Shift, patient: int, because: str) -> None:
    """Open a file during a shift, and some of what lies in it."""
    chance = life.house.chance
    at = chance.uniform(shift.starts, shift.ends)
    life.journal.line(at, "chart.open", shift.who, because, patient=patient)
    for nth in range(chance.randint(0, 3)):
        life.journal.line(at + 30 + nth * 40, "document.open", shift.who, because, patient=patient)


def refused(life: Life, shift: Shift, patient: int) -> float:
    """Try first, and be refused; returns when."""
    at = life.house.chance.uniform(shift.starts, shift.ends - 30 * MINUTE)
    life.journal.line(at - 60, "patient.search", shift.who, "looks-up", purpose="HOPERAT", shown=2)
    life.journal.line(at, "chart.open", shift.who, "no-care-relation", patient=patient, outcome="refused")
    return at


def in_without_reason(life: Life, _wards: Wards, shift: Shift, patient: int) -> None:
    """Want into one particular file: refused, then in by a way of one's own making."""
    at = refused(life, shift, patient)
    way = life.house.chance.randrange(3)
    if way == 0:
        break_glass(life, shift, patient, at + 5 * MINUTE)
    elif way == 1:
        without_second_party(life, shift, patient)
    else:
        phantom(life, shift, patient)


def phantom(life: Life, shift: Shift, patient: int) -> None:
    """Book an appointment for oneself, open the file, cancel within ten minutes."""
    chance, journal, who = life.house.chance, life.journal, shift.who
    at = chance.uniform(shift.starts, shift.ends - 20 * MINUTE)
    visit = journal.visit(
        patient=patient,
        clinician=who.number,
        made_by=who.number,
        made_at=at,
        starts_at=at + chance.randint(2, 20) * DAY,
    )
    journal.line(at - 30, "patient.search", who, "looks-up", purpose="HOPERAT", shown=1)
    journal.line(at, "visit.book", who, "own-appointment", visit=visit, purpose="HOPERAT")
    journal.line(at + 60, "chart.open", who, "relation-visit", patient=patient)
    for nth in range(chance.randint(0, 4)):
        journal.line(at + 90 + nth * 45, "document.open", who, "relation-visit", patient=patient)
    journal.cancel(visit, at + chance.randint(5, 10) * MINUTE, who, "own-appointment")


def without_second_party(life: Life, shift: Shift, patient: int) -> None:
    """Start a visit at once, to which nobody is invited, read, and end it."""
    chance, journal, who = life.house.chance, life.journal, shift.who
    at = chance.uniform(shift.starts, shift.ends - 20 * MINUTE)
    visit = journal.visit(
        patient=patient, clinician=who.number, made_by=who.number, made_at=at, starts_at=at, is_spontaneous=True
    )
    visit.opened_at, visit.ended_at = int(at), int(at) + chance.randint(3, 9) * MINUTE
    journal.line(at, "visit.start-now", who, "consults", visit=visit)
    journal.line(at + 25, "chart.open", who, "relation-visit", patient=patient)
    for nth in range(chance.randint(0, 3)):
        journal.line(at + 60 + nth * 30, "document.open", who, "relation-visit", patient=patient)
    journal.line(visit.ended_at, "visit.end", who, "own-visit", visit=visit)
