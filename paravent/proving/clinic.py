"""Visits: booked, moved, cancelled, missed, held, written up. What a doctor and the desk do about them."""

from dataclasses import dataclass, field

from paravent.proving.house import House
from paravent.proving.journal import Journal
from paravent.proving.rota import HOLIDAYS, WEEK, WEEKEND, Rota, Shift
from paravent.proving.terms import BEGINNING, DAY, HOUR, MINUTE, Patient, Trade, Visit, Worker

BUSY = (1.4, 1.1, 1.0, 1.05, 0.8)
"""How full clinics are from Monday to Friday."""

CANCELLED, MISSED = 0.08, 0.06
SHARED = 0.004
"""Of visits that were held: a document goes in that lies in another's file too. A letter about mother and child, a form, a wrong file put right."""

AGAIN, LATER = 0.15, 0.3
"""Of what is printed or copied out; and, of what is so again, hours later: a letter was lost, another practice asks for it too."""

HOME = 1_000_000
"""Networks of people's homes, counted from here."""


@dataclass
class Life:
    """What goes on in a house: everybody, who works when, and what is written down of it."""

    house: House
    rota: Rota
    journal: Journal
    by_doctor: dict[int, list[Patient]] = field(default_factory=dict)
    by_team: dict[int, list[Patient]] = field(default_factory=dict)
    at_home: dict[int, list[Patient]] = field(default_factory=dict)
    files: set[int] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    desks: dict[tuple[int, int], list[Worker]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.house.patients:
            self.by_doctor.setdefault(one.doctor, []).append(one)
            self.by_team.setdefault(one.team, []).append(one)
            self.at_home.setdefault(one.home, []).append(one)
        self.files = {one.file for one in self.house.staff if one.file is not None}

    def desk(self, day: int, team: int) -> Worker:
        """Return somebody at the team's desk that day, or anybody who ever sits at one."""
        if (day, team) not in self.desks:
            there = [shift.who for shift in self.rota.on(day, Trade.RECEPTION, team=team)]
            some = self.house.of(Trade.RECEPTION, team=team) or self.house.of(Trade.RECEPTION)
            self.desks[day, team] = there or some
        return self.house.chance.choice(self.desks[day, team])

    def evening(self, doctor: Worker, day: int) -> int:
        """Return a time after the clinic that is not taken: nobody is double-booked."""
        at = BEGINNING + day * DAY + 18 * HOUR
        while (doctor.number, at) in self.taken:
            at += HOUR // 2
        self.taken.add((doctor.number, at))
        return at

    def day(self, at: float) -> int:
        """Return the day of an instant."""
        return int(at - BEGINNING) // DAY


def whom(life: Life, doctor: Worker) -> Patient:
    """Return a patient for a doctor: mostly one of their own, hardly ever one of their own household, never themselves."""
    chance = life.house.chance
    while True:
        own = life.by_doctor.get(doctor.number)
        pool = own if own and chance.happens(0.75) else life.by_team.get(doctor.team) or life.house.patients
        patient = chance.choice(pool)
        is_kin = patient.home == doctor.home and patient.surname == doctor.surname
        if patient.number != doctor.file and not (is_kin and chance.happens(0.95)):
            return patient


def clinic_day(life: Life, day: int, shift: Shift) -> None:
    """Fill a doctor's day with visits, and let what happens to visits happen."""
    chance = life.house.chance
    wanted = round(9 * BUSY[day % WEEK] * chance.uniform(0.7, 1.2))
    slots = chance.sample(range(16), min(wanted, 16))
    life.journal.line(
        shift.starts - chance.randint(0, 15) * MINUTE, "visit.list-day", shift.who, "own-day", shown=wanted
    )
    held = [_appointment(life, day, shift, slot) for slot in sorted(slots)]
    _write_up(life, shift, [visit for visit in held if visit is not None])


def _appointment(life: Life, day: int, shift: Shift, slot: int) -> Visit | None:
    """Book one visit and let it come about; returns it if it was held."""
    chance, patient = life.house.chance, whom(life, shift.who)
    starts = shift.starts + slot * 30 * MINUTE + HOUR // 2
    made_day = day - int(chance.expovariate(1 / 6)) - (0 if chance.happens(0.2) else 1)
    visit = book(life, shift.who, patient, made_day, starts)
    fate = chance.random()
    if fate < CANCELLED:
        _cancelled(life, visit, shift)
        return None
    look_ahead(life, visit, shift.who)
    if fate < CANCELLED + MISSED:
        visit.opened_at, visit.ended_at = starts, starts + 15 * MINUTE
        life.journal.line(starts, "party.enter", shift.who, "own-visit", visit=visit)
        life.journal.line(starts + 15 * MINUTE, "visit.end", shift.who, "own-visit", visit=visit)
        return None
    hold(life, visit, shift.who)
    return visit


def book(life: Life, doctor: Worker, patient: Patient, day: int, starts: float) -> Visit:
    """Book a visit: three times of four the desk does, after looking the patient up; else the doctor alone."""
    chance = life.house.chance
    is_desk = chance.happens(0.75)
    by = life.desk(day, doctor.team) if is_desk else doctor
    made = min(BEGINNING + day * DAY + chance.uniform(8.2, 15.8) * HOUR, starts - chance.uniform(0.4, 1.5) * HOUR)
    visit = life.journal.visit(
        patient=patient.number, clinician=doctor.number, made_by=by.number, made_at=made, starts_at=starts
    )
    for _ in range(1 if chance.happens(0.8) else 2):
        life.journal.line(
            made - chance.randint(20, 200), "patient.search", by, "looks-up", purpose="HOPERAT", shown=_listed(life)
        )
    because = "runs-reception" if is_desk else "own-appointment"
    life.journal.line(made, "visit.book", by, because, visit=visit, purpose="HOPERAT")
    life.journal.line(made + 15, "invitation.make", by, because, visit=visit, purpose="HOPERAT")
    return visit


def _listed(life: Life) -> int:
    return min(20, 1 + int(life.house.chance.expovariate(0.5)))


def _cancelled(life: Life, visit: Visit, shift: Shift) -> None:
    """Cancel a visit between its booking and its beginning: the desk does, seldom the doctor, now and then at once."""
    chance, doctor = life.house.chance, shift.who
    is_doctor = visit.made_by == doctor.number and chance.happens(0.4)
    by = doctor if is_doctor else life.desk(life.day(visit.made_at), doctor.team)
    at = chance.uniform(visit.made_at + 60, visit.starts_at - 60)
    if is_doctor and chance.happens(0.3):
        # A wrong slot, or a patient who could not come then: put right within minutes, by another visit.
        at = visit.made_at + chance.randint(1, 9) * MINUTE
        if chance.happens(0.3):
            life.journal.line(visit.made_at + 40, "chart.open", doctor, "relation-visit", visit=visit)
        patient = life.house.patients[visit.patient]
        again = life.journal.visit(
            patient=patient.number,
            clinician=doctor.number,
            made_by=doctor.number,
            made_at=at + 60,
            starts_at=life.evening(doctor, life.day(visit.starts_at) + WEEK),
        )
        life.journal.line(at + 60, "visit.book", doctor, "own-appointment", visit=again, purpose="HOPERAT")
    life.journal.cancel(visit, at, by, "own-appointment" if is_doctor else "runs-reception")


def look_ahead(life: Life, visit: Visit, doctor: Worker) -> None:
    """Open the file before the visit: minutes before, or in the morning."""
    chance = life.house.chance
    ahead = chance.randint(1, 12) * MINUTE if chance.happens(0.8) else chance.uniform(1, 5) * HOUR
    at = visit.starts_at - ahead
    life.journal.line(at, "chart.open", doctor, "relation-visit", visit=None, patient=visit.patient)
    for nth in range(chance.choice((0, 0, 1, 1, 2, 3))):
        life.journal.line(at + 40 + nth * 50, "document.open", doctor, "relation-visit", patient=visit.patient)


def hold(life: Life, visit: Visit, doctor: Worker) -> None:
    """Hold a visit: the doctor enters, the patient comes, a note is written, the visit ends."""
    chance, journal, late = life.house.chance, life.journal, life.house.chance.randint(0, 8) * MINUTE
    visit.opened_at = visit.starts_at + late
    visit.joined_at = visit.opened_at + chance.randint(5, 240)
    visit.ended_at = visit.joined_at + chance.randint(6, 22) * MINUTE
    desk = life.desk(life.day(visit.starts_at), doctor.team)
    journal.line(visit.starts_at - 90, "visit.open", desk, "runs-reception", visit=visit, purpose="HOPERAT")
    journal.line(visit.opened_at, "party.enter", doctor, "own-visit", visit=visit)
    journal.line(visit.joined_at, "party.admit", doctor, "own-visit", visit=visit)
    journal.line(visit.joined_at + 60, "note.read", doctor, "own-visit", visit=visit)
    for nth in range(chance.randint(1, 3)):
        journal.line(visit.joined_at + 120 + nth * 100, "note.write", doctor, "own-visit", visit=visit)
    journal.line(visit.ended_at, "visit.end", doctor, "own-visit", visit=visit)
    if chance.happens(0.03):
        copy_out(life, visit.ended_at + 60, doctor, visit.patient, "relation-visit")
    if chance.happens(SHARED):
        send_anyway(life, visit, doctor)


def copy_out(life: Life, at: float, who: Worker, patient: int, because: str, *acts: str) -> None:
    """Print, export or copy something out of a file; now and then again, when the printer jams or a page was missing, or hours later."""
    chance = life.house.chance
    act = chance.choice(acts or ("file.print", "file.print", "file.export", "file.copy"))
    after = chance.uniform(0.5, 5) * HOUR if chance.happens(LATER) else 90
    for nth in range(2 if chance.happens(AGAIN) else 1):
        life.journal.line(at + nth * after, act, who, because, patient=patient)


def send_anyway(life: Life, visit: Visit, doctor: Worker) -> None:
    """Send or keep, in a visit, a document that lies in somebody else's file, after the warning that says so."""
    chance, ways = life.house.chance, ("kept-shared", "kept-misfiled", "kept-form")
    at = (visit.joined_at or visit.starts_at) + chance.randint(60, 300)
    if chance.happens(0.5):
        life.journal.line(at, "document.send-anyway", doctor, "was-told-before", visit=visit)
    else:
        life.journal.line(at, "document.keep-anyway", doctor, chance.choice(ways), visit=visit)


def _write_up(life: Life, shift: Shift, held: list[Visit]) -> None:
    """Sign the notes: at once, or in the evening from home; look again when results come, within the week."""
    chance, doctor = life.house.chance, shift.who
    is_evening = chance.happens(0.12)
    for nth, visit in enumerate(held):
        ended = visit.ended_at or visit.ends_at
        at = shift.starts + 12 * HOUR + nth * 4 * MINUTE if is_evening else ended + chance.randint(1, 6) * MINUTE
        where = HOME + doctor.number if is_evening else None
        life.journal.line(at, "note.sign", doctor, "own-visit", visit=visit, network=where)
        if chance.happens(0.25):
            results(life, visit.patient, doctor, ended + chance.uniform(12, 72) * HOUR, "relation-visit")
    if chance.happens(0.1) and held:
        # A call back days later: nothing in the records says that the patient asked for it.
        late = held[0].ends_at + chance.uniform(1, 6) * DAY
        life.journal.line(late, "chart.open", doctor, "relation-visit", patient=held[0].patient)


def results(life: Life, patient: int, reader: Worker, at: float, because: str) -> None:
    """Let the laboratory's program file a result, and somebody read it in their next hours at work."""
    chance, program = life.house.chance, life.house.staff[-1]
    life.journal.line(at, "fhir.create", program, "system-program", patient=patient)
    day = life.day(at)
    for later in range(day, day + 4):
        shifts = [shift for shift in life.rota.of(later, reader) if shift.ends > at + HOUR]
        if shifts and later % WEEK not in WEEKEND and later not in HOLIDAYS:
            seen = chance.uniform(max(at + 600, shifts[0].starts), shifts[0].ends)
            life.journal.line(seen, "chart.open", reader, because, patient=patient)
            life.journal.line(seen + 30, "document.open", reader, because, patient=patient)
            return
