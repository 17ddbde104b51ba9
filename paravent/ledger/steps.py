"""Append to the tamper-evident log. Spec: docs/spec/ledger.md, section 3."""

import json
import os
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import connection

from paravent.kernel import clock
from paravent.kernel.lots import in_lots
from paravent.ledger.leaf import SALT_BYTES, erasure_digest, leaf, mention
from paravent.ledger.models import Checkpoint, Cosignature, Detail, Forgotten, Mention, Unmentioned, Whence
from paravent.ledger.notes import VerifierKey, head_of, parts_of, seen_at
from paravent.ledger.terms import MENTIONED, ChainBroken, Line, NotForgettable

if TYPE_CHECKING:
    from paravent.access.operation import Operation

AT_ONCE = 1000
"""Rows in one statement."""
AHEAD_SECONDS = 300
"""How far the clock of a witness may be ahead of ours."""

# One statement, one round trip: the entry, what it commits to, and its place in the queue for a position.
APPEND = """
WITH entry AS (INSERT INTO ledger_entry (id, leaf) VALUES (%(id)s, %(leaf)s)),
   waiting AS (INSERT INTO ledger_pending (entry_id) VALUES (%(id)s)),
   whence AS (INSERT INTO ledger_whence (entry_id, at, device, place)
              SELECT %(id)s, %(at)s, %(device)s, %(place)s WHERE %(has_whence)s)
INSERT INTO ledger_detail
       (entry_id, at, act, outcome, purpose, actor_id, patient_id, visit_id, because, facts, salt)
VALUES (%(id)s, %(at)s, %(act)s, %(outcome)s, %(purpose)s, %(actor)s, %(patient)s, %(visit)s,
        %(because)s, %(facts)s::jsonb, %(salt)s)
"""


NOBODY_ELSE: Mapping[uuid.UUID, str] = MappingProxyType({})
FROM_HERE = (None, None)
"""Whence a line comes that nobody asked for over a network."""


class AnotherTree(ChainBroken):
    """A witness cosigned a checkpoint that this log does not have: somebody was shown another history."""


class UnknownWitness(ChainBroken):
    """No witness of ours cosigned this, or only in the future."""


