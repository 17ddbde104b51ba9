"""Leading a run: calling, asking, saying that everything has come. A leader sets the pace, and computes nothing that others do not."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.learning.letters import Letter, Place, Post, written
from paravent.learning.terms import FEWEST_SITES, Charter, CircleChanged, Letters, NotYours, TooFewSites


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose letters are missing in which round, and which."""

    round: int
    sites: tuple[str, ...]
    what: Letters


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key as a charter names it."""
    return key.public_key().public_bytes_raw().hex()


def next_letter(
    charter: Charter, key: Ed25519PrivateKey, post: Post, without: Collection[str] = ()
) -> Letter | Waiting | None:
    """Return what the leader writes next, or for whom it waits; nothing once the last round is opened.

    `without` names sites that are not waited for any longer. Raises NotYours, TooFewSites, CircleChanged, SaidTwice.
    """
    if public_hex(key) != charter.by_name[charter.leader].key:
        raise NotYours
    call = post.call()
    if call is None:
        return written(key, Letters.CALL, Place(charter.digest, secrets.token_hex(16), 0, 0), charter.leader, {})
    run = post.of_run(call.place.run)
    ask, waiting = run.newest_ask(), waits_for(charter, run, without)
    if waiting:
        return waiting
    if ask is None:
        place = Place(charter.digest, call.place.run, 1, 1)
        seats = run.of(Letters.SEAT)
        return _ask(charter, key, place, [one.content.decode() for name, one in seats.items() if name not in without])
    return _go_on(charter, key, run, ask)


def waits_for(charter: Charter, run: Post, without: Collection[str] = ()) -> Waiting | None:
    """Return whose letters a run waits for: who has left is waited for only where going on without them is impossible."""
    ask = run.newest_ask()
    if ask is None:
        return _missing(0, Letters.SEAT, set(charter.by_name) - {*without}, run.of(Letters.SEAT))
    shares, at = run.of(Letters.SHARE, ask.place), ask.place.round
    waiting = _missing(at, Letters.SHARE, seated(ask), shares)
    if waiting is None and run.of(Letters.GATHERED, ask.place):
        return _missing(at, Letters.OPENING, seated(ask), run.of(Letters.OPENING, ask.place))
    return None if waiting and {*waiting.sites} <= {*without} else waiting


def _missing(at: int, what: Letters, expected: Iterable[str], there: Collection[str]) -> Waiting | None:
    missing = tuple(sorted({*expected} - {*there}))
    return Waiting(at, missing, what) if missing else None


def _go_on(charter: Charter, key: Ed25519PrivateKey, run: Post, ask: Letter) -> Letter | None:
    circle, shares, place = seated(ask), run.of(Letters.SHARE, ask.place), ask.place
    if not {*circle} <= {*shares}:
        # Only the first round is repeated without somebody, and only before it is opened: of two sums there is a difference.
        if place.round > 1:
            raise CircleChanged
        again = Place(place.charter, place.run, 1, place.attempt + 1)
        return _ask(charter, key, again, [text for name, text in circle.items() if name in shares])
    if not run.of(Letters.GATHERED, place):
        body = {"shares": {name: shares[name].digest for name in circle}}
        return written(key, Letters.GATHERED, place, charter.leader, body)
    if place.round == charter.rounds:
        return None
    return _ask(charter, key, Place(place.charter, place.run, place.round + 1, 1), list(circle.values()))


def _ask(charter: Charter, key: Ed25519PrivateKey, place: Place, seats: list[str]) -> Letter:
    if len(seats) < FEWEST_SITES:
        raise TooFewSites
    return written(key, Letters.ASK, place, charter.leader, {"seats": sorted(seats)})


def seated(ask: Letter) -> dict[str, str]:
    """Return the seats that an ask shows, as text by the site's name. What they say was not checked."""
    return {str(orjson.loads(text)["sender"]): text for text in ask.body["seats"]}
