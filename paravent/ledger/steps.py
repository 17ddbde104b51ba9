"""Append to the tamper-evident log. Spec: docs/spec/ledger.md, section 3."""

import json
import os
import uuid

from django.db import connection

from paravent.kernel import clock
from paravent.ledger.leaf import SALT_BYTES, leaf
from paravent.ledger.terms import Line

# One statement, one round trip: the entry, what it commits to, and its place in the queue for a position.
APPEND = """
WITH entry AS (INSERT INTO ledger_entry (id, leaf) VALUES (%(id)s, %(leaf)s)),
   waiting AS (INSERT INTO ledger_pending (entry_id) VALUES (%(id)s))
INSERT INTO ledger_detail
       (entry_id, at, act, outcome, purpose, actor_id, patient_id, visit_id, because, facts, salt)
VALUES (%(id)s, %(at)s, %(act)s, %(outcome)s, %(purpose)s, %(actor)s, %(patient)s, %(visit)s,
        %(because)s, %(facts)s::jsonb, %(salt)s)
"""


def append(line: Line) -> uuid.UUID:
    """Write one line in the transaction it describes and return the entry's id."""
    if not connection.in_atomic_block:
        raise RuntimeError("a log line belongs to the transaction it describes")
    entry_id, at, salt = uuid.uuid4(), clock.now(), os.urandom(SALT_BYTES)
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
            },
        )
    return entry_id
