"""A quarter at a glance: the share and where it leads, ceilings, a warning before a limit is crossed."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.billing import operations
from paravent.billing.charts import gauge, share_curve
from paravent.billing.meters import doctors_under
from paravent.billing.models import Tally
from paravent.billing.queries import quarter_of
from paravent.billing.standing import Doctor, QuarterView
from paravent.billing.terms import Terms
from paravent.billing.words import ceiling_said
from paravent.kernel import clock
from paravent.people.tests.cast import a_browser_of, somebody, the_log_says
from paravent.tariff.quarters import Quarter
from paravent.tariff.reading import catalogues
from paravent.tariff.terms import Scheme


def video_cases(times: int, by: Actor, *, code: str = "01450", points: int = 40, in_person: int = 0) -> None:
    """Add cases to the present quarter's tally, each with one visit."""
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        for number in range(times + in_person):
            Tally(
                quarter_on=quarter_of(clock.now()).begins_on,
                week=0,
                case=uuid4().bytes[:12],
                clinician_id=by.person,
                codes={code: points},
                is_statutory=True,
                is_video_only=number < times,
            ).save(force_insert=True)


def seen(actor: Actor) -> QuarterView:
    return operations.see_quarter(actor, quarter_of(clock.now()))


def test_without_a_count_there_are_cases_and_no_share(bea: Actor) -> None:
    video_cases(3, bea)

    view = seen(bea)

    assert (view.meter.share.video_only, view.meter.said, view.meter.is_near) == (3, None, False)
    assert share_curve(view) is None


@pytest.mark.parametrize(
    ("video", "cases", "near", "over"), [(10, 100, False, False), (46, 100, True, False), (51, 100, True, True)]
)
def test_a_warning_comes_before_the_limit(
    bea: Actor, dua: Actor, video: int, cases: int, near: bool, over: bool
) -> None:
    video_cases(video, bea, points=1)
    operations.count_cases(dua, quarter_of(clock.now()), cases)

    meter = seen(dua).meter

    assert meter.share.limit == Decimal("0.5")
    assert (meter.is_near, meter.is_over) == (near, over)
    page = a_browser_of(dua).get("/").url
    said = a_browser_of(dua).get(page).content.decode()
    assert ("by video alone" in said) == near


def test_a_case_counts_once_however_often_and_not_once_somebody_was_there(bea: Actor) -> None:
    video_cases(1, bea)
    (row,) = _tallies(bea)
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        again = Tally(
            quarter_on=row.quarter_on,
            week=1,
            case=row.case,
            clinician_id=bea.person,
            codes={"01450": 40},
            is_statutory=True,
            is_video_only=True,
        )
        again.save(force_insert=True)
    assert seen(bea).meter.share.video_only == 1
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        Tally(
            quarter_on=row.quarter_on,
            week=2,
            case=row.case,
            clinician_id=bea.person,
            codes={},
            is_statutory=True,
            is_video_only=False,
        ).save(force_insert=True)
    assert seen(bea).meter.share.video_only == 0


def test_cases_near_what_one_of_them_may_have_are_counted_and_named_nowhere(bea: Actor, dua: Actor) -> None:
    video_cases(2, bea, code="01670", points=110)
    row = _tallies(bea)[0]
    with operation("test.make", INSTALLATION, Purpose.OPERATIONS) as op:
        op.require(allow("test"))
        row.pk = uuid4()
        row.save(force_insert=True)

    (near,) = seen(dua).near

    assert (near.code, near.at_most, near.one_left, near.full) == ("01670", 2, 1, 1)
    assert "Cases near a limit" in a_browser_of(dua).get("/billing/").content.decode()


@pytest.mark.parametrize("asked", ["2022-Q1", "1-Q1", "2026-Q9", "nonsense"])
def test_a_quarter_before_the_rules_or_none_at_all_is_the_present_one(bea: Actor, asked: str) -> None:
    page = a_browser_of(bea).get(f"/billing/?quarter={asked}").content.decode()

    assert f"The quarter {quarter_of(clock.now())}" in page


