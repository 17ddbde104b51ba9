"""The newest lines are judged piece by piece, and what fails is not tried for ever."""

import asyncio
import time

import pytest

from paravent.web.following import LATER, MOST_WAITING, REST, Follower


def judged(*told: range, at_once: int = 4, trouble: int = -1) -> list[range]:
    """Return what was judged, in order, until nothing waited."""
    pieces: list[range] = []

    def judge(places: range) -> None:
        pieces.append(places)
        if len(pieces) - 1 == trouble:
            raise OSError

    async def follow() -> None:
        follower = Follower(judge, at_once)
        for places in told:
            follower.tell(places)
        while follower.nudged.is_set():
            assert await follower.take() >= 0

    asyncio.run(follow())
    return pieces


def test_what_came_in_between_is_judged_together() -> None:
    assert judged(range(3, 4), range(4, 6)) == [range(3, 6)]


def test_many_are_judged_piece_by_piece() -> None:
    assert judged(range(10)) == [range(4), range(4, 8), range(8, 10)]


def test_what_fails_does_not_stop_what_follows() -> None:
    assert judged(range(6), trouble=0) == [range(4), range(4, 6)]


def test_where_nothing_came_nothing_is_judged() -> None:
    assert judged(range(0)) == []


def test_an_import_does_not_wait_without_end() -> None:
    assert judged(range(3 * MOST_WAITING), at_once=MOST_WAITING) == [range(2 * MOST_WAITING, 3 * MOST_WAITING)]


def test_what_is_told_late_and_lies_before_is_judged_too() -> None:
    assert judged(range(5, 6), range(3), at_once=9) == [range(6)]


def rests(monkeypatch: pytest.MonkeyPatch, *worked: float, between: float = 0.0) -> list[float]:
    """Return for how long it rests after each piece, on a clock that goes on by work, by rest, and by what is between alone."""
    clock = [1000.0]
    monkeypatch.setattr(time, "perf_counter", lambda: clock[0])
    times = iter(worked)

    def judge(_: range) -> None:
        clock[0] += next(times)

    async def follow() -> list[float]:
        follower, found = Follower(judge), []
        for nth in range(len(worked)):
            follower.tell(range(nth, nth + 1))
            found.append(await follower.take())
            clock[0] += found[-1] + between
        return found

    return asyncio.run(follow())


def test_after_a_quiet_while_a_few_looks_wait_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rests(monkeypatch, 0.3, 0.3, 0.3) == [0, 0, 0]
    assert rests(monkeypatch, *[0.5] * 40, between=1.0) == [0] * 40


def test_who_works_on_and_on_rests_twice_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    found = rests(monkeypatch, *[0.5] * 40)
    assert sum(found) == pytest.approx(REST * 40 * 0.5 - LATER)
    assert found[-1] == pytest.approx(REST * 0.5)
