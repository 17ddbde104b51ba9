"""Taking part in a run: what a site answers, and what it never answers. What a site has to remember is its seat."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from paravent.kernel.sealing import DataKey, SealBroken, seal, unseal
from paravent.learning import letters, models, privacy, summing
from paravent.learning.leading import public_hex
from paravent.learning.letters import Letter, Place, Post
from paravent.learning.summing import SEED_BYTES, Wholes, Words
from paravent.learning.terms import (
    FEWEST_SITES,
    Charter,
    CircleChanged,
    DoesNotFit,
    Facts,
    LeftOut,
    Letters,
    NotForUs,
    Result,
    State,
    TooFewPatients,
    TooFewSites,
)

Gather = Callable[[], tuple[list[Facts], list[bool]]]
"""Fetches what is known of a site's patients, and who has the label: at the moment of a share, never before."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a site remembers of a run. Whoever reads it can open the site's newest share: it is kept sealed."""

    run: str
    secret: str
    """The private half of the key agreed with the others (X25519), in hex; forgotten at the end."""
    circle: tuple[str, ...] = ()
    """Who took part in the first sum that was opened: from then on it is them or nobody."""
    shared: tuple[int, int] = (0, 0)
    """Round and attempt of the newest share."""
    ask: str = ""
    """What the newest share answers, by its digest."""
    share: str = ""
    """The newest share, by its digest."""
    seed: str = ""
    """The newest share's own mask, in hex."""
    opened: int = 0
    """The newest round whose share was opened."""
    state: State = ()
    patients: float = 0.0
    after: int = 0
    """The newest round that is in the model."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The seat after a step, the letter that goes out, and how many patients' data went into it."""

    seat: Seat
    letter: Letter | None = None
    people: int = 0


def name_of(charter: Charter, key: Ed25519PrivateKey) -> str:
    """Return as whom this key takes part. Raises NotForUs where it does not."""
    name = next((site.name for site in charter.sites if site.key == public_hex(key)), None)
    if name is None:
        raise NotForUs
    return name


def answer(charter: Charter, key: Ed25519PrivateKey, seat: Seat | None, post: Post, gather: Gather) -> Answer | None:
    """Return the next step of a site, or nothing while it waits and once it is done.

    Raises NotForUs, LeftOut, SaidTwice, TooFewSites, TooFewPatients, CircleChanged, DoesNotFit.
    """
    me, call = name_of(charter, key), post.call()
    if call is None:
        return None
    if seat is None:
        return _sit_down(charter, key, me, call)
    if call.place.run != seat.run:
        # One charter is run once: a second run could leave somebody out, and tell the difference.
        raise NotForUs
    run = post.of_run(seat.run)
    ask = run.newest_ask()
    if ask is None or seat.after == charter.rounds:
        return None
    if seat.opened > seat.after:
        return _move(charter, me, seat, run)
    at = ask.place.round, ask.place.attempt
    return _share(charter, key, seat, ask, gather) if at > seat.shared else _open(charter, key, seat, run)


def _sit_down(charter: Charter, key: Ed25519PrivateKey, me: str, call: Letter) -> Answer:
    secret = X25519PrivateKey.generate()
    body = {"key": secret.public_key().public_bytes_raw().hex()}
    seat = Seat(call.place.run, secret.private_bytes_raw().hex(), state=models.beginning(charter))
    return Answer(seat, letters.written(key, Letters.SEAT, call.place, me, body))


# A share


def _share(charter: Charter, key: Ed25519PrivateKey, seat: Seat, ask: Letter, gather: Gather) -> Answer:
    me, at = name_of(charter, key), ask.place.round
    keys = _checked_seats(charter, seat, ask, me)
    if at != seat.opened + 1 or at > charter.rounds:
        raise NotForUs
    people, labels = gather()
    if len(people) < charter.fewest_patients:
        raise TooFewPatients
    seed = secrets.token_bytes(SEED_BYTES)
    parts = _parts(charter, seat.state, people, labels)
    words = summing.masked(parts, seed, me, _own(seat), _others(keys, me), _place(charter, seat, ask.digest, "mask"))
    body = {"ask": ask.digest, "parts": summing.as_text(words), "opens_with": summing.commitment(seed)}
    letter = letters.written(key, Letters.SHARE, ask.place, me, body)
    kept = replace(seat, shared=(at, ask.place.attempt), ask=ask.digest, share=letter.digest, seed=seed.hex())
    return Answer(kept, letter, len(people))


def _parts(charter: Charter, state: State, people: list[Facts], labels: list[bool]) -> Wholes:
    added = models.added_up(charter, state, people, labels)
    return privacy.noised(summing.fixed(added), charter, models.influence(charter))


