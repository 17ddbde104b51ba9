"""Work that nobody waits for pauses while somebody waits for something else, and never for ever."""

from threading import Thread

import pytest

from paravent.kernel import turns

LONG_ENOUGH = 30


def work(order: list[str]) -> None:
    """Do something that nobody waits for, in two pieces."""
    with turns.behind():
        for piece in ("first piece", "second piece"):
            turns.give_way()
            order.append(piece)


def test_whoever_is_waited_for_is_done_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_PAUSE_SECONDS", LONG_ENOUGH)
    order: list[str] = []
    beside = Thread(target=work, args=[order])
    with turns.in_front():
        beside.start()
        beside.join(0.05)
        order.append("page")
    beside.join(LONG_ENOUGH)
    assert order == ["page", "first piece", "second piece"]


def test_who_pauses_as_long_as_can_be_then_goes_on_undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever is in front here waits for the work itself: with a pause before each piece that would be for ever.
    monkeypatch.setattr(turns, "LONGEST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(turns, "UNDISTURBED_SECONDS", LONG_ENOUGH)
    order: list[str] = []
    beside = Thread(target=work, args=[order])
    with turns.in_front():
        beside.start()
        beside.join(LONG_ENOUGH)
        assert order == ["first piece", "second piece"]


def test_what_somebody_waits_for_never_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_PAUSE_SECONDS", LONG_ENOUGH)
    with turns.in_front():
        turns.give_way()
    with turns.behind():
        turns.give_way()
