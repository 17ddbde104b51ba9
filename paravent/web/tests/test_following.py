"""The newest lines are judged piece by piece, and what fails is not tried for ever."""

import asyncio

from paravent.web.following import MOST_WAITING, Follower


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
