"""Whoever empties the log *cannot* do it unnoticed: an empty log verifies by itself, and the next round of a witness misses what it saw."""

from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter, sequenced

EMPTY = "TRUNCATE ledger_entry, ledger_detail, ledger_position, ledger_subtree, ledger_checkpoint, ledger_pending"


def test_an_emptied_log_is_missed_by_the_next_round(administrator: Rewriter, witness: Outsider) -> None:
    administrator.runs(EMPTY)

    assert administrator.verified().entries == 0
    assert witness.looks() is Alarm.SHRUNK


def test_begun_anew_it_is_missed_too(administrator: Rewriter, witness: Outsider) -> None:
    administrator.runs(EMPTY)
    sequenced(3)

    assert administrator.verified().entries == 3
    assert witness.looks() is Alarm.SHRUNK
