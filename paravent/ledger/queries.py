"""Reading the log. Row security decides what each reader sees of the lines; hashes and leaves name nobody."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from paravent.ledger.leaf import SLACK, people_in
from paravent.ledger.models import Checkpoint, Cosignature, Detail, Entry, Forgotten, Mention, Pending, Position, Whence
from paravent.ledger.notes import Head, VerifierKey, head_of, opened, parts_of
from paravent.ledger.proofs import inclusion
from paravent.ledger.receipts import Receipt
from paravent.ledger.signers import SignerList
from paravent.ledger.terms import MENTIONED, ChainBroken, Disclosure, Line, NotYetProved, Outcome, RanBack, Sighting
from paravent.ledger.tiles import WIDTH, Nodes, Tile, bundle, tiles_of

LEAF_HASHES = """
SELECT string_agg(leaf_hash, ''::bytea ORDER BY position) FROM ledger_position
 WHERE position >= %(first)s AND position < %(end)s
"""
ROOTS = """
SELECT string_agg(root, ''::bytea ORDER BY number) FROM ledger_subtree
 WHERE level = %(level)s AND number >= %(first)s AND number < %(end)s
"""
LEAVES = """
SELECT entry.leaf FROM ledger_position place JOIN ledger_entry entry ON entry.id = place.entry_id
 WHERE place.position >= %(first)s AND place.position < %(end)s ORDER BY place.position
"""


BY_PROGRAMS = """
SELECT (facts ->> 'client')::uuid, actor_id, count(DISTINCT entry_id), count(DISTINCT coalesce(mention.patient_id, detail.patient_id))
  FROM ledger_detail detail LEFT JOIN ledger_mention mention USING (entry_id)
 WHERE act = ANY (%(acts)s) AND outcome = 'done' AND at >= %(since)s AND facts ? 'client'
 GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 1, 2
"""


def read_tile(tile: Tile) -> bytes:
    """Return the hashes of a tile one behind the other; fewer than its width where the log is shorter."""
    with connection.cursor() as cursor:
        cursor.execute(ROOTS if tile.level else LEAF_HASHES, _rows_of(tile))
        (content,) = cursor.fetchone()
    return bytes(content or b"")


def read_leaves(tile: Tile) -> list[bytes]:
    """Return the leaves under a tile of level 0."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVES, _rows_of(tile))
        return [bytes(leaf) for (leaf,) in cursor.fetchall()]


def _rows_of(tile: Tile) -> dict[str, int]:
    first = tile.number * WIDTH
    return {"level": tile.level, "first": first, "end": first + tile.width}


def published_files() -> Iterator[tuple[str, bytes]]:
    """Yield every file of the log as it is published, by its name below /ledger/; nothing where it is empty."""
    note = checkpoint()
    if note is None:
        return
    yield "checkpoint", note.encode()
    for tile in tiles_of(head_of(parts_of(note)[0]).size):
        yield f"tile/{tile.path()}", read_tile(tile)
        if tile.level == 0:
            yield f"tile/{tile.bundle_path()}", bundle(read_leaves(tile))


def nodes_of(size: int) -> Nodes:
    """Return the tree of the first `size` entries, for proofs."""
    return Nodes(size, read_tile)


def signed_size() -> int:
    """Return how many entries are signed for."""
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


def checkpoint(size: int | None = None) -> str | None:
    """Return a signed checkpoint (the newest, or the one of a size) with the cosignatures that came in for it."""
    found = Checkpoint.objects.filter(size=size) if size is not None else Checkpoint.objects.order_by("-size")
    newest = found.first()
    if newest is None:
        return None
    # The newest of each witness: a reader wants to know when the log was last seen.
    lines = Cosignature.objects.filter(size=newest.size).order_by("witness", "-seen_at").distinct("witness")
    return newest.note + "".join(lines.values_list("line", flat=True))


def times_ran_back() -> list[RanBack]:
    """Return when the clock ran back, the newest first; it names nobody."""
    found = Checkpoint.objects.filter(back_dated__gt=0).values("latest_at").order_by("-latest_at")
    found = found.annotate(entries=Sum("back_dated"), from_size=Min("size"))
    return [RanBack(at, row["entries"], row["from_size"]) for row in found if (at := row["latest_at"])]


def is_ahead_of(now: datetime) -> datetime | None:
    """Return the latest time in the log where a clock is well behind it."""
    latest = Checkpoint.objects.order_by("-size").values_list("latest_at", flat=True).first()
    return latest if latest and now < latest - SLACK else None


def sightings() -> list[Sighting]:
    """Return what each witness saw last, by name."""
    newest = Cosignature.objects.order_by("witness", "-seen_at").distinct("witness")
    return [Sighting(row.witness, row.size, row.seen_at) for row in newest]