def _checked_seats(charter: Charter, seat: Seat, ask: Letter, me: str) -> dict[str, bytes]:
    """Return the keys of who takes part, each signed by its site: a leader cannot slip in one of their own."""
    keys = _seats(charter, seat, ask)
    if me not in keys:
        raise LeftOut
    if keys[me] != _own(seat).public_key().public_bytes_raw():
        raise NotForUs
    if len(keys) < FEWEST_SITES:
        raise TooFewSites
    if seat.circle and tuple(sorted(keys)) != seat.circle:
        raise CircleChanged
    return keys


def _seats(charter: Charter, seat: Seat, ask: Letter) -> dict[str, bytes]:
    found = [letters.read(text.encode(), charter) for text in ask.body["seats"]]
    if any(one.says is not Letters.SEAT or one.place != Place(charter.digest, seat.run, 0, 0) for one in found):
        raise NotForUs
    keys = {one.sender: bytes.fromhex(one.body["key"]) for one in found}
    # One site twice, or one key for two sites.
    if len(keys) < len(found) or len(set(keys.values())) < len(keys):
        raise NotForUs
    return keys


def _own(seat: Seat) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(seat.secret))


def _others(keys: Mapping[str, bytes], me: str) -> dict[str, bytes]:
    return {name: theirs for name, theirs in keys.items() if name != me}


def _place(charter: Charter, seat: Seat, ask: str, use: str) -> tuple[str, ...]:
    return (charter.digest, seat.run, ask, use)


# Opening it, once everybody's is there


def _open(charter: Charter, key: Ed25519PrivateKey, seat: Seat, run: Post) -> Answer | None:
    """Open one's own mask, for those who take part: once a round, so that no round has two sums."""
    ask, gathered = _answered(seat, run), _gathered(charter, seat, run)
    if ask is None or gathered is None or seat.opened == seat.shared[0]:
        return None
    me, keys = name_of(charter, key), _seats(charter, seat, ask)
    if {*gathered} != {*keys} or gathered[me] != seat.share:
        raise NotForUs
    place = _place(charter, seat, seat.ask, "opening")
    sealed = {
        name: seal(DataKey(summing.pair_seed(_own(seat), theirs, place)), bytes.fromhex(seat.seed), (*place, me)).hex()
        for name, theirs in _others(keys, me).items()
    }
    letter = letters.written(key, Letters.OPENING, ask.place, me, {"sealed": sealed})
    return Answer(replace(seat, opened=seat.shared[0], circle=tuple(sorted(keys))), letter)


def _shared_at(charter: Charter, seat: Seat) -> Place:
    return Place(charter.digest, seat.run, *seat.shared)


def _answered(seat: Seat, run: Post) -> Letter | None:
    """Return what the newest share answers: no other ask for the same round."""
    return next((one for one in run.letters if one.says is Letters.ASK and one.digest == seat.ask), None)


def _gathered(charter: Charter, seat: Seat, run: Post) -> Mapping[str, str] | None:
    found = run.of(Letters.GATHERED, _shared_at(charter, seat)).get(charter.leader)
    return found.body["shares"] if found else None


# Moving on, once everybody has opened


def _move(charter: Charter, me: str, seat: Seat, run: Post) -> Answer | None:
    """Add all shares up. Every site does so for itself, so that nobody can tell it of another sum."""
    ask, gathered = _answered(seat, run), _gathered(charter, seat, run)
    openings = run.of(Letters.OPENING, _shared_at(charter, seat))
    if ask is None or gathered is None or not {*gathered} <= {*openings}:
        return None
    shares = run.of(Letters.SHARE, _shared_at(charter, seat))
    if any(name not in shares or shares[name].digest != digest for name, digest in gathered.items()):
        raise NotForUs
    keys, own = _seats(charter, seat, ask), _own(seat)
    seeds = {name: _seed(charter, seat, me, own, keys, openings[name]) for name in gathered}
    if any(summing.commitment(seed) != shares[name].body["opens_with"] for name, seed in seeds.items()):
        raise DoesNotFit
    parts: list[Words] = [summing.as_words(shares[name].body["parts"], models.length(charter)) for name in gathered]
    after = models.moved(
        charter, Result(seat.state, seat.patients, seat.after), summing.loose(summing.total(parts, seeds.values()))
    )
    # At the end the key is forgotten: whoever takes this site later opens nothing that was masked with it.
    secret = "" if after.after == charter.rounds else seat.secret
    return Answer(replace(seat, state=after.state, patients=after.patients, after=after.after, seed="", secret=secret))


def _seed(
    charter: Charter, seat: Seat, me: str, own: X25519PrivateKey, keys: Mapping[str, bytes], opening: Letter
) -> bytes:
    if opening.sender == me:
        return bytes.fromhex(seat.seed)
    place = _place(charter, seat, seat.ask, "opening")
    key = DataKey(summing.pair_seed(own, keys[opening.sender], place))
    try:
        return unseal(key, bytes.fromhex(opening.body["sealed"][me]), (*place, opening.sender))
    except (SealBroken, KeyError, ValueError):
        raise DoesNotFit from None
