"""Nothing is left out, doubled or moved where much is taken some at a time."""

from hypothesis import given
from hypothesis import strategies as some

from paravent.kernel.lots import in_lots


@given(some.lists(some.integers()), some.integers(1, 9))
def test_lots_hold_everything_in_order(held: list[int], most: int) -> None:
    lots = list(in_lots(held, most))

    assert [one for lot in lots for one in lot] == held
    assert all(len(lot) == most for lot in lots[:-1])
    assert all(1 <= len(lot) <= most for lot in lots)