def receipt_of(entry_id: UUID, signers: SignerList, *, among: UUID | None = None) -> Receipt:
    """Return the receipt of an entry, under the newest checkpoint that a witness has seen, whichever key signed it then.

    Call it inside an operation: row security finds the line for whoever it concerns. Raises NotYetProved. A line about
    several patients is opened for one of them, `among`, and says of the others how many they are.
    """
    detail = Detail.objects.get(entry_id=entry_id)
    leaf = Entry.objects.get(id=entry_id).leaf
    position = Position.objects.filter(entry_id=entry_id).values_list("position", flat=True).first()
    if position is None:
        raise NotYetProved
    note = _seen_checkpoint(position) or checkpoint() or ""
    head = head_of(parts_of(note)[0])
    opens = people_in(_line_of(detail))
    path = tuple(inclusion(position, nodes_of(head.size)))
    key, mentions = _signer_of(note, head, signers), _mention_of(entry_id, among)
    return Receipt(json.loads(bytes(leaf)), opens, bytes(detail.salt), {}, key, position, path, note, mentions)


def _mention_of(entry_id: UUID, patient: UUID | None) -> dict[str, str]:
    row = Mention.objects.filter(entry_id=entry_id, patient_id=patient).first() if patient else None
    return {"patient": str(row.patient_id), "shown": row.shown, "salt": bytes(row.salt).hex()} if row else {}


def _seen_checkpoint(position: int) -> str | None:
    seen = Cosignature.objects.filter(size__gt=position).order_by("-size").values_list("size", flat=True).first()
    return checkpoint(seen) if seen else None


def _signer_of(note: str, head: Head, signers: SignerList) -> VerifierKey:
    """Return the newest listed key that signed a checkpoint; a receipt names it, so that it can be checked by itself."""
    # While keys change the list is a moment behind or ahead of the checkpoint: so all that hold, then all there were.
    for key in [*reversed(signers.at(head.size)), *(key for _, key in reversed(signers.held))]:
        try:
            opened(note, key)
        except ChainBroken:
            continue
        return key
    raise ChainBroken("the newest checkpoint is signed by no key that is listed")


def _line_of(detail: Detail) -> Line:
    return Line(
        act=detail.act,
        outcome=Outcome(detail.outcome),
        purpose=detail.purpose,
        actor=detail.actor_id,
        because=detail.because,
        patient=detail.patient_id,
        visit=detail.visit_id,
        facts=detail.facts,
    )


def disclosures_of(patient: UUID, since: datetime | None = None) -> list[Disclosure]:
    """Return the lines about one patient, newest first, and those about several of whom they are one."""
    found = Detail.objects.filter(at__gte=since) if since else Detail.objects.all()
    return _read(_about(patient, found).order_by("-at", "-entry_id"))


def _about(patient: UUID, found: QuerySet[Detail]) -> QuerySet[Detail]:
    """Narrow lines to those about a patient. Two ways into the table, each by its index; no line is found by both."""
    among = Mention.objects.filter(patient_id=patient).values("entry_id")
    return found.filter(patient_id=patient).union(found.filter(entry_id__in=among), all=True)


def disclosures_by(actor: UUID, limit: int = 200) -> list[Disclosure]:
    """Return the newest lines one person has caused."""
    return _read(Detail.objects.filter(actor_id=actor).order_by("-at")[:limit])


def lines_of_acts(actor: UUID, acts: Iterable[str], limit: int = 100) -> list[Disclosure]:
    """Return the newest lines of some acts that one person has caused."""
    return _read(Detail.objects.filter(actor_id=actor, act__in=list(acts)).order_by("-at", "-entry_id")[:limit])


def whences(entries: Iterable[UUID]) -> dict[UUID, tuple[int | None, int | None]]:
    """Return the blinded session and network of lines, of those where it is still kept; row security shows them to the installation alone."""
    kept = Whence.objects.filter(entry_id__in=list(entries)).values_list("entry_id", "device", "place")
    return {entry: (device, place) for entry, device, place in kept}


def counted_by_actor(act: str, fact: str, since: datetime) -> dict[UUID, int]:
    """Return what a fact of an act's refused lines comes to since then, of each whom they are about."""
    found = Detail.objects.filter(act=act, outcome=Outcome.REFUSED.value, at__gte=since)
    counts: dict[UUID, int] = {}
    for actor, facts in found.values_list("actor_id", "facts"):
        counts[actor] = counts.get(actor, 0) + int(facts.get(fact, 0))
    return counts


def entries_at(positions: Iterable[int]) -> dict[int, Disclosure]:
    """Return the lines at some places of the log, as far as the reader sees them."""
    places = dict(Position.objects.filter(position__in=list(positions)).values_list("entry_id", "position"))
    return {places[line.entry_id]: line for line in _read(Detail.objects.filter(entry_id__in=list(places)))}


