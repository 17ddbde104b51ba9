"""Who is guided, who sees what it changes, and when a piece goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paravent.access.terms import Actor, Role
from paravent.guidance.policy import STAFF, effect, is_retired, is_tellable, may_be_guided, may_see_effects
from paravent.guidance.terms import ENOUGH, Arm
from paravent.kernel.ids import NOBODY


@pytest.mark.parametrize("role", list(Role))
def test_whoever_works_here_is_guided_and_managers_see_what_it_changes(role: Role) -> None:
    actor = Actor(NOBODY, frozenset({role}))
    assert may_be_guided(actor).allowed is (role in STAFF)
    assert may_see_effects(actor).allowed is (role in {Role.ADMINISTRATOR, Role.DPO})


@pytest.mark.parametrize(
    ("shown", "not_shown", "goes"),
    [
        (Arm(0, 0), Arm(0, 0), False),
        (Arm(99, 99), Arm(100, 100), False),  # not enough occasions
        (Arm(100, 100), Arm(100, 100), True),  # nobody changes anything
        (Arm(100, 60), Arm(100, 90), False),  # 40 % change it with, 10 % without
        (Arm(100, 85), Arm(100, 90), True),  # five points are nothing that could be told from chance
        (Arm(100, 90), Arm(100, 60), True),  # worse
        (Arm(200, 90), Arm(0, 0), False),  # no comparison yet
    ],
)
def test_a_piece_goes_when_enough_occasions_show_no_effect_or_a_worse_one(
    shown: Arm, not_shown: Arm, *, goes: bool
) -> None:
    assert is_retired(shown, not_shown) is goes


def test_the_effect_is_the_difference_of_what_was_changed() -> None:
    found = effect(Arm(100, 60), Arm(100, 90))
    assert found is not None
    assert (found.difference, found.helps) == (30, True)
    assert 0 < found.low < 30 < found.high
    assert effect(Arm(9, 3), Arm()) is None


@pytest.mark.parametrize(
    ("arm", "told"),
    [(Arm(), True), (Arm(4, 4), False), (Arm(9, 5), False), (Arm(9, 9), True), (Arm(10, 5), True), (Arm(5, 0), True)],
)
def test_what_is_small_is_not_told(arm: Arm, *, told: bool) -> None:
    assert is_tellable(arm) is told


@given(st.integers(0, 300), st.integers(0, 300), st.data())
def test_what_helps_is_never_retired(of: int, other: int, data: st.DataObject) -> None:
    shown, not_shown = Arm(of, data.draw(st.integers(0, of))), Arm(other, data.draw(st.integers(0, other)))
    found = effect(shown, not_shown)
    assert is_retired(shown, not_shown) is (of + other >= ENOUGH and found is not None and not found.helps)
