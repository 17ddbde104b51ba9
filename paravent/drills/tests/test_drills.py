"""Drills in the application: offered, done, told, forgotten, counted."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.drills import operations
from paravent.drills.models import Drill, TeamQuarter
from paravent.drills.operations import last_quarter
from paravent.drills.terms import Act, Next, NoSuchAct
from paravent.drills.tests.cast import a_drill
from paravent.exercise.reading import scenarios
from paravent.exercise.terms import Grade, Topic
from paravent.kernel import clock
from paravent.people.steps import make_team
from paravent.people.tests.cast import WORK, a_browser_of, at, somebody, the_log_says
from paravent.visits.operations import start_now
from paravent.web.terms import Act as WebAct

pytestmark = pytest.mark.django_db


@pytest.fixture
def dua() -> Actor:
    return somebody("Dua", Role.RECEPTION)


@pytest.fixture
def bea() -> Actor:
    return somebody("Bea", Role.CLINICIAN)


def test_one_drill_waits_at_a_time_and_none_comes_after_it_that_day(dua: Actor) -> None:
    first = operations.offer_drill(dua)
    assert first is not None
    assert operations.offer_drill(dua) == first
    operations.decide_drill(dua, first.drill_id, first.scenario.acts[0].id)
    assert operations.offer_drill(dua) is None
    with at(clock.now() + timedelta(days=1)):
        second = operations.offer_drill(dua)
    assert second is not None
    assert second.scenario.id != first.scenario.id


def test_never_while_a_patient_is_there(bea: Actor) -> None:
    drill = a_drill(bea)
    start_now(bea, Purpose.TREATMENT)

    assert operations.offer_drill(bea) is None
    with pytest.raises(Refused, match="a-patient-waits"):
        operations.open_drill(bea, drill)
    assert "A patient waits, is in a call" in own_page(bea)
    assert a_browser_of(bea).get(f"/today/{drill}/").url == "/"


def own_page(who: Actor) -> str:
    return a_browser_of(who).get("/drills/").content.decode()


def test_ones_own_page_says_why_there_is_no_drill_now(dua: Actor) -> None:
    untried = own_page(dua)
    assert "Practise now" in untried
    assert "Enough for now" not in untried
    first = operations.offer_drill(dua)
    assert first is not None
    assert "Do the drill that waits for you" in own_page(dua)

    operations.decide_drill(dua, first.drill_id, first.scenario.acts[0].id)

    assert "Enough for now" in own_page(dua)


def test_ones_own_page_says_from_when_something_is_due_again(dua: Actor) -> None:
    one_of_each = {one.topic: one for one in scenarios().values()}
    for days in (21, 1):
        with at(clock.now() - timedelta(days=days)):
            for scenario in one_of_each.values():
                right = next(act.id for act in scenario.acts if act.grade is Grade.RIGHT)
                a_drill(dua, scenario.id, act=right)
    assert "Nothing is due" in own_page(dua)

    due_at = operations.see_own_practice(dua).due_at
    assert due_at is not None
    assert date_format(timezone.localtime(due_at), "DATE_FORMAT") in own_page(dua)
    with at(due_at):
        assert operations.see_own_practice(dua).next is Next.NOW


def test_the_first_act_counts_and_another_is_none(dua: Actor) -> None:
    drill = a_drill(dua)
    operations.open_drill(dua, drill)
    assert operations.decide_drill(dua, drill, "marta") == Grade.UNSAFE
    operations.decide_drill(dua, drill, "manfred")
    with pytest.raises(NoSuchAct):
        operations.decide_drill(dua, drill, "fly")

    found = operations.open_drill(dua, drill)
    assert (found.act, found.grade) == ("marta", Grade.UNSAFE)


def test_the_log_says_that_a_drill_was_done_and_not_how(dua: Actor) -> None:
    drill = a_drill(dua, act="marta")
    assert the_log_says(Act.DECIDE, "done", "practises")
    operations.open_drill(dua, drill)
    operations.see_own_practice(dua)
    from paravent.ledger.models import Detail

    with operation("test.look", dua, WORK) as op:
        op.require(allow("test"))
        lines = list(Detail.objects.filter(act__startswith="drill.", actor_id=dua.person))
        assert lines
        assert all(line.facts == {} and line.patient_id is None and line.visit_id is None for line in lines)
        (row,) = Drill.objects.all()
        assert b"marta" not in bytes(row.sealed_outcome or b"")


def test_ones_own_page_shows_and_forgets(dua: Actor) -> None:
    a_drill(dua, act="manfred")
    own = operations.see_own_practice(dua)
    recipients = next(one for one in own.topics if one.topic == Topic.RECIPIENTS)
    assert recipients.done == 1
    assert recipients.low < recipients.chance < recipients.high
    assert recipients.due_at is not None

    browser = a_browser_of(dua)
    page = browser.get("/drills/").content.decode()
    assert "Two patients called M. Weber" in page
    browser.post("/drills/forget/")
    assert operations.see_own_practice(dua).done == ()
    assert operations.forget_own_practice(dua) == 0


@pytest.mark.parametrize("name", sorted(scenarios()))
def test_every_drill_can_be_done_by_each_of_its_buttons(dua: Actor, name: str) -> None:
    browser, scenario = a_browser_of(dua), scenarios()[name]
    for choice in scenario.acts:
        drill = a_drill(dua, name)
        page = browser.get(f"/today/{drill}/").content.decode()
        assert f'value="{choice.id}"' in page
        assert "drill" not in page.split("<main")[1].lower(), "an exercise says so at the end, not before"
        told = browser.post(f"/today/{drill}/", {"act": choice.id}, follow=True).content.decode()
        assert "nobody in it is real" in told
        feedback = scenario.wrong if choice.grade == Grade.UNSAFE else scenario.right
        assert escape(feedback.en) in told


def test_the_report_button_decides_a_drill_and_lays_nothing_on_the_desk(dua: Actor) -> None:
    browser, drill = a_browser_of(dua), a_drill(dua, "d01-laboratory-sign-in")
    begun = clock.now()
    with at(begun):
        assert f"/today/{drill}/report/" in browser.get(f"/today/{drill}/").content.decode()
    typed = {"text": "The address is not the laboratory's.", "noticed": "just-now"}
    with at(begun + timedelta(seconds=1)):
        told = browser.post(f"/today/{drill}/report/", typed, follow=True).content.decode()
    assert "the right act" in told
    assert "1 second. Only you see this" in told

    from paravent.reports.operations import list_reports

    assert list_reports(somebody("Gul", Role.DPO)) == ()


def test_a_drill_stands_among_the_days_work(dua: Actor) -> None:
    browser = a_browser_of(dua)
    page = browser.get("/visits/").content.decode()
    assert "/today/" in page
    browser.post("/drills/practise/")
    operations.forget_own_practice(dua)
    for path in ("/drills/about/", "/drills/teams/"):
        assert browser.get(path).status_code == 200


def test_who_has_no_day_page_practises_on_their_own(dua: Actor) -> None:
    browser = a_browser_of(somebody("Max", Role.ADMINISTRATOR))
    assert browser.post("/drills/practise/").url.startswith("/today/")


def teams(*sizes: int) -> list[list[Actor]]:
    made = [[somebody(f"P{team}x{one}", Role.CLINICIAN) for one in range(size)] for team, size in enumerate(sizes)]
    with operation(WebAct.MAKE_TEAMS, INSTALLATION, Purpose.ADMINISTRATION) as op:
        op.require(allow("sample-practice"))
        for number, members in enumerate(made):
            make_team(op, f"Team {number}", [one.person for one in members])
    return made


def test_teams_are_counted_from_five_people_up_once_a_quarter(dua: Actor) -> None:
    large, small = teams(6, 5)
    _, begins, _ = last_quarter(timezone.localtime(clock.now()))
    with at(begins + timedelta(days=3)):
        for number, one in enumerate([*large, *small[:4]]):
            a_drill(one, act="marta" if number in {0, 6} else "manfred")
    # Four of the small team practised: alone, they would follow from the total, so the large one waits too.
    assert operations.sum_up_teams(INSTALLATION) == 0
    with at(begins + timedelta(days=4)):
        a_drill(small[4], act="manfred")

    assert operations.sum_up_teams(INSTALLATION) == 2
    assert operations.sum_up_teams(INSTALLATION) == 0
    found = operations.see_teams(dua)
    assert [(one.team, one.people, one.drills) for one in found] == [("Team 0", 6, 6), ("Team 1", 5, 5)]
    assert found[0].low < found[0].safe_percent < found[0].high
    with pytest.raises(Refused, match="not-your-work"):
        operations.sum_up_teams(dua)
    assert b"Team 1" in a_browser_of(dua).get("/drills/teams/").content


def test_the_database_itself_keeps_no_team_of_four(db: None) -> None:
    with pytest.raises(IntegrityError), operation("test.write", INSTALLATION, WORK) as op:
        op.require(allow("test"))
        TeamQuarter(team_id=uuid4(), begins_on="2026-01-01", people=4, drills=9, safe=3).save()


def test_nobody_puts_a_drill_on_somebody_else(dua: Actor, bea: Actor) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), operation("test.write", dua, WORK) as op:
        op.require(allow("test"))
        Drill(person_id=bea.person, scenario="s13-two-of-one-name", offered_at=clock.now()).save()


def test_a_scenario_whose_file_is_gone_is_left_out(dua: Actor) -> None:
    gone: UUID = a_drill(dua, "gone-long-ago")
    found = operations.offer_drill(dua)
    assert found is not None
    assert found.drill_id != gone
