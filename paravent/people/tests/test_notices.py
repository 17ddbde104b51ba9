"""Somebody leaves: noted by somebody else, and what they may ends by itself that day."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from paravent.access.operation import operation
from paravent.access.terms import Actor, Purpose, Refused, Role
from paravent.kernel import clock
from paravent.kernel.ids import PersonId
from paravent.people import operations, steps
from paravent.people.models import Notice
from paravent.people.queries import teams_of
from paravent.people.standing import roles_of
from paravent.people.tests.cast import a_browser_of, at, newest_lines, somebody, the_log_says

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def max_(db: None) -> Actor:
    return somebody("Max", Role.ADMINISTRATOR)


def test_roles_and_teams_end_by_themselves_on_that_day(max_: Actor, bea: Actor) -> None:
    person, now = PersonId(bea.person), clock.now()
    operations.join_team(max_, person, operations.make_team(max_, "Brandt"))

    operations.note_leaving(max_, person, given_at=now - DAY, leaves_at=now + 7 * DAY)

    assert the_log_says("staff.leave", "done", "manages-staff")
    assert (roles_of(person), len(teams_of(person))) == ({Role.CLINICIAN}, 1)
    with at(now + 8 * DAY):
        assert (roles_of(person), teams_of(person)) == (frozenset(), [])


@pytest.mark.parametrize("end", ["end_staff", "end_role"])
def test_who_leaves_next_week_may_still_be_let_go_at_once(max_: Actor, bea: Actor, end: str) -> None:
    person, now = PersonId(bea.person), clock.now()
    operations.note_leaving(max_, person, given_at=now, leaves_at=now + 7 * DAY)

    operations.end_staff(max_, person) if end == "end_staff" else operations.end_role(max_, person, Role.CLINICIAN)

    assert roles_of(person) == frozenset()


def test_nobody_notes_it_of_themselves_or_without_the_role(max_: Actor, bea: Actor, gul: Actor) -> None:
    now = clock.now()
    with pytest.raises(Refused, match="not-to-yourself"):
        operations.note_leaving(max_, PersonId(max_.person), given_at=now, leaves_at=now + DAY)
    with pytest.raises(Refused, match="not-your-work"):
        operations.note_leaving(gul, PersonId(bea.person), given_at=now, leaves_at=now + DAY)
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        operation("test.write", gul, Purpose.ADMINISTRATION) as op,
    ):
        steps.note_leaving(op, bea.person, given_at=now, leaves_at=now + DAY)


def test_the_page_notes_the_last_day_and_refuses_one_that_is_over(max_: Actor, bea: Actor) -> None:
    browser, today = a_browser_of(max_), clock.now().date()
    page = f"/staff/{bea.person}/leave/"

    over = browser.post(page, {"given_on": today - 9 * DAY, "leaves_on": today - 3 * DAY})
    assert (over.status_code, "The last day is today or later" in over.content.decode()) == (422, True)

    assert browser.post(page, {"given_on": today - DAY, "leaves_on": today + 9 * DAY}).status_code == 302
    newest_lines(1)
    (notice,) = Notice.objects.filter(person_id=bea.person)
    assert notice.leaves_at > clock.now() + 8 * DAY
