"""A run from the call to the model: it is the model of all patients together, and whoever deviates ends it."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from paravent.learning import models, summing
from paravent.learning.joining import Seat
from paravent.learning.leading import Waiting, next_letter
from paravent.learning.letters import Letter, Post, written
from paravent.learning.terms import (
    Charter,
    CircleChanged,
    Kind,
    LeftOut,
    Letters,
    NotForUs,
    NotYours,
    Result,
    SaidTwice,
    TooFewPatients,
    TooFewSites,
)
from paravent.learning.tests.cast import Hospital, a_charter, a_key, hospitals, led, people, run


def pooled(charter: Charter, sites: list[Hospital]) -> Result:
    """Return the model that somebody learns who holds all patients in one place."""
    everybody = [facts for site in sites for facts in site.held[0]]
    labels = [label for site in sites for label in site.held[1]]
    now = Result(models.beginning(charter), 0, 0)
    for _ in range(charter.rounds):
        now = models.moved(charter, now, models.added_up(charter, now.state, everybody, labels))
    return now


def seats_of(sites: list[Hospital]) -> list[Seat]:
    return [site.seat for site in sites if site.seat]


@pytest.mark.parametrize("kind", list(Kind))
def test_together_they_learn_what_one_would_learn_who_holds_all_patients(kind: Kind) -> None:
    charter, sites, post = a_charter(kind), hospitals(), []
    run(charter, sites, post)

    expected = pooled(charter, sites)

    for seat in seats_of(sites):
        assert (seat.after, seat.secret, seat.seed) == (charter.rounds, "", "")
        assert np.allclose(seat.state, expected.state, atol=1e-5)
        assert seat.patients == pytest.approx(60 + 65 + 70 + 75, abs=0.01)
    assert [site.asked for site in sites] == [charter.rounds] * 4


def test_noise_stands_in_the_sum_and_the_model_still_learns() -> None:
    charter, sites, post = a_charter(noise=3.0, rounds=4), hospitals(300), []
    run(charter, sites, post)

    (first, *others) = seats_of(sites)
    assert all(seat.state == first.state for seat in others)
    assert not np.allclose(first.state, pooled(charter, sites).state, atol=1e-3)
    assert first.patients != pytest.approx(1230, abs=1e-3)
    facts, labels = people(Random(7), 500)
    said = models.scores(charter, first.state, facts) > 0
    assert np.mean(said == np.array(labels)) > 0.7


def test_a_site_that_is_gone_makes_the_first_round_void_and_it_is_repeated_without_it() -> None:
    charter, sites, post = a_charter(), hospitals(), []
    led(charter, post)
    for site in sites:
        site.step(charter, post)
    led(charter, post)
    for site in sites[:3]:
        site.step(charter, post)
    assert next_letter(charter, a_key(0), Post(post)) == Waiting(1, ("Dessau",), Letters.SHARE)

    run(charter, sites[:3], post, without=["Dessau"])

    assert np.allclose(seats_of(sites)[0].state, pooled(charter, sites[:3]).state, atol=1e-5)
    # Each gave its patients' numbers twice to the first round, and opened one of the two.
    openings = [letter for letter in post if letter.says is Letters.OPENING and letter.place.round == 1]
    assert {letter.place.attempt for letter in openings} == {2}
    with pytest.raises(LeftOut):
        sites[3].step(charter, post)


def test_after_the_first_sum_nobody_leaves_and_the_last_model_stands() -> None:
    charter, sites, post = a_charter(), hospitals(), []
    run(a_charter(), sites[:3], post)
    while not any(letter.place.round == 2 for letter in post):
        led(charter, post)
        for site in sites:
            site.step(charter, post)
    run(charter, sites[:3], post)
    with pytest.raises(CircleChanged):
        next_letter(charter, a_key(0), Post(post), ["Dessau"])

    ask = Post(post).newest_ask()
    assert ask is not None
    three = [text for text in ask.body["seats"] if "Dessau" not in text]
    post.append(written(a_key(0), Letters.ASK, replace(ask.place, attempt=2), "Aalen", {"seats": three}))
    with pytest.raises(CircleChanged):
        sites[0].step(charter, post)
    assert seats_of(sites)[0].after == 1


def test_whoever_has_moved_on_waits_for_the_next_round_and_opens_nothing_twice() -> None:
    charter, sites, post = a_charter(), hospitals(), []
    while not all(seat.after == 1 for seat in seats_of(sites)) or not seats_of(sites):
        led(charter, post)
        for site in sites * 3:
            site.step(charter, post)
    before = list(post)
    assert [site.step(charter, post) for site in sites] == [False] * 4
    assert post == before
    run(charter, sites, post)
    assert {seat.after for seat in seats_of(sites)} == {charter.rounds}


def test_a_seat_that_its_site_did_not_sign_is_refused() -> None:
    """A leader who puts a key of their own in another's place would read what is masked with it."""
    charter, sites, post = a_charter(), hospitals(), []
    led(charter, post)
    for site in sites:
        site.step(charter, post)
    ask = next_letter(charter, a_key(0), Post(post))
    assert isinstance(ask, Letter)
    seats = list(ask.body["seats"])
    forged = written(a_key(0), Letters.SEAT, replace(ask.place, round=0, attempt=0), "Bonn", {"key": "00" * 32})
    for changed in (
        [forged.content.decode(), *(text for text in seats if '"sender":"Bonn"' not in text)],
        [*seats, seats[0]],
    ):
        odd = written(a_key(0), Letters.ASK, ask.place, "Aalen", {"seats": changed})
        with pytest.raises(NotForUs):
            sites[2].step(charter, [*post, odd])
    assert sites[2].asked == 0
    few = written(
        a_key(0), Letters.ASK, ask.place, "Aalen", {"seats": [t for t in seats if "Bonn" in t or "Celle" in t]}
    )
    with pytest.raises(TooFewSites):
        sites[2].step(charter, [*post, few])


