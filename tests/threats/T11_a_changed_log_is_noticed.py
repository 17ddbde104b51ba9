"""The database administrator *cannot* change, remove, reorder or cut off lines of the log unnoticed: `paravent ledger verify` names the place. Whoever also holds the signing key and is checked by nobody outside *can* write another history."""

import psycopg
import pytest

from paravent.keys.custody import signing_key
from paravent.ledger.notes import public_half
from paravent.ledger.sequencer import Signer, sequence_all
from paravent.ledger.terms import ChainBroken
from paravent.ledger.verification import verify
from tests.threats.cast import Practice

ORIGIN = "paravent.local/ledger"
FORGERIES = {
    "who it was": "UPDATE ledger_detail SET actor_id = gen_random_uuid() WHERE act = 'chart.open'",
    "why": "UPDATE ledger_detail SET because = 'no-care-relation' WHERE act = 'note.sign'",
    "when": "UPDATE ledger_detail SET at = at - interval '1 day' WHERE act = 'note.sign'",
    "a leaf": "UPDATE ledger_entry SET leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'done', 'refused'), 'UTF8')",
    "a line gone": "DELETE FROM ledger_entry WHERE id = (SELECT entry_id FROM ledger_position WHERE position = 3)",
    "its details gone": "DELETE FROM ledger_detail WHERE act = 'note.sign'",
    "a position gone": "DELETE FROM ledger_position WHERE position = 3",
    "reordered": "UPDATE ledger_position SET position = -position - 1 WHERE position < 2;"
    " UPDATE ledger_position SET position = 2 + position WHERE position < 0",
    "cut off": "DELETE FROM ledger_position WHERE position > 5",
    "cut off with its signature": "DELETE FROM ledger_position WHERE position >"
    " (SELECT max(position) - 1 FROM ledger_position); DELETE FROM ledger_checkpoint",
    "emptied": "TRUNCATE ledger_position, ledger_checkpoint",
    "never queued": "INSERT INTO ledger_entry (id, leaf) VALUES (gen_random_uuid(), 'forged')",
}


KEY = public_half(ORIGIN, signing_key())


@pytest.fixture
def logged(doomed: Practice) -> Practice:
    sequence_all(Signer(ORIGIN, signing_key()))
    return doomed


def broken(connection: psycopg.Connection) -> str:
    """Verify the whole log and return what is said to be broken."""
    with connection.cursor() as cursor:
        try:
            verify(cursor, [KEY])
        except ChainBroken as said:
            return str(said)
    return ""


def test_every_forgery_is_named(logged: Practice) -> None:
    with logged.as_superuser() as superuser:
        assert broken(superuser) == ""
        for name, forgery in FORGERIES.items():
            # What the forger did is seen through the forger's own connection, and then undone.
            with superuser.transaction(force_rollback=True):
                superuser.execute(forgery)
                assert broken(superuser), f"nobody noticed: {name}"
        assert broken(superuser) == ""
