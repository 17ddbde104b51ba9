"""A witness never signs what contradicts what it saw, and the practice keeps only what its witnesses signed."""

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from paravent.kernel import clock
from paravent.ledger.notes import checkpoint_text, head_of, opened, parts_of, public_half, seen_at, signed
from paravent.ledger.queries import checkpoint, sightings
from paravent.ledger.receipts import check
from paravent.ledger.signers import only
from paravent.ledger.sources import checkpoint_of
from paravent.ledger.tests.logs import KEY, ORIGIN, PUBLIC, Served, sequenced, speak_as_the_system
from paravent.ledger.watching import Alarm, Alarmed, Watch, Witness, cosign, look, watch_of, witness_of


@pytest.fixture
def me(tmp_path: Path) -> Witness:
    return witness_of(tmp_path, "watcher.example")


@pytest.fixture
def watch(fresh_database: str, tmp_path: Path) -> Watch:
    """Return the memory of a witness who knows the log's key and has seen nothing yet; the log has 300 entries."""
    sequenced(300)
    watch = Watch(tmp_path / "log")
    watch.pin(only(PUBLIC))
    return watch


class Shown(Served):
    """The log's pages with another checkpoint in front of them."""

    def __init__(self, note: str) -> None:
        self.note = note

    def file(self, name: str) -> bytes:
        return self.note.encode() if name == "checkpoint" else super().file(name)


def seen(watch: Watch, me: Witness) -> str:
    return cosign(watch, me, look(watch, Served()))


def test_a_witness_cosigns_what_grows(watch: Watch, me: Witness) -> None:
    seen(watch, me)
    sequenced(20)

    note = seen(watch, me)

    assert head_of(parts_of(note)[0]).size == 320
    assert seen_at(note, me.public) is not None
    assert opened(watch.last, PUBLIC) == parts_of(note)[0]


def test_a_log_that_became_shorter_is_cried_about_and_not_signed(watch: Watch, me: Witness) -> None:
    old = checkpoint_of(Served())
    sequenced(1)
    seen(watch, me)
    before = watch.last

    with pytest.raises(Alarmed) as cried:
        look(watch, Shown(old))

    assert cried.value.alarm == Alarm.SHRUNK
    assert watch.last == before


@pytest.mark.parametrize("size", [300, 301])
def test_two_histories_are_cried_about(watch: Watch, me: Witness, size: int) -> None:
    seen(watch, me)
    sequenced(size - 300)
    forged = signed(checkpoint_text(ORIGIN, size, b"\1" * 32), ORIGIN, KEY)

    with pytest.raises(Alarmed) as cried:
        look(watch, Shown(forged))

    assert cried.value.alarm == Alarm.SPLIT


def test_what_another_witness_was_shown_counts_too(watch: Watch, me: Witness) -> None:
    others = signed(checkpoint_text(ORIGIN, 200, b"\1" * 32), ORIGIN, KEY)

    with pytest.raises(Alarmed) as cried:
        look(watch, Served(), [others])

    assert cried.value.alarm == Alarm.SPLIT
    assert cried.value.before == others


def test_a_checkpoint_of_another_log_by_the_same_key_is_cried_about(watch: Watch) -> None:
    with pytest.raises(Alarmed) as cried:
        look(watch, Shown(signed(checkpoint_text("other.example/ledger", 300, b"\1" * 32), ORIGIN, KEY)))

    assert cried.value.alarm == Alarm.KEY


def test_another_key_is_cried_about(watch: Watch) -> None:
    other = Ed25519PrivateKey.generate()

    with pytest.raises(Alarmed) as cried:
        look(watch, Shown(signed(checkpoint_text(ORIGIN, 300, b"\1" * 32), ORIGIN, other)))

    assert cried.value.alarm == Alarm.KEY


def test_the_key_is_pinned_at_the_first_contact(fresh_database: str, tmp_path: Path) -> None:
    from paravent.keys.custody import log_key, signing_key
    from paravent.ledger.sequencer import Signer, sequence_all
    from paravent.ledger.tests.logs import appended

    appended(1)
    sequence_all(Signer(log_key().name, signing_key()))
    watch = watch_of(tmp_path, "https://practice.example/ledger")

    look(watch, Served())

    assert watch.keys == [log_key()]
    assert watch.folder.name == "practice-example-ledger"


SECOND = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
NEXT = public_half(ORIGIN, SECOND)


class Changed(Served):
    """The log's pages after another key began to sign, under the list of keys that the server publishes."""

    def file(self, name: str) -> bytes:
        size = int(name.partition("/")[2] or 301) if name.startswith("checkpoint") else 0
        if not size:
            return str(only(PUBLIC).followed_by(NEXT, 300)).encode() if name == "keys" else super().file(name)
        text, _ = parts_of(checkpoint(size) or "")
        return (self.announced(text) if size == 300 else signed(text, ORIGIN, SECOND)).encode()

    def announced(self, text: str) -> str:
        return signed(text, ORIGIN, KEY) + signed(text, ORIGIN, SECOND).removeprefix(text + "\n")


