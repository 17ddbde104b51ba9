"""Jon searches by name through the whole list, and opens nothing."""

from paravent.access.terms import BrakeKind
from tests.threats.red_team.plays import Play
from tests.threats.red_team.surroundings import SURNAMES, House
from tests.threats.red_team.ways import Desk
from tests.threats.served import Served

ROUNDS = 8


def test_played(play: Play, house: House, server: Served) -> None:
    play.by(
        f"HTTP with his own session: {ROUNDS * len(SURNAMES)} searches within an hour; the log judged afterwards; the officer's brake"
    )
    jon = Desk(server, house.called("Jon"))
    answers = [jon.posts("/visits/find-patient/", q=name) for _ in range(ROUNDS) for name in SURNAMES]

    assert {status for status, _ in answers} == {200}
    assert len({said for _, said in answers}) >= len(SURNAMES)
    play.proved(house.practice, "patient.search", house.called("Jon"))
    case = play.case_about(house.practice, house.called("Jon"))
    play.missed(
        "until that run, which alone compares a week with others, nothing slows the searches down; this case is not strong enough for a brake of its own"
    )
    gul = Desk(server, house.practice.gul)
    assert gul.posts(f"/vigilance/cases/{case.case_id}/brake/", brake=BrakeKind.SLOW_SEARCH)[0] == 302
    assert 429 in [jon.posts("/visits/find-patient/", q=name)[0] for name in SURNAMES]
    play.refused(house.practice, "patient.search", house.called("Jon"), "search-too-soon")
