"""Whoever restores an old backup and goes on from there *cannot* do it unnoticed: each history verifies by itself, and the next round of a witness finds that what it saw is gone, or that there are two."""

from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter, sequenced


def test_a_restored_log_that_is_still_shorter_is_missed(administrator: Rewriter, witness: Outsider) -> None:
    with administrator.copied() as backup:
        sequenced(5)
        assert witness.looks() is None

        with backup.serving():
            sequenced(2)
            assert backup.verified().entries == 17
            assert witness.looks() is Alarm.SHRUNK


def test_a_restored_log_that_grew_past_it_is_a_second_history(administrator: Rewriter, witness: Outsider) -> None:
    with administrator.copied() as backup:
        sequenced(5)
        assert witness.looks() is None

        with backup.serving():
            sequenced(9)
            assert backup.verified().entries == 24
            assert witness.looks() is Alarm.SPLIT