class Unannounced(Changed):
    """The same, but the old key did not sign the change."""

    def announced(self, text: str) -> str:
        return signed(text, ORIGIN, SECOND)


def test_a_key_that_the_one_before_announced_is_followed(watch: Watch, me: Witness) -> None:
    seen(watch, me)
    sequenced(1)

    assert head_of(parts_of(look(watch, Changed()))[0]).size == 301
    assert watch.keys == [PUBLIC, NEXT]


def test_a_key_that_announces_itself_is_cried_about(watch: Watch, me: Witness) -> None:
    seen(watch, me)
    sequenced(1)

    with pytest.raises(Alarmed) as cried:
        look(watch, Unannounced())

    assert cried.value.alarm == Alarm.KEY
    assert watch.keys == [PUBLIC]


def test_evidence_holds_both_signed_statements(watch: Watch, me: Witness) -> None:
    folder = watch.keep_evidence(Alarmed(Alarm.SPLIT, "before", "now"))

    assert (folder / "before.txt").read_text() == "before"
    assert (folder / "now.txt").read_text() == "now"
    assert json.loads((folder / "why.json").read_text())["keys"] == [str(PUBLIC)]


def test_a_witness_keeps_its_key_to_itself_and_for_good(tmp_path: Path) -> None:
    first, second = witness_of(tmp_path, "watcher.example"), witness_of(tmp_path, "watcher.example")

    assert first.public == second.public
    assert stat.S_IMODE((tmp_path / "witness.key").stat().st_mode) == 0o600


def test_the_practice_keeps_and_shows_what_its_witness_signed(watch: Watch, me: Witness, settings: object) -> None:
    settings.LEDGER_WITNESSES = [str(me.public)]  # type: ignore[attr-defined]
    note = seen(watch, me)

    assert [Served().post("cosignature", note) for _ in range(2)] == [200, 200]

    assert seen_at(checkpoint_of(Served()), me.public) == seen_at(note, me.public)
    assert [(sighting.witness, sighting.size) for sighting in sightings()] == [("watcher.example", 300)]
    assert "watcher.example" in Client().get("/ledger/").content.decode()


def test_a_receipt_is_given_under_the_checkpoint_that_was_seen(watch: Watch, me: Witness, settings: object) -> None:
    from django.db import transaction

    from paravent.ledger.models import Detail
    from paravent.ledger.queries import receipt_of

    settings.LEDGER_WITNESSES = [str(me.public)]  # type: ignore[attr-defined]
    Served().post("cosignature", seen(watch, me))
    sequenced(5)
    with transaction.atomic():
        speak_as_the_system()
        oldest, newest = (
            Detail.objects.order_by(order).values_list("entry_id", flat=True)[0] for order in ("at", "-at")
        )
        old, new = (check(str(receipt_of(entry, only(PUBLIC))), [PUBLIC], [me.public]) for entry in (oldest, newest))

    assert (old.head.size, list(old.seen)) == (300, ["watcher.example"])
    assert (new.head.size, list(new.seen)) == (305, [])


def test_strangers_signatures_are_not_kept(watch: Watch, me: Witness, settings: object, tmp_path: Path) -> None:
    settings.LEDGER_WITNESSES = [str(me.public)]  # type: ignore[attr-defined]
    stranger = witness_of(tmp_path / "stranger", "watcher.example")

    assert Served().post("cosignature", seen(watch, stranger)) == 403
    assert Served().post("cosignature", "nonsense") == 400
    assert sightings() == []


def test_a_witness_that_lives_in_the_future_is_not_believed(
    watch: Watch, me: Witness, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LEDGER_WITNESSES = [str(me.public)]  # type: ignore[attr-defined]
    now = clock.now()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: now.replace(year=now.year + 1))
        note = seen(watch, me)

    assert Served().post("cosignature", note) == 403


def test_the_server_is_told_when_a_witness_was_shown_another_log(
    watch: Watch, me: Witness, settings: object, caplog: object
) -> None:
    settings.LEDGER_WITNESSES = [str(me.public)]  # type: ignore[attr-defined]
    forged = signed(checkpoint_text(ORIGIN, 300, b"\1" * 32), ORIGIN, KEY)

    assert Served().post("cosignature", cosign(watch, me, forged)) == 409
    assert "a witness was shown another log" in caplog.text  # type: ignore[attr-defined]
    assert checkpoint(300) is not None


def test_a_known_key_that_is_not_a_witnesss_cosigns_nothing(watch: Watch, settings: object) -> None:
    settings.LEDGER_WITNESSES = [str(public_half(ORIGIN, KEY))]  # type: ignore[attr-defined]

    assert Served().post("cosignature", checkpoint_of(Served())) == 403