def append(
    line: Line,
    entry_id: uuid.UUID | None = None,
    among: Mapping[uuid.UUID, str] = NOBODY_ELSE,
    whence: tuple[int | None, int | None] = FROM_HERE,
) -> uuid.UUID:
    """Write one line in the transaction it describes and return the entry's id, chosen before where what it is about bears it.

    `among` are the patients of whom a line about several showed something, and what: each of them will read the line.
    `whence` is the session and the network it came from, blinded; it stands beside the log and is forgotten after 90 days.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a log line belongs to the transaction it describes")
    entry_id, at, salt = entry_id or uuid.uuid4(), clock.now(), os.urandom(SALT_BYTES)
    if among:
        line = replace(line, facts=line.facts | {MENTIONED: _mentioned(entry_id, among)})
    with connection.cursor() as cursor:
        cursor.execute(
            APPEND,
            {
                "id": entry_id,
                "leaf": leaf(entry_id, at, line, salt),
                "at": at,
                "act": line.act,
                "outcome": line.outcome.value,
                "purpose": line.purpose,
                "actor": line.actor,
                "patient": line.patient,
                "visit": line.visit,
                "because": line.because,
                "facts": json.dumps(line.facts),
                "salt": salt,
                "device": whence[0],
                "place": whence[1],
                "has_whence": whence != FROM_HERE,
            },
        )
    return entry_id


def _mentioned(entry_id: uuid.UUID, among: Mapping[uuid.UUID, str]) -> str:
    """Keep whom a line mentions, and return what it holds of them itself: their commitments, in an order that says nothing."""
    commitments = []
    # As rows they are large: however many a line mentions, a thousand are held at once.
    for some in in_lots(list(among.items()), AT_ONCE):
        rows = [_mention_of(entry_id, *one) for one in some]
        Mention.objects.bulk_create(rows)
        commitments += [row.commitment for row in rows]
    return " ".join(sorted(commitments))


def _mention_of(entry_id: uuid.UUID, patient: uuid.UUID, shown: str) -> Mention:
    salt = os.urandom(SALT_BYTES)
    commitment = mention(patient, shown, salt)
    return Mention(patient_id=patient, entry_id=entry_id, shown=shown, salt=salt, commitment=commitment)


def keep_cosignature(note: str, witnesses: Sequence[VerifierKey]) -> None:
    """Keep what a witness signed about a checkpoint of ours; it is about nobody. Raises ChainBroken, and two of its kinds."""
    text, _ = parts_of(note)
    ours = Checkpoint.objects.filter(size=head_of(text).size).values_list("note", flat=True).first()
    if ours is None or parts_of(ours)[0] != text:
        raise AnotherTree
    for witness in witnesses:
        at = seen_at(note, witness)
        if at is not None and at <= clock.now().timestamp() + AHEAD_SECONDS:
            _keep_line(note, witness, at)
            return
    raise UnknownWitness


def _keep_line(note: str, witness: VerifierKey, at: int) -> None:
    text, lines = parts_of(note)
    line = next(line for line in lines if seen_at(f"{text}\n{line}\n", witness) == at)
    seen = datetime.fromtimestamp(at, UTC)
    row = Cosignature(size=head_of(text).size, witness=witness.name, line=f"{line}\n", seen_at=seen)
    # Sent twice, it is kept once.
    Cosignature.objects.bulk_create([row], ignore_conflicts=True)


def forget_whence(op: "Operation", before: datetime) -> int:
    """Delete from which sessions and networks the lines before an instant came, and return of how many."""
    count, _ = Whence.objects.filter(at__lt=before).delete()
    op.note(whence=count)
    return count


def forget_old_details(op: "Operation", before: datetime, at_once: int) -> int:
    """Delete who, why and the salt of the oldest lines before an instant, and whom they mention. Returns how many lines.

    Row security lets it through only for the installation, and only for what is older than the law asks for at the least.
    The leaves stay. The operation's own line says how many and which, as that of an erasure does; both kinds stay for good.
    """
    lines = Detail.objects.filter(at__lt=before).exclude(facts__has_key="forgotten_digest").order_by("at")
    entries = list(lines.values_list("entry_id", flat=True)[:at_once])
    if not entries:
        return 0
    Mention.objects.filter(entry_id__in=entries).delete()
    if Detail.objects.filter(entry_id__in=entries).delete()[0] != len(entries):
        raise NotForgettable
    _vouch(op, entries, [])
    return len(entries)


def forget_details(op: "Operation", patient_id: uuid.UUID) -> int:
    """Delete who, why and the salt of a patient's lines, and their part in others, for an erasure. Returns how many.

    Row security lets it through only for the DPO or the installation, and only after the patient's keys are destroyed.
    The leaves stay. The operation's own line, which is written after this and stays too, says how many and which.
    """
    lines = Detail.objects.filter(patient_id=patient_id).exclude(facts__has_key="forgotten_digest")
    entries = list(lines.values_list("entry_id", flat=True))
    mentions = Mention.objects.filter(patient_id=patient_id)
    commitments = list(mentions.values_list("commitment", flat=True))
    count = len(entries) + len(commitments)
    if not count:
        return 0
    if Detail.objects.filter(entry_id__in=entries).delete()[0] + mentions.delete()[0] != count:
        raise NotForgettable
    _vouch(op, entries, commitments)
    return count


def _vouch(op: "Operation", entries: Sequence[uuid.UUID], commitments: Sequence[str]) -> None:
    """Let the operation's own line vouch for what was forgotten by it."""
    digest = erasure_digest([*entries, *commitments])
    Forgotten.objects.bulk_create(Forgotten(entry_id=entry_id, erasure=digest) for entry_id in entries)
    Unmentioned.objects.bulk_create(Unmentioned(commitment=one, erasure=digest) for one in commitments)
    op.note(forgotten=len(entries) + len(commitments), forgotten_digest=digest)
