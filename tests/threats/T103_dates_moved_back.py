"""Whoever knows on which weekdays and holidays a practice was closed, and since when it is there, *cannot* move the dates of a release back: at least ten other shifts explain each patient's dates as well, or the dates leave as years. Who knows the day of one visit *can*."""

import random
from datetime import date

from paravent.deid.structured import counted, disguised
from paravent.deid.structured_dates import FARTHEST, SHIFTS, Grain, believable
from paravent.deid.tests.releases import CLOSED, EVERY_DAY, OPENING, WORKING, release

FEWEST = 11
PATIENTS = 60


def visits_of(number: int) -> list[date]:
    """Return when a patient came: few times or very often, some until yesterday."""
    chance = random.Random(number)
    days = WORKING[-400:] if number % 3 == 0 else WORKING
    return sorted(chance.sample(days, chance.choice((2, 8, 30, 90))))


def file_of(number: int) -> list[dict[str, object]]:
    """Return a patient's visits as encounters."""
    return [
        {
            "resourceType": "Encounter",
            "id": f"{number}-{turn}",
            "status": "finished",
            "subject": {"reference": f"Patient/p{number}"},
            "period": {"start": f"{day}T08:15:00+01:00", "end": f"{day}T08:40:00+01:00"},
        }
        for turn, day in enumerate(visits_of(number))
    ]


def guessed(shown: list[str]) -> list[int]:
    """Return the shifts that an attacker is left with: by any number of days, on whom nobody worked, outside of the opening."""
    days = [date.fromisoformat(day) for day in shown]
    far = range(-FARTHEST * 7, FARTHEST * 7 + 1)
    open_days = frozenset(EVERY_DAY) - CLOSED - {day for day in EVERY_DAY if day.weekday() > 4}
    return [by for by in far if by and all(date.fromordinal(day.toordinal() - by) in open_days for day in days)]


def test_weekdays_and_holidays_leave_as_many_shifts_as_said() -> None:
    files = {f"p{one}": file_of(one) for one in range(PATIENTS)}
    chosen = release(fewest=FEWEST)
    pool = counted(files.values(), chosen)
    odds = []
    for number, (name, file) in enumerate(files.items()):
        shown = [left["period"]["start"] for left in disguised(file, name, chosen, pool)]
        if len(shown[0]) == len("2024"):
            continue
        days = [date.fromisoformat(day) for day in shown]
        true = {(day - day_was).days for day, day_was in zip(days, visits_of(number), strict=True)}
        if len(true) == 1:
            left_over = guessed(shown)
            assert true < set(left_over)
        else:
            left_over = believable(days, OPENING, Grain.WEEK)
            assert {day.weekday() for day in days} == {0}
        assert len(left_over) >= FEWEST
        odds.append(1 / len(left_over))

    assert len(odds) > PATIENTS * 0.8
    assert sum(odds) / len(odds) < 1 / 20


def test_the_attack_works_on_a_shift_by_any_number_of_days() -> None:
    """The same attacker, against what is done elsewhere: days at random. Without this, the test above might see nothing."""
    chance = random.Random(1)
    left = []
    for number in range(0, PATIENTS, 4):
        by = chance.choice([one for one in range(-364, 365) if one % 7])
        moved = [date.fromordinal(day.toordinal() + by).isoformat() for day in visits_of(number)]
        left.append(len(guessed(moved)))

    assert min(left) <= 3


def test_one_known_day_is_enough() -> None:
    file = file_of(1)
    chosen = release(fewest=FEWEST)
    shown = [left["period"]["start"] for left in disguised(file, "p1", chosen, counted([file], chosen))]
    shift = date.fromisoformat(shown[0]) - visits_of(1)[0]

    assert [date.fromisoformat(day) - shift for day in shown] == visits_of(1)
    assert shift.days // 7 in SHIFTS
