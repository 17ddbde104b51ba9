"""Giving entries their places: in the order they came, all or none, by one at a time."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from paravent.ledger import sequencer
from paravent.ledger.models import Checkpoint, Entry, Pending, Position
from paravent.ledger.notes import head_of, opened
from paravent.ledger.sequencer import LOCK, sequence, sequence_all
from paravent.ledger.tests.logs import PUBLIC, SIGNER, appended
from paravent.ledger.tree import Edge, grown, leaf_hash
from paravent.web import cluster as embedded


def places() -> list[object]:
    """Return the entries in the order of their places, which must have no gap."""
    rows = list(Position.objects.order_by("position").values_list("position", "entry_id"))
    assert [position for position, _entry in rows] == list(range(len(rows)))
    return [entry for _position, entry in rows]


@pytest.mark.django_db
def test_entries_get_the_next_places_in_the_order_they_came() -> None:
    first = appended(3)
    assert len(sequence(SIGNER)) == 3
    second = appended(2)
    assert len(sequence(SIGNER)) == 2

    assert places() == first + second
    assert not Pending.objects.exists()


@pytest.mark.django_db
def test_every_checkpoint_is_signed_for_the_tree_of_its_size() -> None:
    for count in (3, 2, 4):
        entries = appended(count)
        sequence(SIGNER)
        assert entries

    leaves = [leaf_hash(bytes(Entry.objects.get(id=entry).leaf)) for entry in places()]
    for checkpoint in Checkpoint.objects.all():
        head = head_of(opened(checkpoint.note, PUBLIC))
        assert (head.size, head.root) == (checkpoint.size, grown(Edge(), leaves[: checkpoint.size]).root())
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 5, 9]


@pytest.mark.django_db
def test_where_nothing_is_pending_nothing_is_signed() -> None:
    appended(1)

    assert [len(sequence(SIGNER)), len(sequence(SIGNER))] == [1, 0]
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_a_long_queue_is_taken_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "BATCH", 3)
    entries = appended(7)

    assert sequence_all(SIGNER) == 7

    assert places() == entries
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 6, 7]


@pytest.mark.django_db
def test_after_a_crash_everything_is_still_pending_and_nothing_has_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = appended(2)
    with monkeypatch.context() as broken:
        broken.setattr(sequencer, "signed", lambda *_: (_ for _ in ()).throw(OSError))
        with pytest.raises(OSError):  # noqa: PT011 (the key's medium is gone; it says no more)
            sequence(SIGNER)
    assert (Pending.objects.count(), Position.objects.count(), Checkpoint.objects.count()) == (2, 0, 0)

    assert len(sequence(SIGNER)) == 2

    assert places() == entries


@pytest.mark.django_db
def test_what_was_rolled_back_gets_no_place() -> None:
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011 (anything may go wrong in an operation)
        appended(1)
        raise OSError
    kept = appended(1)

    sequence(SIGNER)

    assert places() == kept


def test_while_another_process_is_at_it_nothing_is_taken(fresh_database: str, cluster: embedded.Cluster) -> None:
    entries = appended(2)
    with psycopg.connect(cluster.url(embedded.APP, fresh_database)) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        assert len(sequence(SIGNER)) == 0
        other.rollback()

        assert len(sequence(SIGNER)) == 2

    assert places() == entries


@pytest.mark.django_db
def test_a_place_is_never_taken_away() -> None:
    appended(1)
    sequence(SIGNER)

    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_position SET position = 7")
