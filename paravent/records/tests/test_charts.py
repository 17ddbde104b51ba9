"""Small charts: every point inside the picture, the newest kept, and none where a number says it all."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from paravent.fhir.summaries import Reading, Series
from paravent.records.charts import EDGE, HEIGHT, MOST, WIDTH, drawn

FIRST = date(2024, 1, 1)
NUMBERS = st.decimals(0, 2000, places=1)
READINGS = st.lists(st.tuples(st.integers(0, 4000), NUMBERS, NUMBERS), min_size=2, max_size=20)


def pressure(*readings: tuple[int, int | Decimal, int | Decimal]) -> Series:
    """Return blood pressures, each so many days after the first of January 2024."""
    dated = [(FIRST + timedelta(days=days), upper, lower) for days, upper, lower in sorted(readings)]
    return Series(
        "blood-pressure",
        "Blood pressure",
        "mmHg",
        tuple(Reading(on.isoformat(), on, (Decimal(upper), Decimal(lower))) for on, upper, lower in dated),
    )


def test_one_reading_is_a_number_and_no_chart() -> None:
    assert drawn(pressure((0, 120, 80))) is None


def test_a_blood_pressure_has_two_lines_over_one_scale() -> None:
    drawing = drawn(pressure((0, 120, 80), (10, 140, 90)))

    assert drawing is not None
    assert (drawing.lowest, drawing.highest) == ("80", "140")
    upper, lower = drawing.lines
    assert upper.points.endswith(f"{WIDTH - EDGE:.1f},{EDGE:.1f}")
    assert lower.points.startswith(f"{EDGE:.1f},{HEIGHT - EDGE:.1f}")


def test_of_too_many_the_newest_are_drawn() -> None:
    drawing = drawn(pressure(*((day, 120, 80) for day in range(MOST + 5))))

    assert drawing is not None
    assert (drawing.first_on, drawing.last_on) == (FIRST + timedelta(days=5), FIRST + timedelta(days=MOST + 4))
    assert len(drawing.lines[0].points.split()) == MOST


@given(READINGS)
def test_every_point_lies_inside_the_picture(readings: list[tuple[int, Decimal, Decimal]]) -> None:
    drawing = drawn(pressure(*readings))

    assert drawing is not None
    for line in drawing.lines:
        for point in line.points.split():
            x, y = (float(number) for number in point.split(","))
            assert EDGE <= x <= WIDTH - EDGE
            assert EDGE <= y <= HEIGHT - EDGE
