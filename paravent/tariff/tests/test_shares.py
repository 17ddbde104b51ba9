"""The quarter's share, the room that is left, and whether the forecast keeps what it says."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.tariff.quarters import Quarter
from paravent.tariff.reading import catalogues
from paravent.tariff.shares import Counts, Share, forecast, shares
from paravent.tariff.terms import Scheme

AUTUMN = Quarter(2026, 4)


def share(video_only: int, cases: int) -> Share:
    (found,) = shares(
        catalogues()[Scheme.EBM], Counts(cases, video_only), visit_on=date(2026, 11, 1), known_on=date(2026, 11, 1)
    )
    return found


@given(st.integers(1, 3000), st.data())
def test_the_room_is_exactly_what_fits(cases: int, data: st.DataObject) -> None:
    video_only = data.draw(st.integers(0, cases))
    found = share(video_only, cases)
    if not found.is_over:
        assert not share(video_only + found.room, cases + found.room).is_over
        assert share(video_only + found.room + 1, cases + found.room + 1).is_over
    else:
        assert found.room == 0


def test_the_limit_itself_is_not_over_it_and_45_percent_is_near() -> None:
    assert [
        (one.is_near, one.is_over) for one in (share(449, 1000), share(450, 1000), share(500, 1000), share(501, 1000))
    ] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]
    assert share(4999, 10000).percent == Decimal("49.9")
    assert share(0, 0).share == Fraction(0)


def test_an_early_forecast_is_wider_than_a_late_one_and_the_last_day_is_certain() -> None:
    early, late, last = (
        forecast(share(video_only, cases), AUTUMN, day)
        for video_only, cases, day in (
            (20, 50, date(2026, 10, 8)),
            (320, 800, date(2026, 12, 1)),
            (400, 1000, date(2026, 12, 31)),
        )
    )
    assert early is not None
    assert late is not None
    assert last is not None
    assert early.high - early.low > late.high - late.low > last.high - last.low == 0
    assert early.low <= early.expected <= early.high
    assert (last.expected, last.risk, last.further_cases) == (0.4, 0.0, 0)
    assert early.risk > late.risk


def test_there_is_no_forecast_from_nothing() -> None:
    assert forecast(share(0, 0), AUTUMN, date(2026, 11, 1)) is None
    assert forecast(share(1, 2), AUTUMN, date(2026, 9, 30)) is None


@pytest.mark.parametrize("probability", [0.1, 0.48])
def test_nineteen_of_twenty_quarters_end_within_the_interval(probability: float) -> None:
    """Quarters made with a known probability, looked at on the 30th day; the promise is 95 %."""
    chance, kept, tried = random.Random(7), 0, 300
    day, per_day = date(2026, 10, 30), 6
    for _ in range(tried):
        cases = [chance.random() < probability for _ in range(per_day * AUTUMN.days)]
        seen = cases[: per_day * 30]
        found = forecast(share(sum(seen), len(seen)), AUTUMN, day)
        assert found is not None
        end = sum(cases) / len(cases)
        kept += found.low - 1e-9 <= end <= found.high + 1e-9
    assert 0.92 <= kept / tried <= 0.99


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.begins_on <= day <= quarter.ends_on
    assert quarter.before(1) < quarter
    assert quarter.before(4) == Quarter(quarter.year - 1, quarter.number)
    assert str(Quarter(2025, 2)) == "2025-Q2"
