"""Somebody uses a sign-in link of the demonstration, or a session that came by one, on a real practice."""

from tests.threats import T32_demo_links_are_for_demos as T32
from tests.threats.cast import Practice
from tests.threats.red_team.plays import Play
from tests.threats.served import Served


def test_played(play: Play, practice: Practice, served: Served) -> None:
    play.by("HTTP with the right link of a real colleague; a session that says it came by one")
    T32.test_the_right_link_is_not_there(practice, served)
    play.prevented("outside a demonstration the address is not there")
    T32.test_a_session_that_came_by_one_has_no_roles(practice)
    play.prevented("a session without two factors has no roles")
    play.no_line("nobody is signed in by it, so that nobody is there to be logged")
