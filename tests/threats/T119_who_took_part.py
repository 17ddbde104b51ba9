"""A colleague, a researcher and another patient *cannot* learn who took part in a release, answer or round, nor take somebody out of it or write somebody in: row security gives them no part. The patient and the data-protection officer *can* see it."""

from uuid import UUID

import psycopg
import pytest

from paravent.access.terms import Purpose
from paravent.uses.tests.cast import a_study, a_use
from tests.threats.cast import Practice, speak_as

PART = "INSERT INTO uses_part (id, use_id, patient_id, sealed_pseudonym) VALUES (gen_random_uuid(), %s, %s, 'x')"


def counted(app: psycopg.Connection, where: str, use_id: UUID) -> int:
    """Return how many rows of a use somebody is shown."""
    found = app.execute(f"SELECT count(*) FROM {where} = %s", [use_id]).fetchone()
    assert found is not None
    return int(found[0])


def test_row_security_shows_a_part_to_its_patient_and_the_officer(practice: Practice) -> None:
    ali, mia = practice.held.patient_id, practice.visit().patient_id
    use_id = a_use(a_study(practice.fen.actor, practice.gul.actor), {ali: "p1"})
    for person, purpose, parts, uses in (
        (ali, Purpose.PATIENT_REQUEST, 1, 1),
        (practice.gul.person, Purpose.RESEARCH, 1, 1),
        (ali, Purpose.TREATMENT, 0, 0),
        (mia, Purpose.PATIENT_REQUEST, 0, 0),
        (practice.bea.person, Purpose.TREATMENT, 0, 0),
        (practice.dua.person, Purpose.OPERATIONS, 0, 0),
        (practice.max.person, Purpose.ADMINISTRATION, 0, 0),
        (practice.fen.person, Purpose.RESEARCH, 0, 1),
    ):
        with practice.as_app() as app:
            speak_as(app, person, purpose=purpose)
            seen = (counted(app, "uses_part WHERE use_id", use_id), counted(app, "uses_use WHERE id", use_id))
            assert seen == (parts, uses), (person, purpose)

    for colleague in (practice.fen, practice.bea, practice.gul):
        with practice.as_app() as app:
            speak_as(app, colleague.person, purpose=Purpose.RESEARCH)
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                app.execute(PART, [use_id, mia])
    with practice.as_app() as app:
        speak_as(app, practice.fen.person, purpose=Purpose.RESEARCH)
        assert app.execute("UPDATE uses_part SET left_at = now()").rowcount == 0


def test_no_page_of_a_researcher_and_no_line_of_theirs_names_who_took_part(practice: Practice) -> None:
    ali = practice.held.patient_id
    study_id = a_study(practice.fen.actor, practice.gul.actor)
    a_use(study_id, {ali: "p-quokka", practice.visit().patient_id: "p2"})

    page = practice.fen.browser.get(f"/research/{study_id}/uses/").content.decode()

    assert "Release of rows" in page
    assert not {word for word in (str(ali), "p-quokka") if word in page}
    assert [line for line in practice.log("use.see") if line[3] or str(ali) in str(line[4])] == []
