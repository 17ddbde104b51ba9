"""Whoever has research data *cannot* go on unseen after a patient took it back: the removal is written with the withdrawal, restriction or erasure or none of them is, and who has not acknowledged stands on the study's page with the day. That a recipient really deleted *can* be a lie: it is their word."""

from uuid import UUID

import pytest
from django.db import DatabaseError

from paravent.access.terms import Refused
from paravent.kernel import clock
from paravent.rights.operations import enter_request, restrict_file
from paravent.rights.terms import Kind as Right
from paravent.uses import operations, queries
from paravent.uses.tests.cast import a_study, a_use, who_leaves
from paravent.visits.operations import erase_patient
from tests.threats.cast import Practice


def removals(practice: Practice, use_id: UUID) -> int:
    """Return how many pseudonyms recipients have to delete."""
    with practice.as_superuser() as everything:
        found = everything.execute("SELECT count(*) FROM uses_removal WHERE use_id = %s", [use_id]).fetchone()
    assert found is not None
    return int(found[0])


def test_every_way_out_reaches_the_recipient(practice: Practice) -> None:
    study_id = a_study(practice.fen.actor, practice.gul.actor)
    ali = practice.held.patient_id
    mia, nora = practice.visit().patient_id, practice.visit().patient_id
    use_id = a_use(study_id, {ali: "p1", mia: "p2", nora: "p3"})

    who_leaves(ali)
    restrict_file(practice.gul.actor, enter_request(practice.gul.actor, mia, Right.RESTRICTION, "", clock.now()))
    erase_patient(practice.gul.actor, nora)

    assert removals(practice, use_id) == 3
    page = practice.fen.browser.get(f"/research/{study_id}/uses/").content.decode()
    assert "not acknowledged since" in page
    assert "has to delete" in page


def test_what_cannot_be_told_is_not_done(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    ali = practice.visit().patient_id
    a_use(a_study(practice.fen.actor, practice.gul.actor), {ali: "p1"})

    def broken(*_: object) -> bytes:
        raise DatabaseError

    monkeypatch.setattr(queries, "sealed_pseudonym", broken)
    with pytest.raises(DatabaseError):
        erase_patient(practice.gul.actor, ali)

    with practice.as_superuser() as everything:
        keys = everything.execute("SELECT count(*) FROM keys_patientkey WHERE patient_id = %s", [ali]).fetchone()
    assert keys == (2,)


def test_nobody_notes_an_answer_to_what_was_never_sent(practice: Practice) -> None:
    ali = practice.held.patient_id
    use_id = a_use(a_study(practice.fen.actor, practice.gul.actor), {ali: "p1"})
    who_leaves(ali)

    with pytest.raises(Refused, match="nothing-to-confirm"):
        operations.confirm_removal(practice.gul.actor, use_id)
    with pytest.raises(Refused, match="only-dpo-answers-to-recipients"):
        operations.confirm_removal(practice.fen.actor, use_id)
