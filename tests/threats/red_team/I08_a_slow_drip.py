"""Kim opens three files of her team a day that are nobody's business of hers, week after week."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from paravent.access.terms import Purpose
from paravent.people.tests.cast import at
from paravent.records.operations import open_chart
from paravent.web import cluster as embedded
from tests.copies import a_copy, at_work_in
from tests.threats.red_team import surroundings
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import House, at_work


def three_files(house: House, day: datetime) -> None:
    """Open three more files of the team, as the team's relation allows."""
    kim = house.called("Kim")
    own, number = house.patients[house.team_of(kim)], (day - house.began).days
    for nth in range(3):
        with at(day + timedelta(hours=9, minutes=7 * nth)):
            open_chart(at_work(kim), Purpose.TREATMENT, own[(number * 3 + nth) % len(own)])


@pytest.fixture
def dripped(django_db_setup: None, django_db_blocker: Any, cluster: embedded.Cluster) -> Iterator[House]:
    """Return a house in which it went on all the while."""
    del django_db_setup
    with django_db_blocker.unblock(), a_copy(cluster) as name, at_work_in(name):
        yield surroundings.played(name, cluster, three_files)


def test_played(play: Play, dripped: House) -> None:
    play.by(
        f"the operation behind the file's page, by a clock that is moved, for {surroundings.WEEKS} weeks; the log judged then"
    )
    play.proved(dripped.practice, "chart.open", dripped.called("Kim"), because="relation-team")
    play.case_about(dripped.practice, dripped.called("Kim"))
