"""A recipient *cannot* say for another recipient of the same study that somebody is deleted, nor read their list; a key that is ended or renewed *cannot* take a duty away; a patient *cannot* read "deleted" before each who fetched has said so. That a recipient says so and keeps the rows all the same *can* be: it is their word, which they cannot deny afterwards."""

from uuid import UUID, uuid4

import pytest
from joserfc.jwk import ECKey

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Purpose, allow
from paravent.releases.operations import (
    acknowledge_removals,
    decide_recipient,
    end_recipient,
    fetch_removals,
    name_recipient,
)
from paravent.releases.queries import token_for
from paravent.uses import operations
from paravent.uses.queries import own_uses
from paravent.uses.steps import note_taken
from paravent.uses.terms import BatchUnknown, Stand, Taker
from paravent.uses.tests.cast import a_study, a_use, as_patient, who_leaves
from tests.threats.cast import Practice
from tests.threats.T132_in_the_recipients_place import RELEASE

FULDA, GOTHA = "University of Fulda", "Registry of Gotha"


def named(practice: Practice, study_id: UUID, name: str) -> UUID:
    """Return the number of a key that Fen brought and Gül compared."""
    public = ECKey.generate_key("P-384").as_pem(private=False).decode()
    number = name_recipient(practice.fen.actor, study_id, name, public)
    decide_recipient(practice.gul.actor, number, approves=True)
    return number


def taken_by(use_id: UUID, *names: str) -> None:
    """Let recipients take the files of a use."""
    with operation("test.use", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        for name in names:
            note_taken(op, use_id, Taker.RECIPIENT, name)


def reads(patient_id: UUID, use_id: UUID) -> tuple[Stand, dict[str, Stand]]:
    """Return what a patient reads of a use that they left: how it stands, and with whom."""
    with operation("test.look", as_patient(patient_id), Purpose.PATIENT_REQUEST) as op:
        op.require(allow("test"))
        (use,) = (one for one in own_uses(patient_id) if one.told.use_id == use_id)
    return use.stand, {held.recipient: held.stand for held in use.held}


def test_each_recipient_answers_for_themselves(practice: Practice) -> None:
    study_id, release_id, ali = a_study(practice.fen.actor, practice.gul.actor), uuid4(), practice.visit().patient_id
    with practice.as_superuser() as superuser:
        superuser.execute(RELEASE, [release_id, study_id, practice.fen.person, practice.gul.person])
    use_id = a_use(study_id, {ali: "p1"})
    taken_by(use_id, FULDA, GOTHA)
    fulda, gotha = named(practice, study_id, FULDA), named(practice, study_id, GOTHA)
    third = named(practice, study_id, "Institute of Jena")
    who_leaves(ali)
    (theirs,) = operations.take_list(practice.gul.actor, use_id, FULDA)
    (others,) = operations.take_list(practice.gul.actor, use_id, GOTHA)

    for key, batch in ((gotha, theirs), (fulda, others), (third, theirs), (third, others)):
        with pytest.raises(BatchUnknown):
            fetch_removals(token_for(key), release_id, batch.batch_id)
        with pytest.raises(BatchUnknown):
            acknowledge_removals(token_for(key), release_id, batch.batch_id)
    assert reads(ali, use_id) == (Stand.FETCHED, {FULDA: Stand.FETCHED, GOTHA: Stand.FETCHED})

    acknowledge_removals(token_for(gotha), release_id, others.batch_id)
    assert reads(ali, use_id) == (Stand.FETCHED, {FULDA: Stand.FETCHED, GOTHA: Stand.DONE})
    end_recipient(practice.gul.actor, fulda)
    assert reads(ali, use_id)[0] == Stand.FETCHED
    renewed = named(practice, study_id, "university  of fulda")
    acknowledge_removals(token_for(renewed), release_id, theirs.batch_id)

    assert reads(ali, use_id) == (Stand.DONE, {FULDA: Stand.DONE, GOTHA: Stand.DONE})
    with practice.as_superuser() as superuser:
        superuser.execute("DELETE FROM releases_release WHERE id = %s", [release_id])


def test_the_officer_answers_for_one_whose_key_is_gone_and_pages_name_each(practice: Practice) -> None:
    study_id, ali = a_study(practice.fen.actor, practice.gul.actor), practice.visit().patient_id
    use_id, gul = a_use(study_id, {ali: "p1"}), practice.gul
    taken_by(use_id, FULDA, GOTHA)
    who_leaves(ali)
    page = f"/research/{study_id}/uses/"
    assert gul.browser.post(f"/research/uses/{use_id}/list/", {"recipient": "Nobody"}).status_code == 404
    assert b"Patient/p1" in gul.browser.post(f"/research/uses/{use_id}/list/", {"recipient": FULDA}).content
    gul.browser.post(f"{page}{use_id}/confirm/", {"recipient": FULDA})

    shown = practice.fen.browser.get(page).content.decode()
    assert (f"{GOTHA}: not acknowledged since" in shown, f"{FULDA}: not acknowledged since" in shown) == (True, False)
    assert reads(ali, use_id) == (Stand.WAITS, {FULDA: Stand.DONE, GOTHA: Stand.WAITS})
