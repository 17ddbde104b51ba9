"""Whoever puts entries into another order *cannot* do it unnoticed: the signed roots do not fit; signed anew, the next round of a witness finds two histories."""

import pytest

from paravent.ledger.terms import ChainBroken
from paravent.ledger.tree import leaf_hash
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter


def test_two_entries_that_changed_places_break_the_signed_root(administrator: Rewriter) -> None:
    (one, first), (other, second) = administrator.entries()[6:8]
    administrator.runs("DELETE FROM ledger_position WHERE position IN (6, 7)")
    administrator.runs(
        "INSERT INTO ledger_position VALUES (6, %s, %s), (7, %s, %s)", other, leaf_hash(second), one, leaf_hash(first)
    )

    with pytest.raises(ChainBroken, match="the signed root over 9 entries does not match"):
        administrator.verified()


def test_signed_anew_they_are_found_by_the_next_round(administrator: Rewriter, witness: Outsider) -> None:
    entries = administrator.entries()
    entries[6:8] = entries[7:5:-1]
    administrator.signs_anew(entries)

    assert administrator.verified().entries == 15
    assert witness.looks() is Alarm.SPLIT
