"""The server's clock is set back by ten hours while Noa opens files of her team late in the evening, and set right again."""

from datetime import timedelta

from paravent.kernel import clock
from paravent.people.tests.cast import at
from tests.threats.cast import everything_has_its_place
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served

TEN_HOURS = timedelta(hours=10)


def test_played(play: Play, house: House, server: Served) -> None:
    play.by("the views with a clock that is moved; the officer's desk over HTTP; the log judged afterwards")
    noa = house.called("Noa")
    with at(clock.now() - TEN_HOURS):
        noa.passkey.sign_in(noa.browser)
        for patient in house.patients[house.team_of(noa)][:6]:
            assert noa.browser.get(f"/files/{patient}/").status_code == 200
        everything_has_its_place()

    assert "ran back" in Desk(server, house.practice.gul).reads("/desk/")[1]
    play.detected("the log's own line about a clock that ran back, on the officer's desk and on the page of the log")
    play.proved(house.practice, "log.clock-ran-back")
    play.proved(house.practice, "chart.open", noa)
    play.case_about(house.practice, noa)
