"""Small line charts: from readings to the points of an SVG. Pure: the template draws what stands here."""

from dataclasses import dataclass
from datetime import date

from paravent.fhir.summaries import Reading, Series

WIDTH, HEIGHT, EDGE = 320, 96, 8
MOST = 240
"""Points drawn at most; the newest are kept."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: the points of a polyline, and where its newest reading is."""

    points: str
    last_x: float
    last_y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in words and points. There is none where there is only one reading."""

    width: int
    height: int
    lines: tuple[Line, ...]
    lowest: str
    highest: str
    first_on: date
    last_on: date


def drawn(series: Series) -> Drawing | None:
    """Return the chart of a series, or nothing where a number says it all."""
    readings = series.readings[-MOST:]
    numbers = [float(value) for reading in readings for value in reading.values]
    if len(readings) < 2:  # noqa: PLR2004 (a line needs two points)
        return None
    low, high = min(numbers), max(numbers)
    count = min(len(reading.values) for reading in readings)
    return Drawing(
        WIDTH,
        HEIGHT,
        tuple(_line(readings, which, low, high) for which in range(count)),
        f"{low:g}",
        f"{high:g}",
        readings[0].on,
        readings[-1].on,
    )


def _line(readings: tuple[Reading, ...], which: int, low: float, high: float) -> Line:
    first, last = readings[0].on.toordinal(), readings[-1].on.toordinal()
    points = [
        (
            _placed(reading.on.toordinal(), first, last, WIDTH, at, len(readings)),
            HEIGHT - _placed(float(reading.values[which]), low, high, HEIGHT, 1, 3),
        )
        for at, reading in enumerate(readings)
    ]
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Line(text, *(round(number, 1) for number in points[-1]))


def _placed(value: float, low: float, high: float, room: int, at: int, count: int) -> float:
    """Scale a value into the room between the edges; where all are alike, by their place in the row."""
    share = (value - low) / (high - low) if high > low else at / max(count - 1, 1)
    return EDGE + share * (room - 2 * EDGE)
