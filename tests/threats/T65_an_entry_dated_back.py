"""Whoever dates an entry back *cannot* do it unnoticed: an old one so changed is found by the next round of a witness, and a new one stands behind entries that are later than it says, which the log itself then says."""

from datetime import timedelta

import pytest

from paravent.kernel import clock
from paravent.ledger.leaf import leaf
from paravent.ledger.terms import Line, Outcome
from paravent.ledger.tests.logs import ALI, BEA
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter, sequenced


def test_a_new_entry_that_is_dated_back_is_named(administrator: Rewriter, monkeypatch: pytest.MonkeyPatch) -> None:
    yesterday = clock.now() - timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: yesterday)
    sequenced(1)

    # The second is the log's own line about it, written by the same clock.
    assert administrator.verified().back_dated == (15, 16)
    with administrator.at_work() as server:
        said = server.execute("SELECT facts ->> 'position' FROM ledger_detail WHERE act = 'log.clock-ran-back'")
        assert said.fetchall() == [("15",)]


def test_an_old_entry_that_is_dated_back_and_signed_anew_is_found_by_the_next_round(
    administrator: Rewriter, witness: Outsider
) -> None:
    entries = administrator.entries()
    with administrator.at_work() as server:
        ((at, salt),) = server.execute(
            "SELECT at, salt FROM ledger_detail WHERE entry_id = %s", [entries[0][0]]
        ).fetchall()
    earlier = at - timedelta(days=1)
    line = Line("chart.open", Outcome.DONE, "TREAT", BEA, "own-visit", ALI)
    entries[0] = (entries[0][0], leaf(entries[0][0], earlier, line, bytes(salt)))
    administrator.runs("UPDATE ledger_detail SET at = %s WHERE entry_id = %s", earlier, entries[0][0])
    administrator.signs_anew(entries)

    assert (administrator.verified().entries, administrator.verified().back_dated) == (15, ())
    assert witness.looks() is Alarm.SPLIT
