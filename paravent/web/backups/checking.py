"""Is what came back what went in? Rows counted, the log verified, every patient's key tried."""

from typing import Any
from uuid import UUID

import psycopg

from paravent.kernel.sealing import unseal
from paravent.keys.queries import unwrapped
from paravent.keys.terms import Scope
from paravent.ledger.notes import Head
from paravent.ledger.signers import SignerList
from paravent.ledger.tree import Edge, grown
from paravent.ledger.verification import verify
from paravent.people.queries import place
from paravent.web.backups.dumping import count_rows
from paravent.web.backups.terms import AnotherLog, Checked, Contents, RestoredWrong

PATIENTS = """
SELECT patient.id, patient.sealed, ring.wrapped, ring.practice_key_id
  FROM people_patient patient
  LEFT JOIN keys_patientkey ring ON ring.patient_id = patient.id AND ring.scope = 'identity'
"""
HASHES = "SELECT leaf_hash FROM ledger_position WHERE position < %s ORDER BY position"


def check(url: str, contents: Contents, signers: SignerList, known: Head | None = None) -> Checked:
    """Look through a restored database; raises RestoredWrong, ChainBroken, SealBroken, KeyFileMissing, AnotherLog."""
    with psycopg.connect(url) as connection:
        connection.read_only = True
        found = {table: count_rows(connection, table) for table in contents.rows}
        if found != contents.rows:
            raise RestoredWrong(" ".join(table for table in found if found[table] != contents.rows[table]))
        size = contents.head.size if contents.head else 0
        verified = verify(connection.cursor(), signers.until(size))
        if known is not None and known.size <= size:
            _goes_on_from(connection, known)
        opened, erased = _tried(connection)
    return Checked(sum(found.values()), verified.entries, opened, erased)


def _goes_on_from(connection: psycopg.Connection[Any], known: Head) -> None:
    """Raise AnotherLog unless the restored log begins with what this installation signed last."""
    hashes = connection.execute(HASHES, [known.size]).fetchall()
    if grown(Edge(), [bytes(leaf_hash) for (leaf_hash,) in hashes]).root() != known.root:
        raise AnotherLog


def _tried(connection: psycopg.Connection[Any]) -> tuple[int, int]:
    """Open who every patient is; return how many opened and how many have no key any more."""
    opened = erased = 0
    for patient_id, sealed, wrapped, practice_key_id in connection.execute(PATIENTS).fetchall():
        if wrapped is None:
            erased += 1
        else:
            _open(patient_id, sealed, wrapped, practice_key_id)
            opened += 1
    return opened, erased


def _open(patient_id: UUID, sealed: bytes, wrapped: bytes, practice_key_id: str) -> None:
    key = unwrapped(bytes(wrapped), patient_id, Scope.IDENTITY.value, practice_key_id)
    unseal(key, bytes(sealed), place(patient_id))
