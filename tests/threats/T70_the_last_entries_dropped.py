"""Whoever drops the newest entries, back to a checkpoint that was truly signed, *cannot* do it unnoticed: the rest verifies by itself, and the next round of a witness misses them."""

import pytest

from paravent.ledger.notes import head_of, parts_of
from paravent.ledger.queries import checkpoint
from paravent.ledger.terms import ChainBroken
from paravent.ledger.watching import Alarm
from paravent.web.cli.ledger import goes_on
from tests.threats.rewriting import Outsider, Rewriter


def test_dropped_entries_are_missed_by_the_next_round(administrator: Rewriter, witness: Outsider) -> None:
    with administrator.at_work() as server:
        server.execute("DELETE FROM ledger_checkpoint WHERE size > 9")
        server.execute("DELETE FROM ledger_position WHERE position >= 9")
        server.execute("DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_position)")
        server.execute("DELETE FROM ledger_detail WHERE entry_id NOT IN (SELECT entry_id FROM ledger_position)")

    assert administrator.verified().entries == 9
    assert witness.looks() is Alarm.SHRUNK


def test_the_practice_itself_misses_them_by_what_it_wrote_down_outside_the_database(administrator: Rewriter) -> None:
    last = head_of(parts_of(checkpoint() or "")[0])
    administrator.signs_anew(administrator.entries()[:9])

    with pytest.raises(ChainBroken, match="15 entries were signed for"):
        goes_on(last, administrator.verified().entries)
