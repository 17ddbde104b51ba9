"""The roster's pages: a week that an administrator fills, and one's own hours."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from paravent.access.terms import Actor, Role
from paravent.kernel import clock
from paravent.people.operations import make_team
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.rosters import operations
from paravent.rosters.terms import Week

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(db: None) -> Actor:
    return somebody("Max", Role.ADMINISTRATOR)


def next_week() -> Week:
    return Week.of(timezone.localdate(clock.now())).after(1)


def hours(person: Actor, *days: str, **more: str) -> dict[str, object]:
    return {"person": str(person.person), "team": "", "begins": "20:00", "ends": "07:00", "days": days, **more}


def test_hours_over_midnight_are_put_on_the_roster_and_taken_off_again(max_: Actor, bea: Actor) -> None:
    team, week, browser = make_team(max_, "Brandt"), next_week(), a_browser_of(max_)
    monday, tuesday = (day.isoformat() for day in week.days[:2])

    browser.post(f"/roster/{week.name}/add/", hours(bea, monday, tuesday, team=str(team)))

    page = browser.get(f"/roster/{week.name}/").content.decode()
    assert "2 new entries are on the roster." in page
    assert page.count("20:00\u201307:00") == 2
    assert "Brandt" in page
    first, _ = operations.list_roster(max_, clock.now(), clock.now() + timedelta(days=30))
    assert first.ends_at - first.starts_at == timedelta(hours=11)
    browser.post(f"/roster/{week.name}/remove/{first.duty_id}/")
    assert browser.get(f"/roster/{week.name}/").content.decode().count("20:00\u201307:00") == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "20:00"}, "It ends when it begins"),
        ({"days": []}, "Choose at least one day"),
        ({"person": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_said(max_: Actor, bea: Actor, wrong: dict[str, object], said: str) -> None:
    week = next_week()
    page = a_browser_of(max_).post(f"/roster/{week.name}/add/", {**hours(bea, week.days[0].isoformat()), **wrong})

    assert page.status_code == 422
    assert said in page.content.decode()


def test_nobody_finds_themselves_among_those_to_be_rostered(max_: Actor, bea: Actor) -> None:
    week = next_week()

    page = a_browser_of(max_).post(f"/roster/{week.name}/add/", hours(max_, week.days[0].isoformat()))

    assert page.status_code == 422


def test_a_week_is_repeated_and_a_week_that_is_over_is_only_read(max_: Actor, bea: Actor) -> None:
    week, browser = next_week(), a_browser_of(max_)
    browser.post(f"/roster/{week.name}/add/", hours(bea, week.days[2].isoformat()))

    browser.post(f"/roster/{week.after(1).name}/repeat/")

    assert "20:00\u201307:00" in browser.get(f"/roster/{week.after(1).name}/").content.decode()
    assert "Put somebody on the roster" not in browser.get(f"/roster/{week.after(-4).name}/").content.decode()
    assert browser.get("/roster/2026-W99/").status_code == 404


def test_a_file_is_read_whole_or_its_odd_lines_are_named(max_: Actor, bea: Actor) -> None:
    week, browser = next_week(), a_browser_of(max_)
    good = f"email,team,from,until\nbea@practice.example,,{week.monday} 07:00,{week.monday} 15:00\n"

    def sent(content: str) -> object:
        return browser.post(
            f"/roster/{week.name}/upload/", {"file": SimpleUploadedFile("roster.csv", content.encode())}
        )

    wrong = sent(good + "eve@practice.example,,x,y\n")
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    assert "Line 3: x is no time" in wrong.content.decode()  # type: ignore[attr-defined]
    assert "07:00\u201315:00" not in browser.get(f"/roster/{week.name}/").content.decode()

    sent(good)
    assert "07:00\u201315:00" in browser.get(f"/roster/{week.name}/").content.decode()


def test_everybody_has_a_page_of_their_own_hours(max_: Actor, bea: Actor, cem: Actor) -> None:
    week = next_week()
    a_browser_of(max_).post(f"/roster/{week.name}/add/", hours(bea, week.days[0].isoformat()))

    assert "20:00\u201307:00" in a_browser_of(bea).get("/roster/mine/").content.decode()
    assert "You are not on the roster" in a_browser_of(cem).get("/roster/mine/").content.decode()
    assert a_browser_of(bea).get("/roster/").status_code == 403


def test_this_week_is_what_the_roster_opens_with(max_: Actor) -> None:
    assert "Nobody is on the roster this week" in a_browser_of(max_).get("/roster/").content.decode()
