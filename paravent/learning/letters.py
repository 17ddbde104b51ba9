"""Letters between installations: canonical JSON, signed with Ed25519. They travel as files, by whatever carries files."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from paravent.kernel.canonical import canonical
from paravent.learning.terms import Charter, Letters, NotForUs, SaidTwice

CONTEXT = b"paravent round letter v1\n"
LARGEST = 4 << 20
"""Bytes of a letter at most."""
FROM_LEADER = frozenset({Letters.CALL, Letters.ASK, Letters.GATHERED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which run of which charter a letter belongs. An attempt is a new number each time that a round is repeated."""

    charter: str
    run: str
    round: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter whose signature was checked, or that was signed just now."""

    says: Letters
    place: Place
    sender: str
    body: Mapping[str, Any]
    signature: bytes

    @property
    def content(self) -> bytes:
        """The letter as it travels."""
        signed = _signed(self.says, self.place, self.sender, self.body)
        return canonical(signed | {"signature": base64.b64encode(self.signature).decode()})

    @property
    def digest(self) -> str:
        """The SHA-256 of the letter as it travels, in hex."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def file_name(self) -> str:
        """What its file is called: nothing of what it says."""
        return f"{self.place.round:02}.{self.place.attempt}-{self.says}-{self.digest[:12]}.json"


def _signed(says: Letters, place: Place, sender: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "says": says.value,
        "charter": place.charter,
        "run": place.run,
        "round": place.round,
        "attempt": place.attempt,
        "sender": sender,
        "body": dict(body),
    }


def written(key: Ed25519PrivateKey, says: Letters, place: Place, sender: str, body: Mapping[str, Any]) -> Letter:
    """Return a letter, signed."""
    content = canonical(_signed(says, place, sender, body))
    return Letter(says, place, sender, body, key.sign(CONTEXT + content))


def read(content: bytes, charter: Charter) -> Letter:
    """Return a letter of this charter whose sender signed it, in the form in which it was signed. Raises NotForUs."""
    if len(content) > LARGEST:
        raise NotForUs
    try:
        found = orjson.loads(content)
        signature = base64.b64decode(found.pop("signature"), validate=True)
        place = Place(found["charter"], found["run"], found["round"], found["attempt"])
        letter = Letter(Letters(found["says"]), place, found["sender"], found["body"], signature)
        # Another spelling of the same letter would have another digest.
        if letter.content != content or place.charter != charter.digest:
            raise NotForUs
        _key_of(letter, charter).verify(signature, CONTEXT + canonical(found))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        raise NotForUs from None
    return letter


def found_in(content: bytes, charter: Charter) -> Letter | None:
    """Return a letter of this charter; None where it is none."""
    try:
        return read(content, charter)
    except NotForUs:
        return None


def read_all(contents: Iterable[bytes], charter: Charter) -> tuple["Post", int]:
    """Return the letters of a charter, and how many others lay there."""
    read_ = [found_in(content, charter) for content in contents]
    found = [one for one in read_ if one is not None]
    return Post(found), len(read_) - len(found)


def _key_of(letter: Letter, charter: Charter) -> Ed25519PublicKey:
    """Return whose key has to fit: a leader's letters are signed by the leader alone. Raises NotForUs for a stranger."""
    site = charter.by_name.get(letter.sender)
    if site is None or (letter.says in FROM_LEADER and site.name != charter.leader):
        raise NotForUs
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(site.key))


class Post:
    """All letters of one run that have come, each once."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        self.letters = list({letter.digest: letter for letter in letters}.values())

    def of_run(self, run: str) -> "Post":
        """Return the letters of one run."""
        return Post(letter for letter in self.letters if letter.place.run == run)

    def of(self, says: Letters, place: Place | None = None) -> dict[str, Letter]:
        """Return letters by sender. Raises SaidTwice where somebody sent two that differ."""
        found: dict[str, Letter] = {}
        for letter in self.letters:
            if letter.says is not says or place not in {None, letter.place}:
                continue
            if letter.sender in found and found[letter.sender].digest != letter.digest:
                raise SaidTwice(letter.sender)
            found[letter.sender] = letter
        return found

    def call(self) -> Letter | None:
        """Return how the run began, if it did. A second beginning of the same charter is a second run: there is none."""
        return next(iter(self.of(Letters.CALL).values()), None)

    def newest_ask(self) -> Letter | None:
        """Return the round that is asked for now."""
        asks = [letter for letter in self.letters if letter.says is Letters.ASK]
        for letter in asks:
            self.of(Letters.ASK, letter.place)
        return max(asks, key=lambda letter: (letter.place.round, letter.place.attempt), default=None)

    def is_gathered(self, at: int) -> bool:
        """Tell whether a round was gathered: whoever took part opens it, or has opened it."""
        return any(letter.says is Letters.GATHERED and letter.place.round == at for letter in self.letters)
