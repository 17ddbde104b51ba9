"""Who is on duty when: put there by somebody else, read from a file as a whole or not at all."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.utils import timezone

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people.operations import end_staff, make_team
from paravent.people.tests.cast import at, newest_lines, somebody, the_log_says
from paravent.rosters import operations
from paravent.rosters.importing import import_roster
from paravent.rosters.models import Duty
from paravent.rosters.terms import RosterUnreadable, Shift, Week

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
    team = make_team(INSTALLATION, "Brandt")

    assert import_roster(INSTALLATION, TABLE.encode()) == 2
    assert import_roster(INSTALLATION, TABLE.replace(",", ";").encode()) == 0

    first, second = roster()
    assert first[0] == team
    assert second == (None, datetime(2026, 12, 1, 19, tzinfo=UTC), datetime(2026, 12, 2, 6, tzinfo=UTC))


def test_a_calendar_is_read(bea: Actor) -> None:
    team = make_team(INSTALLATION, "brandt")

    assert import_roster(INSTALLATION, CALENDAR.encode()) == 1

    assert roster() == [(team, datetime(2026, 11, 30, 6, tzinfo=UTC), datetime(2026, 11, 30, 14, tzinfo=UTC))]


def repeating(rule: str, *more: str) -> bytes:
    return CALENDAR.replace("SUMMARY:Brandt", "\n".join([rule, *more])).encode()


def test_an_event_that_repeats_is_kept_as_often_as_it_takes_place(bea: Actor) -> None:
    with at(datetime(2026, 12, 2, tzinfo=UTC)):
        new = import_roster(INSTALLATION, repeating("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261214T060000Z"))

    assert new == 2
    assert [begins for _, begins, _ in roster()] == [
        datetime(2026, 12, 7, 6, tzinfo=UTC),
        datetime(2026, 12, 21, 6, tzinfo=UTC),
    ]


def test_an_event_without_an_end_of_its_repeating_is_kept_for_half_a_year(bea: Actor) -> None:
    with at(datetime(2026, 12, 2, tzinfo=UTC)):
        assert import_roster(INSTALLATION, repeating("RRULE:FREQ=WEEKLY")) == 26
        assert import_roster(INSTALLATION, repeating("RRULE:FREQ=WEEKLY")) == 0


def test_everybody_who_attends_an_event_is_on_duty(bea: Actor, cem: Actor) -> None:
    both = repeating("ATTENDEE:mailto:cem@practice.example")

    assert import_roster(INSTALLATION, both) == 2
    assert set(Duty.objects.values_list("person_id", flat=True)) == {bea.person, cem.person}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bea@practice.example,,2026-01-02 07:00,2026-01-02 15:00", "it began more than a day ago"),
        ("max@practice.example,,2030-01-02 07:00,2030-01-02 15:00", "nobody rosters themselves"),
    ],
)
def test_an_administrator_is_told_which_line_they_may_not_bring(max_: Actor, bea: Actor, line: str, said: str) -> None:
    with pytest.raises(RosterUnreadable, match=said):
        import_roster(max_, f"email,team,from,until\n{line}\n".encode())


def test_an_administrator_enters_nothing_of_last_week(max_: Actor, bea: Actor) -> None:
    with pytest.raises(Refused, match="too-long-ago"):
        operations.add_duties(max_, [tomorrow(bea.person, after=-2 * DAY)])


def test_a_week_is_repeated_by_the_clock_on_the_wall(max_: Actor, bea: Actor, cem: Actor) -> None:
    """At the end of October clocks go back an hour: whoever begins at seven still begins at seven."""
    last_of_summer = Week.of(date(clock.now().year + 1, 10, 31) - DAY * 6).days[2]
    seven = timezone.make_aware(datetime.combine(last_of_summer, time(7)))
    operations.add_duties(INSTALLATION, [Shift(who.person, None, seven, seven + 8 * HOUR) for who in (bea, cem, max_)])
    end_staff(max_, PersonId(cem.person))
    following = Week.of(last_of_summer).after(1)

    assert (operations.repeat_week(max_, following), operations.repeat_week(max_, following)) == (1, 0)
    assert the_log_says("roster.repeat", "done", "manages-staff")

    assert [begins for _, begins, _ in roster()][-1] == seven + 7 * DAY


def test_everybody_sees_their_own_hours_and_nobody_elses(max_: Actor, bea: Actor, cem: Actor) -> None:
    operations.add_duties(max_, [tomorrow(bea.person), tomorrow(cem.person)])
    now = clock.now()

    (own,) = operations.see_own_hours(bea, now, now + 7 * DAY)
    assert own.name == "Bea"
    assert the_log_says("roster.see-own", "done", "own")
    with pytest.raises(Refused, match="not-your-work"):
        operations.list_roster(bea, now, now + 7 * DAY)
    with operation("test.read", bea, Purpose.OPERATIONS) as op:
        op.require(operations.policy.may_see_own(bea))
        assert {duty.person_id for duty in Duty.objects.all()} == {bea.person}


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
        (CALENDAR.replace("UID:1", "UID:1\nRRULE:FREQ=OFTEN"), "This calendar cannot be read"),
        (CALENDAR.replace("DTEND:20261130T140000Z\n", ""), "Line 1: it needs four fields"),
        ("BEGIN:VCALENDAR\nnonsense", "This calendar cannot be read"),
        ("\udcff", "neither a table nor a calendar that can be read"),
    ],
)
def test_one_wrong_line_keeps_the_whole_file_out_and_is_named(bea: Actor, content: str, said: str) -> None:
    make_team(INSTALLATION, "Brandt")

    with pytest.raises(RosterUnreadable) as odd:
        import_roster(INSTALLATION, content.encode("utf-8", "surrogateescape"))

    assert said in str(odd.value.args[0])
    assert roster() == []
