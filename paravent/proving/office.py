"""What goes on beside care: the desk, billing, administration, data protection. And the honest mistakes of everybody."""

from paravent.proving.clinic import Life
from paravent.proving.rota import Shift
from paravent.proving.terms import BEGINNING, CLINICIANS, DAY, HOUR, MINUTE, Trade
from paravent.proving.ward import Wards, take_in


def office_day(life: Life, day: int) -> None:
    """Let a day pass at the desks and in the offices."""
    for shift in life.rota.on(day, Trade.RECEPTION):
        _desk(life, shift)
    for shift in life.rota.on(day, Trade.BILLING):
        _billing(life, day, shift)
    for shift in life.rota.on(day, Trade.ADMINISTRATOR):
        for _ in range(life.house.chance.randint(0, 2)):
            at = life.house.chance.uniform(shift.starts, shift.ends)
            life.journal.line(at, "staff.list", shift.who, "manages-staff", purpose="SYSADMIN")
    for shift in life.rota.on(day, Trade.DPO):
        life.journal.line(shift.starts + HOUR, "glass.list", shift.who, "reviews", purpose="HOPERAT")


def _desk(life: Life, shift: Shift) -> None:
    """Answer the telephone: look at the day, look people up, some of them in vain, some of them twice."""
    chance = life.house.chance
    for _ in range(chance.randint(2, 5)):
        life.journal.line(
            chance.uniform(shift.starts, shift.ends),
            "visit.list-day",
            shift.who,
            "runs-reception",
            purpose="HOPERAT",
            shown=chance.randint(10, 60),
        )
    for _ in range(chance.randint(3, 9)):
        at, patient = chance.uniform(shift.starts, shift.ends), chance.choice(life.by_team[shift.who.team])
        for nth in range(chance.choice((1, 1, 1, 2, 3))):
            shown = chance.choice((0, 1, 1, 2, 3, 7, 20))
            life.journal.line(at + nth * 25, "patient.search", shift.who, "looks-up", purpose="HOPERAT", shown=shown)
        if chance.happens(0.4):
            life.journal.line(
                at + 90, "patient.see", shift.who, "keeps-the-patients-word", patient=patient.number, purpose="HOPERAT"
            )


def _billing(life: Life, day: int, shift: Shift) -> None:
    """Go through visits that were held in the last days, one after the other."""
    chance, until = life.house.chance, BEGINNING + day * DAY
    recent = life.journal.visits[-max(200, len(life.house.staff) * 8) :]
    held = [visit for visit in recent if visit.joined_at and until - 7 * DAY < visit.starts_at < until]
    at = shift.starts + chance.uniform(0, 2) * HOUR
    for visit in chance.sample(held, min(len(held), chance.randint(20, 40))):
        at += chance.randint(40, 400)
        life.journal.line(at, "visit.open", shift.who, "runs-reception", visit=visit, purpose="HPAYMT")


def mishaps(life: Life, wards: Wards, day: int) -> None:
    """Let some of what goes wrong in any house go wrong."""
    chance, there = life.house.chance, life.rota.on(day, *CLINICIANS)
    for shift in there:
        if shift.team is not None and chance.happens(0.03):
            wrong_file(life, wards, shift)
    wanted = len(life.house.staff) / 300
    for _ in range(int(wanted) + (chance.happens(wanted % 1))):
        emergency(life, wards, day)


def wrong_file(life: Life, wards: Wards, shift: Shift) -> None:
    """Open the file of somebody else of the same name, and close it: shown where the team cares for them, else refused."""
    chance = life.house.chance
    at = chance.uniform(shift.starts, shift.ends)
    lying = wards.lying(shift.team or 0, at)
    if lying and chance.happens(0.5):
        wrong = chance.choice(lying).patient
        life.journal.line(at, "chart.open", shift.who, "relation-team", patient=wrong)
        return
    wrong = chance.choice(life.house.patients).number
    life.journal.line(at, "chart.open", shift.who, "no-care-relation", patient=wrong, outcome="refused")


def emergency(life: Life, wards: Wards, day: int) -> None:
    """Break the glass for somebody who cannot wait: on duty, or, one time in twelve, after the shift and still there."""
    chance, duty = life.house.chance, life.rota.emergency(day)
    others = [shift for shift in life.rota.on(day, Trade.DOCTOR) if shift.team is not None]
    is_late = bool(others) and chance.happens(1 / 12)
    shift = chance.choice(others if is_late else duty)
    at = shift.ends + chance.uniform(0.2, 1.5) * HOUR if is_late else chance.uniform(shift.starts, shift.ends - HOUR)
    patient = chance.choice(life.house.patients).number
    if patient == shift.who.file:
        return
    break_glass(life, shift, patient, at)
    if chance.happens(0.8):
        team = shift.who.team
        if life.house.is_hospital:
            take_in(life, wards, shift, patient, team, at + 20 * MINUTE)


def break_glass(life: Life, shift: Shift, patient: int, at: float) -> None:
    """Open a file in an emergency; the data-protection officer reviews it in their next hours, and finds it justified."""
    journal, who = life.journal, shift.who
    journal.line(at - 40, "glass.consider", who, "emergency", patient=patient, purpose="ETREAT")
    journal.line(at, "glass.break", who, "emergency", patient=patient, purpose="ETREAT")
    journal.line(at + 20, "chart.open", who, "relation-emergency", patient=patient, purpose="ETREAT")
    journal.line(at + 120, "document.open", who, "relation-emergency", patient=patient, purpose="ETREAT")
    journal.relate(patient, at, at + HOUR, who.number, why="emergency", person=who.number)
    is_by_an_insider = journal.incident is not None
    reviewer = life.house.chance.choice(life.house.of(Trade.DPO))
    for later in range(life.day(at) + 1, life.day(at) + 4):
        for seen in [] if is_by_an_insider else life.rota.of(later, reviewer)[:1]:
            journal.line(
                seen.starts + 2 * HOUR, "glass.review", reviewer, "reviews", patient=patient, purpose="HOPERAT"
            )
            journal.glasses.append((patient, who.number, int(at), int(at) + HOUR, "justified"))
            return
    journal.glasses.append((patient, who.number, int(at), int(at) + HOUR, None))