def done_by(actor: UUID, act: str, since: datetime) -> int:
    """Return how often one person did something since then."""
    return Detail.objects.filter(actor_id=actor, act=act, outcome=Outcome.DONE.value, at__gte=since).count()


def noted_by(actor: UUID, fact: str, since: datetime) -> int:
    """Return what a counted fact of one person's lines comes to since then, whatever they did."""
    found = Detail.objects.filter(actor_id=actor, outcome=Outcome.DONE.value, at__gte=since, facts__has_key=fact)
    return sum(int(facts[fact]) for facts in found.values_list("facts", flat=True))


def newest_done(act: str) -> datetime | None:
    """Return when something was done last."""
    return Detail.objects.filter(act=act, outcome=Outcome.DONE.value).aggregate(at=Max("at"))["at"]


def done_by_how_many(act: str, since: datetime) -> int:
    """Return how many people did something since then; who they are it does not say."""
    found = Detail.objects.filter(act=act, outcome=Outcome.DONE.value, at__gte=since)
    return found.aggregate(people=Count("actor_id", distinct=True))["people"]


def oldest_line() -> datetime | None:
    """Return when the oldest line is from that says who and why; those that vouch for what was forgotten stay, and do not count."""
    lines = Detail.objects.exclude(facts__has_key="forgotten_digest")
    return lines.order_by("at", "entry_id").values_list("at", flat=True).first()


def lines_lost() -> int:
    """Return of how many entries who and why is gone, and no erasure vouches for it."""
    return Entry.objects.count() - Detail.objects.count() - Forgotten.objects.count()


def waiting_since() -> datetime | None:
    """Return since when the oldest entry without a place waits for one."""
    return Detail.objects.filter(entry_id__in=Pending.objects.values("entry_id")).aggregate(at=Min("at"))["at"]


def signed_among(entries: Iterable[UUID]) -> set[UUID]:
    """Return those of some entries that a checkpoint was signed for: their receipts can be had."""
    places = Position.objects.filter(entry_id__in=list(entries), position__lt=signed_size())
    return set(places.values_list("entry_id", flat=True))


def whence_since() -> datetime | None:
    """Return from when on it is kept from where lines came."""
    return Whence.objects.aggregate(at=Min("at"))["at"]


def tried_since(acts: Iterable[str], since: datetime, limit: int = 500) -> list[Disclosure]:
    """Return the lines of some acts since then, newest first, refused ones too."""
    return _read(Detail.objects.filter(act__in=list(acts), at__gte=since).order_by("-at")[:limit])


def through_programs(acts: Iterable[str], since: datetime) -> list[tuple[UUID, UUID, int, int]]:
    """Return by which program and for whom some acts were done since then, how often, and of how many patients; the most patients first."""
    with connection.cursor() as cursor:
        cursor.execute(BY_PROGRAMS, {"acts": list(acts), "since": since})
        return list(cursor.fetchall())


def lines(
    *,
    entry: UUID | None = None,
    patient: UUID | None = None,
    actor: UUID | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[Disclosure]:
    """Return lines that fit, newest first; `after` is the time and id of the last line of the page before.

    Call it inside an operation: row security shows a patient their own, staff what they did, the DPO everything.
    """
    wanted = {"entry_id": entry, "actor_id": actor, "at__gte": since, "at__lt": before}
    found = Detail.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    if after:
        at, last = after
        found = found.filter(Q(at__lt=at) | Q(at=at, entry_id__lt=last))
    found = _about(patient, found) if patient else found
    return _read(found.order_by("-at", "-entry_id")[:limit])


def _read(details: Iterable[Detail]) -> list[Disclosure]:
    details = list(details)
    mentioned = _mentioned(detail.entry_id for detail in details if MENTIONED in detail.facts)
    return [
        Disclosure(
            entry_id=detail.entry_id,
            at=detail.at,
            act=detail.act,
            outcome=Outcome(detail.outcome),
            purpose=detail.purpose,
            actor=detail.actor_id,
            because=detail.because,
            patient=detail.patient_id,
            visit=detail.visit_id,
            facts=detail.facts,
            mentioned=tuple(mentioned.get(detail.entry_id, ())),
        )
        for detail in details
    ]


def _mentioned(entries: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return the patients whom lines mention, by entry, as far as row security shows them to this reader."""
    found: dict[UUID, list[UUID]] = {}
    if wanted := list(entries):
        rows = Mention.objects.filter(entry_id__in=wanted).order_by("patient_id")
        for entry_id, patient_id in rows.values_list("entry_id", "patient_id"):
            found.setdefault(entry_id, []).append(patient_id)
    return found
