"""Whoever edits who, whose or why in the database *cannot* do it unnoticed: verification names the entry, and a receipt that somebody saved still proves what was there."""

from uuid import uuid4

import pytest
from django.db import transaction

from paravent.ledger.leaf import leaf
from paravent.ledger.queries import receipt_of
from paravent.ledger.receipts import check
from paravent.ledger.signers import only
from paravent.ledger.terms import ChainBroken, Line, Outcome
from paravent.ledger.tests.logs import ALI, BEA, PUBLIC, speak_as_the_system
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter


def test_an_edited_detail_is_named(administrator: Rewriter) -> None:
    administrator.runs(
        "UPDATE ledger_detail SET actor_id = %s WHERE entry_id = %s", uuid4(), administrator.entries()[6][0]
    )

    with pytest.raises(ChainBroken, match="who and why at position 6 was changed"):
        administrator.verified()


def test_who_saved_a_receipt_can_prove_what_was_there(administrator: Rewriter) -> None:
    entry = administrator.entries()[6][0]
    with transaction.atomic():
        speak_as_the_system()
        receipt = str(receipt_of(entry, only(PUBLIC)))

    administrator.runs("UPDATE ledger_detail SET actor_id = %s WHERE entry_id = %s", uuid4(), entry)

    assert check(receipt, [PUBLIC]).receipt.opens["actor"] == str(BEA)


def test_a_deleted_detail_is_missed(administrator: Rewriter) -> None:
    administrator.runs("DELETE FROM ledger_detail WHERE entry_id = %s", administrator.entries()[6][0])

    with pytest.raises(ChainBroken, match="who and why at position 6 is gone"):
        administrator.verified()


def test_a_detail_with_its_leaf_signed_anew_is_found_by_the_next_round(
    administrator: Rewriter, witness: Outsider
) -> None:
    eve, salt = uuid4(), bytes(32)
    line = Line("chart.open", Outcome.DONE, "TREAT", eve, "own-visit", ALI)
    entries = administrator.entries()
    entry = entries[6][0]
    with administrator.at_work() as server:
        ((at,),) = server.execute("SELECT at FROM ledger_detail WHERE entry_id = %s", [entry]).fetchall()
    entries[6] = (entry, leaf(entry, at, line, salt))
    administrator.runs("UPDATE ledger_detail SET actor_id = %s, salt = %s WHERE entry_id = %s", eve, salt, entry)
    administrator.signs_anew(entries)

    assert administrator.verified().entries == 15
    assert witness.looks() is Alarm.SPLIT
