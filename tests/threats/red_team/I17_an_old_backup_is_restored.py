"""Whoever runs the server restores an old backup, to lose last week's entries."""

from tests.threats import T66_a_fork_after_a_restore as T66
from tests.threats.red_team.plays import Play
from tests.threats.rewriting import Outsider, Rewriter


def test_played(play: Play, administrator: Rewriter, witness: Outsider) -> None:
    play.by("a copy of the database taken earlier is served in the place of the present one, and goes on from there")
    T66.test_a_restored_log_that_is_still_shorter_is_missed(administrator, witness)
    play.detected("the next round of a witness, who misses what they saw")
    play.wrote("the checkpoint that the witness keeps, which the practice had signed")


def test_grown_past_it(play: Play, administrator: Rewriter, witness: Outsider) -> None:
    play.by("the same until it is longer than the lost one")
    T66.test_a_restored_log_that_grew_past_it_is_a_second_history(administrator, witness)
    play.detected("the next round of a witness, who finds two histories")
    play.wrote("the checkpoint that the witness keeps, which the practice had signed")
