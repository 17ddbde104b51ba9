"""Whoever shows one history to one witness and another to the next *cannot* keep it up: as soon as one of them sees what the other was shown, both signed statements lie side by side."""

from pathlib import Path

from django.db import transaction

from paravent.ledger.queries import receipt_of
from paravent.ledger.signers import only
from paravent.ledger.tests.logs import PUBLIC, speak_as_the_system
from paravent.ledger.watching import Alarm
from tests.threats.rewriting import Outsider, Rewriter, sequenced


def test_two_witnesses_who_compare_find_two_views(administrator: Rewriter, tmp_path: Path) -> None:
    one, other = Outsider(tmp_path / "one"), Outsider(tmp_path / "other")
    with administrator.copied() as view:
        sequenced(5)
        assert one.looks() is None
        with view.serving():
            sequenced(5)
            assert other.looks() is None
            # Each alone stays content, however often they look.
            assert other.looks() is None

        assert one.looks() is None
        assert one.looks(other.watch.last) is Alarm.SPLIT


def test_a_patients_receipt_from_the_other_view_does_it_too(administrator: Rewriter, tmp_path: Path) -> None:
    one = Outsider(tmp_path / "one")
    with administrator.copied() as view:
        sequenced(5)
        with view.serving():
            (entry,) = sequenced(1)
            with transaction.atomic():
                speak_as_the_system()
                receipt = receipt_of(entry, only(PUBLIC))

        assert one.looks() is None
        assert one.looks(receipt.checkpoint) is Alarm.SPLIT