def _tallies(bea: Actor) -> list[Tally]:
    with operation("test.read", bea, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        return list(Tally.objects.all())


def test_a_doctor_sees_their_own_ceiling_and_reception_everybodys(bea: Actor, cem: Actor, dua: Actor) -> None:
    video_cases(16, bea)
    video_cases(1, cem)

    (own,) = seen(bea).doctors
    assert (own.name, own.ceiling.used, own.ceiling.points, own.is_near) == ("Bea", 640, 700, True)
    assert own.codes == "01450"
    assert gauge(own).used == pytest.approx(91.4)
    assert [(one.name, one.ceiling.used) for one in seen(dua).doctors] == [("Bea", 640), ("Cem", 40)]


@pytest.mark.parametrize(("visits", "day", "near"), [(1, 1, False), (8, 10, False), (9, 20, True), (9, 80, False)])
def test_a_pace_warns_of_a_ceiling_from_half_way_on(visits: int, day: int, near: bool) -> None:
    quarter = Quarter(2026, 4)

    found = doctor_of(visits * 40, quarter.begins_on + timedelta(days=day - 1), quarter)

    assert found.is_near == near


def doctor_of(points: int, on: date, quarter: Quarter) -> Doctor:
    """Return how a doctor stands on a day of a quarter, with so many points of 01450."""
    tally = Tally(clinician_id=uuid4(), codes={"01450": points})
    (found,) = doctors_under(catalogues()[Scheme.EBM], quarter, on, [tally], Terms(), {tally.clinician_id: "Bea"})
    return found


def test_what_is_left_is_said_in_visits_and_until_when() -> None:
    quarter = Quarter(2026, 4)

    used_up = ceiling_said(doctor_of(700, date(2026, 11, 29), quarter))

    assert ceiling_said(doctor_of(600, date(2026, 11, 29), quarter)) == (
        "01450 (Surcharge for technology, video consultation): of 700 points that are paid to Bea in this quarter 100 are left, enough"
        " for 3 more visits. At this pace they last until 9 December 2026. After that visits are paid without it."
    )
    assert used_up.endswith("are used up. Visits are billed as before, and paid without it.")


def test_the_practice_sets_its_ceiling_and_point_value(bea: Actor) -> None:
    max_ = somebody("Max", Role.ADMINISTRATOR)
    video_cases(16, bea)

    operations.set_terms(max_, Terms(region="KV Hessen", point_value=Decimal("12.7404"), ceiling_01450=1899))

    assert the_log_says("bill.set-terms", "done", "runs-the-practice")
    assert operations.see_terms(max_).point_value == Decimal("12.7404")
    (own,) = seen(bea).doctors
    assert (own.ceiling.points, own.ceiling.is_own_setting, own.is_over) == (1899, True, False)
    with pytest.raises(Refused, match="not-your-work"):
        operations.set_terms(bea, Terms())
    assert seen(max_).bills == 16


def test_the_curve_stays_within_its_frame_and_below_the_end(bea: Actor, dua: Actor) -> None:
    video_cases(40, bea)
    operations.count_cases(dua, quarter_of(clock.now()), 100)

    curve = share_curve(seen(dua))

    assert curve is not None
    assert 0 <= curve.now_y <= 120
    assert 0 < curve.limit_y < 120
    assert curve.line.startswith("M0.0 120.0")


def test_a_quarter_that_is_over_has_no_forecast_beyond_itself(bea: Actor) -> None:
    earlier = operations.see_quarter(bea, quarter_of(clock.now() - timedelta(days=100)))

    assert earlier.elapsed == 1
    assert earlier.bills == 0


def test_pages_stand_for_whoever_they_are_for(bea: Actor, dua: Actor, gul: Actor) -> None:
    max_ = somebody("Max", Role.ADMINISTRATOR)
    for actor in (bea, dua, max_):
        assert a_browser_of(actor).get("/billing/").status_code == 200
    assert a_browser_of(gul).get("/billing/").status_code == 403
    assert a_browser_of(max_).get("/billing/practice/").status_code == 200
    assert a_browser_of(dua).post("/billing/cases/", {"cases": "120"}).status_code == 302
    assert seen(dua).meter.said is not None
    assert a_browser_of(dua).post("/billing/cases/", {"cases": "-1"}).status_code == 422
    assert a_browser_of(dua).get("/billing/?quarter=nonsense").status_code == 200
    changed = {"specialty": "psychotherapy", "default_payer": "goae", "point_value": "", "region": ""}
    assert a_browser_of(max_).post("/billing/practice/", changed).status_code == 302
    assert operations.see_terms(max_).default_payer == "goae"