def test_a_round_is_answered_once_and_two_answers_end_the_run() -> None:
    charter, sites, post = a_charter(), hospitals(), []
    run(charter, sites, post)
    before = list(post)
    assert [site.step(charter, post) for site in sites] == [False] * 4
    assert post == before

    seat = next(letter for letter in post if letter.says is Letters.SEAT and letter.sender == "Celle")
    twice = written(a_key(2), Letters.SEAT, seat.place, "Celle", {"key": "11" * 32})
    with pytest.raises(SaidTwice):
        next_letter(charter, a_key(0), Post([letter for letter in post if letter.says is not Letters.ASK] + [twice]))
    other_run = [replace(letter, place=replace(letter.place, run="ff" * 16)) for letter in post]
    with pytest.raises(NotForUs):
        sites[0].step(charter, other_run)


def test_who_leads_is_named_and_three_take_part_with_enough_patients() -> None:
    charter, sites, post = a_charter(), hospitals(many=15), []
    with pytest.raises(NotYours):
        next_letter(charter, a_key(1), Post(post))
    led(charter, post)
    for site in sites:
        site.step(charter, post)
    with pytest.raises(TooFewSites):
        next_letter(charter, a_key(0), Post(post), ["Bonn", "Celle"])
    led(charter, post)
    with pytest.raises(TooFewPatients):
        sites[0].step(charter, post)
    stranger = Hospital("Dessau", sites[3].held)
    with pytest.raises(NotForUs):
        stranger.step(a_charter(names=["Aalen", "Bonn", "Celle"]), post)


def test_masks_cancel_modulo_two_to_the_sixty_four() -> None:
    """The vector of docs/spec/rounds.md: whoever writes a second implementation gets these words."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    keys = {name: X25519PrivateKey.from_private_bytes(bytes([nth]) * 32) for nth, name in enumerate("abc", 1)}
    public = {name: key.public_key().public_bytes_raw() for name, key in keys.items()}
    numbers = {"a": [1.5, -2.0], "b": [0.25, -0.5], "c": [-4.0, 1e6]}
    seeds = {name: bytes([nth + 16]) * 32 for nth, name in enumerate("abc", 1)}
    shares = {
        name: summing.masked(
            summing.fixed(np.array(numbers[name])), seeds[name], name, keys[name],
            {other: key for other, key in public.items() if other != name}, ("charter", "run", "ask", "mask"),
        )
        for name in "abc"
    }  # fmt: skip

    assert summing.loose(summing.total(shares.values(), seeds.values())).tolist() == [-2.25, 999997.5]
    assert summing.as_text(shares["a"]) == VECTOR
    assert summing.commitment(seeds["a"]) == COMMITTED


VECTOR = "496c4500d018437df3104220ae84aa38"
COMMITTED = "8ec2982c277b6a5f41e514913f8d33638a31816c69b1704e0f8892b20cb3cfb6"
