"""Who leads a run of several hospitals, or carries its letters, *cannot* read what one hospital added to a sum: not by reading everything, by slipping in a key, by asking for a round again without somebody, by a second run, or by telling of another sum. They *can* where all other hospitals tell them theirs."""

from dataclasses import replace

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from paravent.learning import models, summing
from paravent.learning.design import Floats
from paravent.learning.joining import answer
from paravent.learning.leading import seated
from paravent.learning.letters import Letter, Place, Post, written
from paravent.learning.terms import Charter, CircleChanged, LeftOut, Letters, NotForUs, Result
from paravent.learning.tests.cast import Hospital, a_charter, a_key, hospitals, led, run

AGREED = a_charter(rounds=2)


def added_by(site: Hospital, charter: Charter = AGREED) -> Floats:
    """Return what a hospital adds to the first sum."""
    return models.added_up(charter, models.beginning(charter), *site.held)


def is_near(one: Floats, other: Floats) -> bool:
    return bool(np.linalg.norm(one - other) < 0.01 * np.linalg.norm(other))


def shares_of(post: list[Letter], attempt: int = 1) -> dict[str, summing.Words]:
    return {
        letter.sender: summing.as_words(letter.body["parts"], models.length(AGREED))
        for letter in post
        if letter.says is Letters.SHARE and letter.place.round == 1 and letter.place.attempt == attempt
    }


def until_shared(sites: list[Hospital]) -> list[Letter]:
    post: list[Letter] = []
    for _ in range(2):
        led(AGREED, post)
        for site in sites:
            site.step(AGREED, post)
    return post


def test_who_holds_all_letters_and_sits_in_the_round_reads_the_sum_and_no_part_of_it() -> None:
    sites, post = hospitals(), []
    run(AGREED, sites, post)
    shares = shares_of(post)
    # The leader takes part, so that they opened all masks of one's own and know those that they share with each other site.
    first = [letter for letter in post if letter.place.round == 1]
    ask = next(letter for letter in first if letter.says is Letters.ASK)
    seats = [answered.seat for answered in sites[0].answers]
    own = X25519PrivateKey.from_private_bytes(bytes.fromhex(seats[0].secret))
    keys = {one.sender: bytes.fromhex(one.body["key"]) for one in post if one.says is Letters.SEAT}
    place = (AGREED.digest, ask.place.run, ask.digest)
    from paravent.kernel.sealing import DataKey, unseal

    for site in sites[1:]:
        opening = next(one for one in first if one.says is Letters.OPENING and one.sender == site.name)
        key = DataKey(summing.pair_seed(own, keys[site.name], (*place, "opening")))
        seed = unseal(key, bytes.fromhex(opening.body["sealed"]["Aalen"]), (*place, "opening", site.name))
        shared = summing.expanded(summing.pair_seed(own, keys[site.name], (*place, "mask")), len(shares["Aalen"]))
        bare = shares[site.name] - summing.expanded(seed, len(shared))
        for guess in (bare, bare + shared, bare - shared):
            assert not is_near(summing.loose(guess), added_by(site))

    after = models.moved(
        AGREED, Result(models.beginning(AGREED), 0, 0), np.sum([added_by(one) for one in sites], axis=0)
    )
    assert np.allclose(next(one.state for one in seats if one.after == 1), after.state, atol=1e-5)


def test_all_the_others_together_read_the_one_that_is_left() -> None:
    """What is told in the claim: three of four who put their parts together take them off the sum."""
    sites, post = hospitals(), []
    run(AGREED, sites, post)
    total = np.sum([added_by(one) for one in sites], axis=0)
    assert is_near(total - np.sum([added_by(one) for one in sites[:3]], axis=0), added_by(sites[3]))


def test_a_key_that_is_slipped_in_reads_nothing() -> None:
    sites = hospitals()
    post: list[Letter] = []
    led(AGREED, post)
    for site in sites:
        site.step(AGREED, post)
    call = post[0]
    mine = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    forged = written(a_key(0), Letters.SEAT, call.place, "Bonn", {"key": mine})
    true = [one.content.decode() for one in post if one.says is Letters.SEAT and one.sender != "Bonn"]
    ask = written(
        a_key(0),
        Letters.ASK,
        Place(AGREED.digest, call.place.run, 1, 1),
        "Aalen",
        {"seats": [*true, forged.content.decode()]},
    )
    for site in sites[1:]:
        with pytest.raises(NotForUs):
            site.step(AGREED, [*post, ask])
        assert site.asked == 0


def test_a_round_has_one_sum_whatever_is_asked_for_again() -> None:
    """The difference of a sum with somebody and one without is what they added."""
    sites = hospitals()
    post = until_shared(sites)
    ask = Post(post).newest_ask()
    assert ask is not None
    led(AGREED, post)
    for site in sites[1:3]:
        site.step(AGREED, post)
    three = [text for name, text in seated(ask).items() if name != "Dessau"]
    again = written(a_key(0), Letters.ASK, replace(ask.place, attempt=2), "Aalen", {"seats": three})
    for site in sites[1:3]:
        # Opened once: the model moves on or it does not, no second share for this round goes out.
        assert not site.step(AGREED, [*post, again])
    # Who has not opened gives a share to the second sum, and never opens the first: it stays shut.
    assert sites[3].seat is not None
    assert sites[3].seat.opened == 0
    with pytest.raises(LeftOut):
        sites[3].step(AGREED, [*post, again])
    openings = {letter.sender for letter in post if letter.says is Letters.OPENING}
    assert openings == {"Bonn", "Celle"}


def test_a_later_round_without_somebody_is_refused() -> None:
    sites, post = hospitals(), []
    while not any(letter.place.round == 2 for letter in post):
        led(AGREED, post)
        for site in sites:
            site.step(AGREED, post)
    ask = Post(post).newest_ask()
    assert ask is not None
    three = [text for name, text in seated(ask).items() if name != "Dessau"]
    fewer = written(a_key(0), Letters.ASK, replace(ask.place, attempt=7), "Aalen", {"seats": three})
    asked = sites[1].asked
    with pytest.raises(CircleChanged):
        sites[1].step(AGREED, [*post, fewer])
    assert sites[1].asked == asked


def test_a_second_run_of_the_same_charter_is_not_answered() -> None:
    sites, post = hospitals(), []
    run(AGREED, sites, post)
    again: list[Letter] = []
    led(AGREED, again)
    assert sites[1].seat is not None
    with pytest.raises(NotForUs):
        answer(AGREED, sites[1].key, sites[1].seat, Post(again), sites[1].gather)
