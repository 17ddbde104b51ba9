"""Who is on duty when: put there by somebody else, read from a file as a whole or not at all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.people import operations
from paravent.people.importing import import_roster
from paravent.people.models import Duty
from paravent.people.terms import RosterUnreadable, Shift
from paravent.people.tests.cast import newest_lines, somebody, the_log_says

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TABLE = """email,team,from,until
bea@practice.example,Brandt,2026-11-30 07:00,2026-11-30 15:00
bea@practice.example,,2026-12-01T20:00+01:00,2026-12-02T07:00+01:00
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//practice//EN
BEGIN:VEVENT
UID:1
SUMMARY:Brandt
ATTENDEE:mailto:bea@practice.example
DTSTART:20261130T060000Z
DTEND:20261130T140000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def max_(db: None) -> Actor:
    return somebody("Max", Role.ADMINISTRATOR)


def tomorrow(person: UUID, *, after: timedelta = DAY) -> Shift:
    begins = clock.now() + after
    return Shift(person, None, begins, begins + HOUR)


def roster() -> list[tuple[UUID, datetime, datetime]]:
    newest_lines(1)
    return list(
        Duty.objects.filter(removed_at=None).order_by("starts_at").values_list("team_id", "starts_at", "ends_at")
    )


def test_an_administrator_rosters_somebody_once_and_takes_it_off_again(max_: Actor, bea: Actor) -> None:
    shift = tomorrow(bea.person)

    assert (operations.add_duties(max_, [shift, shift]), operations.add_duties(max_, [shift])) == (1, 0)
    assert the_log_says("roster.add", "done", "manages-staff")
    (duty,) = operations.list_roster(max_, clock.now(), clock.now() + 7 * DAY)
    assert (duty.name, duty.team, duty.may_be_removed) == ("Bea", "", True)

    operations.remove_duty(max_, duty.duty_id)
    assert operations.list_roster(max_, clock.now(), clock.now() + 7 * DAY) == []


def test_nobody_rosters_themselves_or_without_the_role(max_: Actor, bea: Actor, dua: Actor, gul: Actor) -> None:
    with pytest.raises(Refused, match="not-to-yourself"):
        operations.add_duties(max_, [tomorrow(bea.person), tomorrow(max_.person)])
    for one in (bea, dua, gul):
        with pytest.raises(Refused, match="not-your-work"):
            operations.add_duties(one, [tomorrow(max_.person)])
    assert roster() == []


def test_what_has_begun_stays_on_the_roster(max_: Actor, bea: Actor) -> None:
    operations.add_duties(max_, [tomorrow(bea.person, after=-HOUR / 2)])
    (duty,) = operations.list_roster(max_, clock.now() - DAY, clock.now() + DAY)

    with pytest.raises(Refused, match="has-begun"):
        operations.remove_duty(max_, duty.duty_id)
    with operation("test.write", max_, Purpose.ADMINISTRATION) as op:
        op.require(operations.policy.may_roster(max_))
        assert Duty.objects.update(removed_at=clock.now(), removed_by=max_.person) == 0


@pytest.mark.parametrize(("whose", "after"), [("bea", -2 * DAY), ("max_", DAY)])
def test_the_database_lets_nobody_excuse_last_week_or_themselves(
    max_: Actor, bea: Actor, whose: str, after: timedelta
) -> None:
    shift = tomorrow({"bea": bea, "max_": max_}[whose].person, after=after)

    with (
        pytest.raises(DatabaseError, match="row-level security"),
        operation("test.write", max_, Purpose.ADMINISTRATION) as op,
    ):
        operations.steps.put_on_roster(op, [shift])


def test_a_table_is_read_in_the_time_of_the_practice(max_: Actor, bea: Actor) -> None:
    team = operations.make_team(INSTALLATION, "Brandt")

    assert import_roster(INSTALLATION, TABLE.encode()) == 2
    assert import_roster(INSTALLATION, TABLE.replace(",", ";").encode()) == 0

    first, second = roster()
    assert first[0] == team
    assert second == (None, datetime(2026, 12, 1, 19, tzinfo=UTC), datetime(2026, 12, 2, 6, tzinfo=UTC))


def test_a_calendar_is_read(bea: Actor) -> None:
    team = operations.make_team(INSTALLATION, "brandt")

    assert import_roster(INSTALLATION, CALENDAR.encode()) == 1

    assert roster() == [(team, datetime(2026, 11, 30, 6, tzinfo=UTC), datetime(2026, 11, 30, 14, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TABLE + "eve@practice.example,,2026-12-03 07:00,2026-12-03 08:00\n", "Line 4: nobody here signs in with eve@"),
        (
            TABLE + "bea@practice.example,Other,2026-12-03 07:00,2026-12-03 08:00\n",
            "Line 4: there is no team called Other",
        ),
        (TABLE + "bea@practice.example,,3.12.,4.12.\n", "Line 4: 3.12. is no time"),
        (TABLE + "bea@practice.example,,2026-12-03 09:00,2026-12-03 08:00\n", "Line 4: it ends before it begins"),
        (TABLE + "bea@practice.example\n", "Line 4: it needs four fields"),
        ("a,b,c,d\n", "The first line must name the columns"),
        (TABLE.partition("\n")[0], "There are no hours in this file"),
        (CALENDAR.replace("UID:1", "UID:1\nRRULE:FREQ=DAILY"), "Line 1: it needs four fields"),
        ("BEGIN:VCALENDAR\nnonsense", "This calendar cannot be read"),
        ("\udcff", "This is not a text in UTF-8"),
    ],
)
def test_one_wrong_line_keeps_the_whole_file_out_and_is_named(bea: Actor, content: str, said: str) -> None:
    operations.make_team(INSTALLATION, "Brandt")

    with pytest.raises(RosterUnreadable) as odd:
        import_roster(INSTALLATION, content.encode("utf-8", "surrogateescape"))

    assert said in str(odd.value.args[0])
    assert roster() == []
