"""A letter that is changed, replayed, of another run or from a stranger *cannot* enter a round of several hospitals, and one hospital *cannot* sit in it twice. A hospital that takes part *can* add false numbers: no test notices that."""

from dataclasses import replace

import numpy as np
import pytest

from paravent.learning.leading import next_letter
from paravent.learning.letters import Letter, Post, read, written
from paravent.learning.terms import Letters, NotForUs, SaidTwice
from paravent.learning.tests.cast import Hospital, a_charter, a_key, hospitals, led, run

AGREED = a_charter(rounds=2)


def a_whole_run() -> tuple[list[Hospital], list[Letter]]:
    sites, post = hospitals(), []
    run(AGREED, sites, post)
    return sites, post


def test_no_letter_survives_a_changed_byte() -> None:
    _, post = a_whole_run()
    one_of_each = {letter.says: letter.content for letter in post}
    assert set(one_of_each) == set(Letters)
    for content in one_of_each.values():
        for at in range(0, len(content), max(1, len(content) // 60)):
            changed = bytearray(content)
            changed[at] ^= 1
            with pytest.raises(NotForUs):
                read(bytes(changed), AGREED)


def test_a_letter_put_at_another_place_is_not_read() -> None:
    _, post = a_whole_run()
    for letter in post:
        for moved in (
            replace(letter, place=replace(letter.place, round=letter.place.round + 1)),
            replace(letter, place=replace(letter.place, run="ab" * 16)),
            replace(letter, sender="Bonn" if letter.sender != "Bonn" else "Celle"),
        ):
            with pytest.raises(NotForUs):
                read(moved.content, AGREED)
        with pytest.raises(NotForUs):
            read(letter.content, a_charter(rounds=3))


def test_an_ask_that_was_answered_is_not_answered_again() -> None:
    sites, post = a_whole_run()
    early = [letter for letter in post if letter.place.round < 2]
    for site in sites:
        asked = site.asked
        assert not site.step(AGREED, list(early))
        assert site.asked == asked


def test_a_stranger_is_not_heard_and_nobody_sits_twice() -> None:
    sites, post = hospitals(), []
    led(AGREED, post)
    for site in sites:
        site.step(AGREED, post)
    stranger = written(a_key(7), Letters.SEAT, post[0].place, "Erfurt", {"key": "00" * 32})
    with pytest.raises(NotForUs):
        read(stranger.content, AGREED)

    twice = written(a_key(3), Letters.SEAT, post[0].place, "Dessau", {"key": "11" * 32})
    with pytest.raises(SaidTwice):
        next_letter(AGREED, a_key(0), Post([*post, twice]))
    ask = next_letter(AGREED, a_key(0), Post(post))
    assert isinstance(ask, Letter)
    both = written(a_key(0), Letters.ASK, ask.place, "Aalen", {"seats": [*ask.body["seats"], twice.content.decode()]})
    with pytest.raises(NotForUs):
        sites[1].step(AGREED, [*post, both])


def test_false_numbers_of_one_hospital_go_into_the_model() -> None:
    """What is told in the claim: whoever turns their labels round moves the model, and nobody can see it in a masked share."""
    honest, _ = a_whole_run()
    sites, post = hospitals(), []
    facts, labels = sites[3].held
    sites[3].held = (facts, [not label for label in labels])
    run(AGREED, sites, post)
    assert honest[0].seat is not None
    assert sites[0].seat is not None
    assert sites[0].seat.after == 2
    assert not np.allclose(honest[0].seat.state, sites[0].seat.state, atol=0.1)
