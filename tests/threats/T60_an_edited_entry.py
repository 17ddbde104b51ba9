"""Whoever edits an entry of the log in its database *cannot* do it unnoticed: verification names the entry; with the signing key stolen and everything signed anew, the next round of a witness finds two histories."""

from uuid import UUID

import pytest

from paravent.ledger.terms import ChainBroken
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter


def test_an_edited_entry_is_named(administrator: Rewriter) -> None:
    administrator.runs(
        "UPDATE ledger_entry SET leaf = %s WHERE id = %s", changed(administrator)[6][1], administrator.entries()[6][0]
    )

    with pytest.raises(ChainBroken, match="the entry at position 6 was changed"):
        administrator.verified()


def test_signed_anew_it_is_found_by_the_next_round(administrator: Rewriter, witness: Outsider) -> None:
    administrator.signs_anew(changed(administrator))

    assert witness.looks() is Alarm.SPLIT


def changed(administrator: Rewriter) -> list[tuple[UUID, bytes]]:
    entries = administrator.entries()
    entry_id, leaf = entries[6]
    entries[6] = (entry_id, leaf.replace(b"chart.open", b"visit.open"))
    return entries
