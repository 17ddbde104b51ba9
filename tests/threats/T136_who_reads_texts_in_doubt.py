"""A researcher, a data-protection officer, reception, an administrator or a clinician who does not care for the patient *cannot* read or decide a text that was held back, nor can a clinician who researches here, nor one from whom its resource is kept now; a stolen database *cannot* be read. PostgreSQL and seals hold it without asking the policy."""

from collections.abc import Iterator

import pytest

from paravent.doubts.models import Doubt
from paravent.doubts.tests.cast import a_text_in_doubt
from tests.threats.cast import Practice, speak_as

DECIDE = """
UPDATE doubts_doubt SET sealed = '', decided_by = paravent_actor(), decided_at = now() WHERE decided_at IS NULL
"""
GRANT = """
INSERT INTO people_rolegrant (id, person_id, role, granted_by, starts_at) VALUES (gen_random_uuid(), %s, 'researcher', %s, now() - interval '1 day')
"""


@pytest.fixture
def held(practice: Practice) -> Iterator[Doubt]:
    """Leave a letter of a patient of Bea's that waits, and no other in the practice that tests share."""
    forget_all(practice)
    yield a_text_in_doubt(practice.bea.actor)
    forget_all(practice)


def forget_all(practice: Practice) -> None:
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM doubts_doubt")


def seen_and_changed(practice: Practice, who: str, purpose: str = "HRESCH") -> tuple[int, int]:
    """Return how many texts somebody reads and decides about who speaks to PostgreSQL alone; nothing is kept."""
    with practice.as_app() as app:
        speak_as(app, practice.everybody[who].person, purpose=purpose)
        (seen,) = app.execute("SELECT count(sealed) FROM doubts_doubt").fetchone() or (0,)
        changed = app.execute(DECIDE).rowcount
        app.rollback()
    return seen, changed


def test_who_cares_reads_and_decides_and_nobody_else_does(practice: Practice, held: Doubt) -> None:
    del held
    found = {who: seen_and_changed(practice, who) for who in practice.everybody}

    # The officer finds rows to take away at an erasure; what is in them only the clinical key opens, which is not theirs.
    assert found == {"bea": (1, 1), "cem": (0, 0), "dua": (0, 0), "fen": (0, 0), "gul": (1, 0), "max": (0, 0)}
    assert seen_and_changed(practice, "bea", purpose="TREAT") == (0, 0)
    with practice.as_app() as app:
        speak_as(app, practice.gul.person, purpose="HRESCH")
        assert app.execute("SELECT count(*) FROM keys_patientkey WHERE scope = 'clinical'").fetchone() == (0,)


def test_a_clinician_who_researches_or_from_whom_the_letter_is_kept_reads_none(practice: Practice, held: Doubt) -> None:
    with practice.as_superuser() as superuser:
        superuser.execute("UPDATE records_resource SET label = 'V' WHERE id = %s", [held.resource_id])
        superuser.execute("UPDATE people_carerelation SET why = 'visit' WHERE patient_id = %s", [held.patient_id])
    assert seen_and_changed(practice, "bea") == (0, 0)
    with practice.as_superuser() as superuser:
        superuser.execute("UPDATE records_resource SET label = 'N' WHERE id = %s", [held.resource_id])
        superuser.execute(GRANT, [practice.bea.person, practice.max.person])
    try:
        assert seen_and_changed(practice, "bea") == (0, 0)
    finally:
        with practice.as_superuser() as superuser:
            superuser.execute(
                "DELETE FROM people_rolegrant WHERE person_id = %s AND role = 'researcher'", [practice.bea.person]
            )
    assert seen_and_changed(practice, "bea") == (1, 1)


def test_a_stolen_database_holds_no_word_of_it(practice: Practice, held: Doubt) -> None:
    with practice.as_superuser() as superuser:
        told = superuser.execute("SELECT sealed, digest FROM doubts_doubt WHERE id = %s", [held.id]).fetchone()

    assert told is not None
    assert [one for one in told if b"Mathilde" in bytes(one) or b"Kurz" in bytes(one)] == []
