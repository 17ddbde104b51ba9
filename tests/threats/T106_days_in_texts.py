"""Whoever reads the days in the texts of a release *cannot* learn more of a patient's shift than from its elements: texts move by the same whole weeks, and where elements leave as weeks or years, texts keep no day at all."""

import re
from datetime import date, timedelta

from paravent.deid.structured_dates import Grain, Shift
from paravent.deid.terms import Known, Label, Person
from paravent.releases.texts import Clean

KEY = bytes(range(32))
VISITS = [date(2024, 3, 4), date(2024, 3, 11), date(2024, 5, 6), date(2024, 12, 23)]
LETTER = "Untersuchung am {0:%d.%m.%Y} und am {1:%d.%m.%Y}. Kontrolle am {2:%d.%m.%Y}, Befund vom {3:%d.%m.%Y} gut."
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def rewritten(shift: Shift) -> str:
    known = Known((Person(Label.PATIENT, "Ali", "Demir"),))
    return Clean(known, KEY, shift, None)(LETTER.format(*VISITS))


def test_the_days_of_a_text_move_with_the_days_of_the_file() -> None:
    said = rewritten(Shift(-17, Grain.DAY))
    days = [date(int(year), int(month), int(day)) for day, month, year in DAY.findall(said)]

    assert [day + timedelta(weeks=17) for day in days] == VISITS
    assert [day.weekday() for day in days] == [day.weekday() for day in VISITS]


def test_where_the_file_tells_weeks_or_years_a_text_tells_no_day() -> None:
    for grain in (Grain.WEEK, Grain.YEAR):
        said = rewritten(Shift(-17, grain))
        assert DAY.findall(said) == []
        assert said.count("[DATE]") == len(VISITS)
