"""The test vectors of docs/spec/receipt.md, for the verifier in Python and for the one in the browser.

`python -m paravent.ledger.tests.vectors` writes tests/vectors/ledger anew: receipts that hold in `valid`, and beside them
what somebody could do to them: `truncated`, `reordered`, `forged`. Everything follows from fixed keys, so that a second
run writes the same bytes. A file's name says what was done; the fault that a verifier must find stands in `faults.json`.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from paravent.ledger.leaf import leaf, mention
from paravent.ledger.notes import COSIGNS, checkpoint_text, cosigned, public_half, signed
from paravent.ledger.proofs import inclusion
from paravent.ledger.receipts import Fault, Receipt, written
from paravent.ledger.terms import Line, Outcome
from paravent.ledger.tiles import WIDTH, Nodes, Tile
from paravent.ledger.tree import Edge, grown, leaf_hash

FOLDER = Path(__file__).parents[3] / "tests" / "vectors" / "ledger"
ORIGIN, WATCHER = "practice.example/ledger", "watcher.example"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
NEXT = Ed25519PrivateKey.from_private_bytes(bytes(range(3, 35)))
PUBLIC, WITNESS_PUBLIC = public_half(ORIGIN, KEY), public_half(WATCHER, WITNESS, COSIGNS)
NEXT_PUBLIC = public_half(ORIGIN, NEXT)
START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SEEN = 1_772_358_600
ALI, BEA, VISIT = (UUID(int=number) for number in (101, 102, 104))
SAID = {"who": "Dr. Bea Arslan", "what": "opened your file", "why": "because it is their visit with you"}


SEVERAL = 77
"""The line of the sample log that is about several patients."""


def line(number: int) -> Line:
    """Return the number-th line of the sample log."""
    if number == SEVERAL:
        return of_several()
    facts = {"number": str(number), "note": "Gül: “Prüfung” \N{GRINNING FACE}\u2028"}
    return Line("chart.open", Outcome.DONE, "TREAT", BEA, "own-visit", ALI, VISIT, facts)


SHOWN = {"patient": str(ALI), "shown": "Observation/1 Observation/2", "salt": (999).to_bytes(32, "big").hex()}
OTHERS = [mention(UUID(int=one), "", one.to_bytes(32, "big")) for one in (105, 106)]


def of_several() -> Line:
    """Return a line about three patients, of whom Ali is one."""
    mine = mention(SHOWN["patient"], SHOWN["shown"], bytes.fromhex(SHOWN["salt"]))
    facts = {"count": "3", "mentioned": " ".join(sorted([mine, *OTHERS])), "query": "Observation?code"}
    return Line("fhir.search", Outcome.DONE, "TREAT", BEA, "scope-user", None, None, facts)


def entry(number: int) -> UUID:
    return uuid5(ALI, str(number))


def salt(number: int) -> bytes:
    return (number + 1).to_bytes(32, "big")


def leaf_at(number: int) -> bytes:
    return leaf(entry(number), START + timedelta(seconds=number), line(number), salt(number))


def nodes(size: int) -> Nodes:
    hashes = [leaf_hash(leaf_at(number)) for number in range(size)]

    def read(tile: Tile) -> bytes:
        span = WIDTH**tile.level
        runs = (
            hashes[span * at : span * (at + 1)] for at in range(tile.number * WIDTH, tile.number * WIDTH + tile.width)
        )
        return b"".join(grown(Edge(), run).root() for run in runs)

    return Nodes(size, read)


def receipt(number: int, size: int, *keys: Ed25519PrivateKey, watched: bool = False, origin: str = ORIGIN) -> str:
    """Return the receipt of one entry of a log of `size` entries, signed by KEY or by whichever keys are given."""
    tree = nodes(size)
    text = checkpoint_text(origin, size, tree.root())
    first, *more = [signed(text, ORIGIN, key) for key in keys or (KEY,)]
    note = first + "".join(other.removeprefix(f"{text}\n") for other in more)
    note += cosigned(text, WATCHER, WITNESS, SEEN) if watched else ""
    said = line(number)
    opens = {
        "actor": str(said.actor),
        "patient": str(said.patient or ""),
        "visit": str(said.visit or ""),
        "because": said.because,
        "facts": said.facts,
    }
    path = tuple(inclusion(number, tree))
    signer = public_half(ORIGIN, (keys or (KEY,))[0])
    return written(
        Receipt(
            json.loads(leaf_at(number)),
            opens,
            salt(number),
            SAID,
            signer,
            number,
            path,
            note,
            SHOWN if number == SEVERAL else {},
        )
    )


VALID = receipt(123, 700, watched=True)
AMONG = receipt(SEVERAL, 700)
HEAD, _, PROOF = VALID.partition("\n\nc2sp.org")
CHECKPOINT = VALID.index(f"\n\n{ORIGIN}\n")
PATH = VALID[VALID.index("index 123\n") + len("index 123\n") : CHECKPOINT].split("\n")


def path_as(*lines: str) -> str:
    return VALID.replace("\n".join(PATH), "\n".join(lines))


def swapped(old: str, new: str) -> Callable[[], str]:
    assert old in VALID, old
    return lambda: VALID.replace(old, new)


def swapped_among(old: str, new: str) -> Callable[[], str]:
    assert old in AMONG, old
    return lambda: AMONG.replace(old, new)


UNREADABLE, OPENING, INCLUSION, SIGNATURE = Fault.UNREADABLE, Fault.OPENING, Fault.INCLUSION, Fault.SIGNATURE
ROOT = base64.b64encode(nodes(700).root()).decode()
LAST = VALID.rstrip("\n").rpartition("\n")[0] + "\n"
VECTORS: dict[str, tuple[Fault | None, Callable[[], str]]] = {
    "valid/the-only-entry": (None, lambda: receipt(0, 1)),
    "valid/the-first-of-three": (None, lambda: receipt(0, 3)),
    "valid/the-last-of-five": (None, lambda: receipt(4, 5)),
    "valid/in-a-log-of-two-tiles": (None, lambda: receipt(300, 512)),
    "valid/seen-by-a-witness": (None, lambda: VALID),
    "valid/witness-line-left-out": (None, lambda: LAST),
    "valid/while-the-key-changed": (None, lambda: receipt(123, 700, KEY, NEXT)),
    "valid/after-the-key-changed": (None, lambda: receipt(123, 700, NEXT)),
    "valid/what-the-practice-says-is-not-proved": (None, swapped("Dr. Bea Arslan", "Somebody else")),
    "valid/of-one-among-several": (None, lambda: AMONG),
    "truncated/empty": (UNREADABLE, lambda: ""),
    "truncated/after-the-first-line": (UNREADABLE, lambda: VALID.partition("\n")[0] + "\n"),
    "truncated/in-the-header": (UNREADABLE, lambda: VALID[:200]),
    "truncated/without-the-proof": (UNREADABLE, lambda: HEAD + "\n"),
    "truncated/without-the-checkpoint": (UNREADABLE, lambda: VALID[:CHECKPOINT] + "\n"),
    "truncated/without-the-lowest-hash": (INCLUSION, lambda: path_as(*PATH[1:])),
    "truncated/without-the-highest-hash": (INCLUSION, lambda: path_as(*PATH[:-1])),
    "truncated/without-the-signatures": (SIGNATURE, lambda: VALID[: VALID.index("\n\N{EM DASH} ")]),
    "truncated/without-the-logs-signature": (
        SIGNATURE,
        lambda: "\n".join(part for part in VALID.split("\n") if f"\N{EM DASH} {ORIGIN}" not in part),
    ),
    "truncated/in-the-logs-signature": (SIGNATURE, lambda: VALID[: VALID.index(f"\N{EM DASH} {WATCHER}") - 9] + "\n"),
    "reordered/hashes-swapped": (INCLUSION, lambda: path_as(PATH[1], PATH[0], *PATH[2:])),
    "reordered/hashes-reversed": (INCLUSION, lambda: path_as(*reversed(PATH))),
    "reordered/at-the-neighbours-place": (INCLUSION, swapped("index 123", "index 122")),
    "reordered/another-entrys-header": (
        INCLUSION,
        lambda: receipt(124, 700).partition("\n\nc2sp.org")[0] + "\n\nc2sp.org" + PROOF,
    ),
    "forged/an-hour-earlier": (INCLUSION, swapped("T09:32:03", "T08:32:03")),
    "forged/another-act": (INCLUSION, swapped('"chart.open"', '"visit.open"')),
    "forged/refused-made-done": (INCLUSION, swapped('"outcome": "done"', '"outcome": "refused"')),
    "forged/somebody-else-did-it": (OPENING, swapped(str(BEA), str(VISIT))),
    "forged/another-reason": (OPENING, swapped('"own-visit"', '"break-glass"')),
    "forged/another-fact": (OPENING, swapped('"number": "123"', '"number": "124"')),
    "forged/a-fact-more": (OPENING, swapped('"number": "123"', '"number": "123", "more": "x"')),
    "forged/another-salt": (OPENING, swapped(salt(123).hex(), salt(124).hex())),
    "forged/somebody-else-was-shown": (OPENING, swapped_among(str(ALI), str(VISIT))),
    "forged/another-resource-was-shown": (OPENING, swapped_among("Observation/2", "Observation/3")),
    "forged/another-salt-of-the-mention": (OPENING, swapped_among(SHOWN["salt"], "00" * 32)),
    "forged/one-of-the-others-left-out": (OPENING, swapped_among(OTHERS[0], OTHERS[1])),
    "forged/a-mention-without-its-salt": (UNREADABLE, swapped_among('"salt": "' + SHOWN["salt"], '"mere": "')),
    "forged/a-mention-that-the-line-lacks": (OPENING, swapped('"key":', f'"among": {json.dumps(SHOWN)}, "key":')),
    "forged/half-a-character": (UNREADABLE, swapped('"number": "123"', '"number": "\\ud800"')),
    "forged/a-field-more": (UNREADABLE, swapped('"purpose": "TREAT"', '"purpose": "TREAT", "more": "x"')),
    "forged/a-number-for-a-text": (UNREADABLE, swapped('"because": "own-visit"', '"because": 7')),
    "forged/another-version": (UNREADABLE, swapped('"v": 1', '"v": 2')),
    "forged/signed-by-another-key": (SIGNATURE, lambda: receipt(123, 700, THIEF)),
    "forged/signed-for-another-log": (SIGNATURE, lambda: receipt(123, 700, origin="other.example/ledger")),
    "forged/another-root": (SIGNATURE, swapped(ROOT, ROOT[1] + ROOT[0] + ROOT[2:])),
    "forged/another-size": (SIGNATURE, swapped("\n700\n", "\n701\n")),
    "forged/another-log": (SIGNATURE, swapped(f"\n\n{ORIGIN}\n", "\n\nother.example/ledger\n")),
    "forged/index-with-a-zero-in-front": (UNREADABLE, swapped("index 123", "index 0123")),
    "forged/a-hash-too-many": (INCLUSION, lambda: path_as(*PATH, ROOT)),
    "forged/a-hash-too-short": (UNREADABLE, lambda: path_as("AAAA", *PATH[1:])),
}
WRITTEN = {name: make() for name, (_, make) in VECTORS.items()}
FAULTS = {
    "keys": [str(PUBLIC), str(NEXT_PUBLIC)],
    "witness": str(WITNESS_PUBLIC),
    "seen": {"valid/seen-by-a-witness": SEEN, "valid/what-the-practice-says-is-not-proved": SEEN},
    "faults": {name: fault and fault.value for name, (fault, _) in VECTORS.items()},
}


def main() -> None:
    """Write every vector."""
    for name, text in WRITTEN.items():
        path = FOLDER / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (FOLDER / "faults.json").write_text(json.dumps(FAULTS, indent=2) + "\n")


if __name__ == "__main__":
    main()
