"""What a newcomer reads on the terminal, and whom they find on the day's list, at any hour."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import segno
from django.utils import timezone
from rich.console import Console

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.billing.queries import bills_of, cases_said, quarter_of
from paravent.kernel import clock
from paravent.visits import operations as visits
from paravent.visits.queries import held as visit_held
from paravent.web import demo_practice
from paravent.web.demo_billing import ensure_bills

HALF_A_DAY = timedelta(hours=12)
ALI = {
    "name": "Ali Demir",
    "role": "patient",
    "try": "the link to a visit",
    "sign_in_url": "https://192.0.2.7/join/#s3cret",
}


def said(base_url: str, people: dict[str, dict[str, str]]) -> str:
    console = Console(file=io.StringIO(), width=200)
    demo_practice._say(console, Path("/srv/demo"), base_url, people)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def code(text: str) -> str:
    drawn = io.StringIO()
    segno.make(text, error="m").terminal(out=drawn, compact=True)
    return drawn.getvalue()


def test_everybodys_link_stands_whole_on_a_line() -> None:
    assert ALI["sign_in_url"] in [line.strip() for line in said("http://localhost:8000", {"ali": ALI}).splitlines()]


def test_a_phone_in_the_wifi_reads_the_patients_link_from_the_screen() -> None:
    assert code(ALI["sign_in_url"]) in said("https://192.0.2.7:8000", {"ali": ALI})


@pytest.mark.parametrize(("base_url", "people"), [("http://localhost:8000", {"ali": ALI}), ("https://192.0.2.7", {})])
def test_there_is_no_code_where_no_phone_could_follow_it(base_url: str, people: dict[str, dict[str, str]]) -> None:
    assert "█" not in said(base_url, people)


@contextmanager
def at(hour: int, minute: int) -> Iterator[None]:
    """Go where it is that time of day now."""
    now = clock.now()
    ahead = timedelta(hours=hour - now.hour, minutes=minute - now.minute)
    # No place is further than half a day from Greenwich.
    ahead = (ahead + HALF_A_DAY) % (2 * HALF_A_DAY) - HALF_A_DAY
    with timezone.override(timezone.get_fixed_timezone(ahead)):
        yield


@pytest.fixture
def staff(db: None) -> dict[str, UUID]:
    return demo_practice._make_practice(Console(file=io.StringIO()))


def on_todays_list(clinician: UUID) -> list[str]:
    found = visits.list_day(INSTALLATION, Purpose.OPERATIONS, day=clock.now())
    return [view.patient.identity.name for view in found if view.clinician_id == clinician]


@pytest.mark.parametrize(("hour", "minute"), [(10, 7), (22, 50), (23, 40), (23, 52), (0, 3)])
def test_at_any_hour_ali_is_expected_today_and_nobody_twice(staff: dict[str, UUID], hour: int, minute: int) -> None:
    with at(hour, minute):
        soon = demo_practice._visits_soon(staff)

        assert {"Ali Demir", "Eve Lindqvist"} <= {view.patient.identity.name for view in soon}
        assert len(soon) == len(demo_practice.PLAN)
        assert all(view.starts_at < clock.now() + demo_practice.SOON for view in soon)
        assert on_todays_list(staff["bea"]).count("Ali Demir") == 1
        assert on_todays_list(staff["cem"]) == ["Eve Lindqvist"]
        again = demo_practice._visits_soon(staff)
        assert {view.visit_id for view in again} == {view.visit_id for view in soon}
        assert all("/join/#" in demo_practice._link(view) for view in again)


def test_after_midnight_ali_is_expected_anew(staff: dict[str, UUID]) -> None:
    with at(23, 50):
        demo_practice._visits_soon(staff)
        assert "Ali Demir" in on_todays_list(staff["bea"])
    with at(0, 2):
        demo_practice._visits_soon(staff)
        assert "Ali Demir" in on_todays_list(staff["bea"])


def test_the_sample_practice_has_bills_from_its_first_start_and_no_more_at_the_next(staff: dict[str, UUID]) -> None:
    ensure_bills(staff)
    with operation("test.read", INSTALLATION, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        quarter = quarter_of(clock.now())
        bills = [bill for one in (quarter, quarter.before(1)) for bill in bills_of(one)]
        cases = cases_said(quarter)
        held = [visit_held(bill.visit_id) for bill in bills]
    assert len(bills) >= 15
    assert all(one.status == "ended" and one.joined_at for one in held), "each bill's visit can be opened"
    assert all(line.why["en"] for bill in bills for line in bill.lines)
    assert cases is not None

    ensure_bills(staff)

    with operation("test.read", INSTALLATION, Purpose.PAYMENT) as op:
        op.require(allow("test"))
        assert [bill for one in (quarter, quarter.before(1)) for bill in bills_of(one)] == bills
