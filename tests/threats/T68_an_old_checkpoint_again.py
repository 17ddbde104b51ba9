"""Whoever shows an old checkpoint again *cannot* hide what came after it: verification finds entries that nobody signed for, and the next round of a witness a shorter log."""

import pytest

from paravent.ledger.terms import ChainBroken
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter


def test_entries_after_the_shown_checkpoint_are_found(administrator: Rewriter) -> None:
    administrator.runs("DELETE FROM ledger_checkpoint WHERE size = 15")

    with pytest.raises(ChainBroken, match="9 entries were signed for, 15 are there"):
        administrator.verified()


def test_the_next_round_cries_about_it(administrator: Rewriter, witness: Outsider) -> None:
    administrator.runs("DELETE FROM ledger_checkpoint WHERE size = 15")

    assert witness.looks() is Alarm.SHRUNK
