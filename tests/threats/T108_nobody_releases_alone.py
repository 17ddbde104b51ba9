"""Nobody gets rows alone: a researcher *cannot* hand out or change what they asked for, nor a data-protection officer read a row of what they handed out, nor anybody hand out what was refused or to themselves; a stolen database *cannot* be read. PostgreSQL and seals hold it without asking the policy."""

import json
import zlib
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest

from paravent.kernel.sealing import new_key
from paravent.releases.queries import sealed_file
from tests.threats.cast import Practice, speak_as

STUDY = """
INSERT INTO research_study (id, title, why, recipients, topics, kinds, exits, until, fewest, diagnoses, farthest, proposed_by, proposed_at, is_approved, decided_by, decided_at)
VALUES (%s, 't', 'why', 'who', '{}', '{Condition}', '{release}', '2099-01-01', 11, 1, 1, %s, now(), true, %s, now())
"""
RELEASE = """
INSERT INTO releases_release (id, study_id, asked_by, asked_at, sealed_wish, measured_at, is_safe, is_approved, decided_by, decided_at,
                              wanted_at, finished_at, made_until)
VALUES (%s, %s, %s, now(), '', now(), %s, %s, %s, %s, %s, %s, 0)
"""
PIECE = "INSERT INTO releases_piece (id, release_id, number, kind, count, size, sha256, sealed) VALUES (%s, %s, 1, 'Patient', 1, 1, '', %s)"
LINE = json.dumps({"resourceType": "Patient", "name": "Quermann"}).encode()
NOW = "2026-11-28"


@pytest.fixture
def releases(practice: Practice) -> Iterator[dict[str, UUID]]:
    """Leave a release of Fen's that is ready, and one that was refused."""
    fen, gul = practice.fen.person, practice.gul.person
    study, ready, refused = uuid4(), uuid4(), uuid4()
    with practice.as_superuser() as superuser:
        superuser.execute(STUDY, [study, fen, gul])
        superuser.execute(RELEASE, [ready, study, fen, True, True, gul, NOW, NOW, NOW])
        superuser.execute(RELEASE, [refused, study, fen, False, None, None, None, None, None])
        superuser.execute(PIECE, [uuid4(), ready, sealed_file(new_key(), ready, 1, zlib.compress(LINE))])
        yield {"study": study, "ready": ready, "refused": refused}
        superuser.execute("DELETE FROM releases_piece; DELETE FROM releases_release; DELETE FROM research_study")


@pytest.mark.parametrize(("who", "seen"), [("fen", 1), ("gul", 0), ("cem", 0), ("max", 0), ("dua", 0)])
def test_who_asked_reads_the_files_and_nobody_else(
    practice: Practice, releases: dict[str, UUID], who: str, seen: int
) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.everybody[who].person, purpose="HRESCH")
        found = app.execute("SELECT count(*) FROM releases_piece WHERE release_id = %s", [releases["ready"]]).fetchone()

    assert found == (seen,)


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("fen", "is_safe = true"),
        ("fen", "is_approved = true, is_safe = true, decided_by = gen_random_uuid(), decided_at = now()"),
        ("fen", "wanted_at = now()"),
        ("gul", "is_approved = true, decided_by = paravent_actor(), decided_at = now()"),
        ("max", "is_safe = true"),
    ],
)
def test_what_was_refused_stays_so(practice: Practice, releases: dict[str, UUID], who: str, change: str) -> None:
    with practice.as_app() as app:
        speak_as(app, practice.everybody[who].person, purpose="HRESCH")
        changed = app.execute(f"UPDATE releases_release SET {change} WHERE id = %s", [releases["refused"]])

    assert changed.rowcount == 0


def test_the_database_keeps_apart_who_asks_and_who_hands_out(practice: Practice, releases: dict[str, UUID]) -> None:
    fen = practice.fen.person
    with practice.as_superuser() as superuser, pytest.raises(psycopg.errors.CheckViolation):
        superuser.execute(RELEASE, [uuid4(), releases["study"], fen, True, True, fen, NOW, NOW, NOW])
    with practice.as_app() as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        speak_as(app, practice.gul.person, purpose="HRESCH")
        app.execute(PIECE, [uuid4(), releases["ready"], b""])


def test_a_stolen_database_holds_no_line_of_a_release(practice: Practice, releases: dict[str, UUID]) -> None:
    with practice.as_superuser() as superuser:
        (told,) = superuser.execute("SELECT sealed FROM releases_piece WHERE release_id = %s", [releases["ready"]])

    assert len(told[0]) > len(LINE) // 2
    assert b"Quermann" not in bytes(told[0])
    assert b"Patient" not in bytes(told[0])
