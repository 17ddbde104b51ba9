"""The list of keys that sign the log, each with the size from which it holds. Spec: docs/spec/ledger.md, section 5.

A change of keys is announced by a checkpoint that both keys sign, so that whoever trusts the first trusts the last.
"""

from dataclasses import dataclass

from paravent.ledger.notes import VerifierKey, verifier_key


@dataclass(frozen=True, slots=True)
class SignerList:
    """Public keys in order, the first from 0 on."""

    held: tuple[tuple[int, VerifierKey], ...]

    def __str__(self) -> str:
        return "".join(f"{size} {key}\n" for size, key in self.held)

    def at(self, size: int) -> tuple[VerifierKey, ...]:
        """Return who must have signed a checkpoint of this size: one key, or both where one gives way to the next."""
        starts = [start for start, _ in self.held]
        ends = [*starts[1:], None]
        return tuple(
            key
            for (start, key), end in zip(self.held, ends, strict=True)
            if start <= size and (end is None or size <= end)
        )

    def changes(self) -> set[int]:
        """Return the sizes at which one key gave way to the next; a checkpoint of each must be there."""
        return {size for size, _ in self.held[1:]}

    def until(self, size: int) -> "SignerList":
        """Return the list as it was at a size: what an older copy of the log must answer to."""
        return SignerList(tuple((start, key) for start, key in self.held if start <= size))

    def followed_by(self, key: VerifierKey, size: int) -> "SignerList":
        """Return the list with a key that holds from this size on."""
        return SignerList((*self.held, (size, key)))


def signer_list(text: str) -> SignerList:
    """Return the list that a text spells; raises KeyUnreadable, and ValueError for a size that is none."""
    lines = [line.split(" ", 1) for line in text.splitlines() if line.strip()]
    return SignerList(tuple((int(size), verifier_key(key)) for size, key in lines))


def only(*keys: VerifierKey) -> SignerList:
    """Return keys that count whatever the size, as somebody gives them who keeps no list."""
    return SignerList(tuple((0, key) for key in keys))
