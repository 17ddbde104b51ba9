"""Insiders, put into an honest house: each does what somebody did somewhere, by the ways in that Paravent leaves open.

Written after the honest life and into the same journal. A scenario's name goes to the truth; a line shows what any line shows.
"""

from collections.abc import Callable, Iterator

from paravent.proving.clinic import HOME, Life
from paravent.proving.intrusions import in_without_reason, open_file, phantom, without_second_party
from paravent.proving.office import break_glass
from paravent.proving.rota import WEEK, Shift
from paravent.proving.sweeps import DRIP_DAYS, SWEEPS
from paravent.proving.terms import BEGINNING, CLINICIANS, DAY, HOUR, MINUTE, Scenario, Trade, Visit, Worker
from paravent.proving.ward import Stay, Wards, take_in

QUARTER = 90
NAMESAKE = 0.5
"""To so many crowds somebody comes who is none of it: they meant a patient of the same name."""

Play = Callable[[Life, Wards, int, Shift], None]


def rate(staff: int, days: int) -> int:
    """Return how many insiders a house has in some days: of a thousand people, one of each scenario in a quarter; never under two."""
    return max(2, round(len(Scenario) * staff / 1000 * days / QUARTER))


def inject(life: Life, wards: Wards, incidents: int) -> None:
    """Put so many insiders in, each scenario as often as any other, in an order that chance decides."""
    chance = life.house.chance
    wanted = [
        one for _ in range(-(-incidents // len(Scenario))) for one in chance.sample(list(Scenario), len(Scenario))
    ]
    used: set[int] = set()
    for scenario in wanted[:incidents]:
        shift, day = _somebody(life, scenario, used)
        if shift is None:
            continue
        used.add(shift.who.number)
        if scenario is Scenario.CROWD:
            _crowd(life, wards, used)
            continue
        with life.journal.by_an_insider(scenario):
            PLAYS[scenario](life, wards, day, shift)


def _somebody(life: Life, scenario: Scenario, used: set[int]) -> tuple[Shift | None, int]:
    """Return a shift, and its day, of somebody who could do this and is no insider yet."""
    chance, days = life.house.chance, life.house.days
    trades, fits = WHO_COULD.get(scenario, (CLINICIANS, _anybody))
    first = min(21, days // 3)
    until = max(first + 1, days - (DRIP_DAYS if scenario is Scenario.SLOW_DRIP else 8))
    for _ in range(200):
        day = chance.randrange(first, until)
        there = [one for one in life.rota.on(day, *trades) if one.team is not None and one.who.number not in used]
        there = [one for one in there if fits(life, one.who)]
        if there:
            return chance.choice(there), day
    return None, 0


def _anybody(_life: Life, _who: Worker) -> bool:
    return True


def _has_neighbour(life: Life, who: Worker) -> bool:
    return bool(_neighbours(life, who))


def _neighbours(life: Life, who: Worker) -> list[int]:
    return [one.number for one in life.at_home.get(who.home, []) if one.number != who.file and one.phone != who.phone]


def _is_declared(life: Life, who: Worker) -> bool:
    return any(person == who.number for person, _ in life.house.declared)


def _is_locum_gone(life: Life, who: Worker) -> bool:
    return who.ends is not None and who.ends < BEGINNING + (life.house.days - 3) * DAY


def _gave_notice(life: Life, who: Worker) -> bool:
    return any(person == who.number for person, _, _ in life.journal.notices)


def _neighbour(life: Life, wards: Wards, day: int, shift: Shift) -> None:
    patient = life.house.chance.choice(_neighbours(life, shift.who))
    if life.house.chance.happens(0.6):
        # Once in the team's care for months: nobody ended it.
        doctor, long_ago = life.house.patients[patient].doctor, BEGINNING - 60 * DAY
        life.journal.relate(patient, long_ago, BEGINNING + 300 * DAY, doctor, why="team", team=shift.team)
        for later in (day, *life.house.chance.sample(range(day + 1, day + 6), 2)):
            for duty in life.rota.of(later, shift.who)[:1]:
                open_file(life, duty, patient, "relation-team")
    else:
        in_without_reason(life, wards, shift, patient)


def _colleague(life: Life, wards: Wards, _day: int, shift: Shift) -> None:
    files = [one.file for one in life.house.staff if one.file is not None and one is not shift.who]
    if files:
        in_without_reason(life, wards, shift, life.house.chance.choice(files))


def _ex_partner(life: Life, wards: Wards, _day: int, shift: Shift) -> None:
    patient = next(patient for person, patient in life.house.declared if person == shift.who.number)
    in_without_reason(life, wards, shift, patient)


def _phantom(life: Life, _wards: Wards, day: int, shift: Shift) -> None:
    for later in range(day, day + life.house.chance.randint(1, 4)):
        for duty in life.rota.of(later, shift.who)[:1]:
            phantom(life, duty, life.house.chance.choice(life.house.patients).number)


def _no_second_party(life: Life, _wards: Wards, day: int, shift: Shift) -> None:
    for later in range(day, day + life.house.chance.randint(2, 5)):
        for duty in life.rota.of(later, shift.who)[:1]:
            without_second_party(life, duty, life.house.chance.choice(life.house.patients).number)


def _silent_joiner(life: Life, _wards: Wards, day: int, shift: Shift) -> None:
    chance = life.house.chance
    for visit in chance.sample(_visits_on(life, day, shift.who), min(4, len(_visits_on(life, day, shift.who)))):
        at = (visit.joined_at or visit.starts_at) + chance.randint(60, 300)
        life.journal.line(at, "visit.open", shift.who, "not-your-visit", visit=visit, outcome="refused")
        life.journal.line(at + 20, "party.enter", shift.who, "not-your-visit", visit=visit, outcome="refused")


def _visits_on(life: Life, day: int, who: Worker) -> list[Visit]:
    start = BEGINNING + day * DAY
    return [
        visit
        for visit in life.journal.visits
        if start <= visit.starts_at < start + DAY and visit.joined_at and visit.clinician != who.number
    ]


def _quiet_sunday(life: Life, _wards: Wards, day: int, shift: Shift) -> None:
    chance, sunday = life.house.chance, day - day % WEEK + 6
    while life.rota.of(sunday, shift.who) and sunday + WEEK < life.house.days:
        sunday += WEEK
    at = BEGINNING + sunday * DAY + chance.uniform(9, 20) * HOUR
    for nth in range(chance.randint(1, 3)):
        break_glass(life, shift, chance.choice(life.house.patients).number, at + nth * 12 * MINUTE)


def _self_grant(life: Life, wards: Wards, _day: int, shift: Shift) -> None:
    """Be refused, find a colleague's open screen, be clinician and member for two hours, read, and tidy up."""
    chance, journal, who = life.house.chance, life.journal, shift.who
    at, other = shift.starts + 3 * HOUR, chance.choice(life.house.of(Trade.ADMINISTRATOR))
    journal.line(at, "role.grant", who, "not-to-yourself", purpose="SYSADMIN", outcome="refused")
    with journal.by_others():
        journal.line(at + 300, "role.grant", other, "manages-staff", purpose="SYSADMIN")
        journal.line(at + 330, "team.join", other, "manages-staff", purpose="SYSADMIN")
        journal.line(at + 2 * HOUR, "role.end", other, "manages-staff", purpose="SYSADMIN")
    journal.roles.append((who.number, "clinician", at + 300, at + 2 * HOUR))
    team = chance.randrange(life.house.teams)
    journal.memberships.append((who.number, team, at + 330, at + 2 * HOUR))
    files = [*wards.enrolled.get(team, []), *(stay.patient for stay in wards.lying(team, at))]
    for nth, patient in enumerate(chance.sample(files, min(len(files), chance.randint(4, 12)))):
        journal.line(at + 600 + nth * 240, "chart.open", who, "relation-team", patient=patient)


def _former(life: Life, _wards: Wards, _day: int, shift: Shift) -> None:
    """Come back by an old session after the last day: refused, again and again."""
    chance, who = life.house.chance, shift.who
    at = (who.ends or shift.ends) + chance.uniform(20, 60) * HOUR
    for nth in range(chance.randint(4, 10)):
        patient = chance.choice(life.house.patients).number
        life.journal.line(
            at + nth * 70,
            "chart.open",
            who,
            "only-clinicians-open-files",
            patient=patient,
            outcome="refused",
            network=HOME + who.number,
        )


def _crowd(life: Life, wards: Wards, used: set[int]) -> None:
    """Let somebody in the news lie in a ward, honestly cared for, and be looked at by colleagues who have no part in it."""
    chance, journal = life.house.chance, life.journal
    news = [
        (patient, start)
        for patient, kind, start, _ in life.house.notable
        if kind == "news" and start < journal.ends - 2 * DAY
    ]
    patient, start = chance.choice(news) if news else (None, 0)
    if patient is None:
        return
    day = life.day(start)
    doctors = [one for one in life.rota.on(day, Trade.DOCTOR) if one.team is not None] or life.rota.emergency(day)
    admitting = chance.choice(doctors)
    stay = take_in(life, wards, admitting, patient, admitting.who.team, start)
    with journal.by_an_insider(Scenario.CROWD):
        for who in _curious(life, stay.team, used):
            _look_in(life, stay, who, used)
        if chance.happens(NAMESAKE):
            others = [who for who in life.house.of(*CLINICIANS) if who.number not in used]
            with journal.by_others():
                _look_in(life, stay, chance.choice(others), used)


def _look_in(life: Life, stay: Stay, who: Worker, used: set[int]) -> None:
    """Look for somebody who lies in a ward, and open the file: refused to whoever is not of the team. Who meant a patient of the same name leaves the same lines."""
    chance, journal = life.house.chance, life.journal
    used.add(who.number)
    at = stay.starts + chance.uniform(1, 30) * HOUR
    is_member = who.team == stay.team
    because, outcome = ("relation-team", "done") if is_member else ("no-care-relation", "refused")
    journal.line(at - 40, "patient.search", who, "looks-up", purpose="HOPERAT", shown=1)
    journal.line(at, "chart.open", who, because, patient=stay.patient, outcome=outcome)


def _curious(life: Life, team: int, used: set[int]) -> Iterator[Worker]:
    chance = life.house.chance
    some = [who for who in life.house.of(*CLINICIANS) if who.number not in used]
    wanted = min(14, 3 + len(life.house.staff) // 100)
    near = [who for who in some if who.team == team]
    yield from chance.sample(near, min(len(near), wanted // 2))
    far = [who for who in some if who.team != team]
    yield from chance.sample(far, min(len(far), wanted - wanted // 2))


WHO_COULD: dict[Scenario, tuple[frozenset[Trade], Callable[[Life, Worker], bool]]] = {
    Scenario.NEIGHBOUR: (CLINICIANS, _has_neighbour),
    Scenario.EX_PARTNER: (CLINICIANS, _is_declared),
    Scenario.SELF_GRANT: (frozenset({Trade.ADMINISTRATOR}), _anybody),
    Scenario.NAME_WALK: (CLINICIANS | {Trade.RECEPTION, Trade.BILLING}, _anybody),
    Scenario.FORMER: (frozenset({Trade.LOCUM}), _is_locum_gone),
    Scenario.AFTER_NOTICE: (CLINICIANS, _gave_notice),
    Scenario.PHANTOM: (frozenset({Trade.DOCTOR}), _anybody),
    Scenario.NO_SECOND_PARTY: (frozenset({Trade.DOCTOR}), _anybody),
    Scenario.EXPORTS: (frozenset({Trade.DOCTOR}), _anybody),
    Scenario.SHARED: (frozenset({Trade.DOCTOR}), _anybody),
    Scenario.CROSSED: (frozenset({Trade.DOCTOR}), _anybody),
    Scenario.OTHER_WARD: (frozenset({Trade.NURSE}), _anybody),
}
"""Who could do it; any clinician could do what is not listed."""

PLAYS: dict[Scenario, Play] = {
    Scenario.NEIGHBOUR: _neighbour,
    Scenario.COLLEAGUE: _colleague,
    Scenario.EX_PARTNER: _ex_partner,
    Scenario.PHANTOM: _phantom,
    Scenario.NO_SECOND_PARTY: _no_second_party,
    Scenario.SILENT_JOINER: _silent_joiner,
    Scenario.QUIET_SUNDAY: _quiet_sunday,
    Scenario.SELF_GRANT: _self_grant,
    Scenario.FORMER: _former,
    **SWEEPS,
}
