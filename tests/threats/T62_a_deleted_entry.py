"""Whoever deletes an entry *cannot* do it unnoticed: verification finds the gap; with the rest moved up and signed anew, the next round of a witness finds a shorter log."""

import pytest

from paravent.ledger.terms import ChainBroken
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter, sequenced


def test_a_deleted_entry_is_missed(administrator: Rewriter) -> None:
    administrator.runs("DELETE FROM ledger_entry WHERE id = %s", administrator.entries()[6][0])

    with pytest.raises(ChainBroken, match="the entry at position 6 is gone"):
        administrator.verified()


def test_with_its_position_it_is_missed_too(administrator: Rewriter) -> None:
    administrator.runs("DELETE FROM ledger_position WHERE position = 6")

    with pytest.raises(ChainBroken, match="position 6 is missing"):
        administrator.verified()


def test_with_the_rest_moved_up_and_signed_anew_the_next_round_finds_it(
    administrator: Rewriter, witness: Outsider
) -> None:
    entries = administrator.entries()
    administrator.signs_anew(entries[:6] + entries[7:])

    assert administrator.verified().entries == 14
    assert witness.looks() is Alarm.SHRUNK


def test_filled_up_to_the_old_length_the_next_round_finds_it_too(administrator: Rewriter, witness: Outsider) -> None:
    entries = administrator.entries()
    administrator.signs_anew(entries[:6] + entries[7:])
    sequenced(1)

    assert witness.looks() is Alarm.SPLIT
