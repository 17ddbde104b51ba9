"""The pictures of a quarter, as numbers for an SVG: the page says the same in words beside them."""

from dataclasses import dataclass

from paravent.billing.standing import Doctor, QuarterView

WIDTH, HEIGHT = 320.0, 120.0
"""Of the drawing, in its own units."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Video-only cases week by week, and where they lead; the limit and the axis beside it."""

    line: str
    """The path until now."""
    ahead: str
    """The path from now to the expected end, dashed."""
    band: str
    """Where the end lies with 95 % probability, as a polygon."""
    now_x: float
    now_y: float
    limit_y: float
    top: int
    """The number at the top of the axis."""
    end_low: float
    end_high: float


def share_curve(view: QuarterView) -> Curve | None:
    """Return the video-only cases of a quarter as a curve under the limit; nothing where nobody said how many cases there are."""
    meter = view.meter
    if meter.said is None or not meter.share.cases:
        return None
    ahead = meter.forecast
    ends_cases = meter.share.cases + (ahead.further_cases if ahead else 0)
    most = float(meter.share.limit) * ends_cases
    ends = [share * ends_cases for share in (ahead.expected, ahead.low, ahead.high)] if ahead else []
    top = max(most * 1.25, *ends, float(meter.share.video_only), 1.0)

    def y(cases: float) -> float:
        return round(HEIGHT - cases / top * HEIGHT, 1)

    now_x = round(float(view.elapsed) * WIDTH, 1)
    points = [(0.0, y(0)), *((_x(week.number, view), y(week.video_only)) for week in meter.weeks)]
    now_y = y(meter.share.video_only)
    line = " ".join(f"{'L' if at else 'M'}{min(x, now_x)} {at_y}" for at, (x, at_y) in enumerate(points))
    expected, low, high = ends or [0.0, 0.0, 0.0]
    return Curve(
        line=f"{line} L{now_x} {now_y}",
        ahead=f"M{now_x} {now_y} L{WIDTH} {y(expected)}" if ends else "",
        band=f"{now_x},{now_y} {WIDTH},{y(low)} {WIDTH},{y(high)}" if ends else "",
        now_x=now_x,
        now_y=now_y,
        limit_y=y(most),
        top=round(top),
        end_low=low,
        end_high=high,
    )


def _x(week: int, view: QuarterView) -> float:
    """Return where a week ends."""
    return round(min((week + 1) * 7, view.quarter.days) / view.quarter.days * WIDTH, 1)


@dataclass(frozen=True, slots=True)
class Gauge:
    """Points against a ceiling, as a bar: used, and where it leads, both in parts of a hundred and twenty; the ceiling at a hundred."""

    used: float
    ahead: float


FULL, SPACE = 100.0, 120.0


def gauge(doctor: Doctor) -> Gauge:
    """Return how much of a ceiling a doctor has used, and where it leads."""
    most = max(doctor.ceiling.points, 1)
    used, ahead = (min(points / most * FULL, SPACE) for points in (doctor.ceiling.used, doctor.forecast))
    return Gauge(round(used, 1), round(max(ahead - used, 0.0), 1))
