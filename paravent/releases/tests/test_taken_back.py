"""Whoever takes a permission back after a release is on its recipient's list by the name that they have in the files."""

import json

import pytest

from paravent.access.terms import Actor, Role
from paravent.people.tests.cast import somebody
from paravent.releases import operations
from paravent.releases.tests.cast import COARSE, a_wish, an_open_study, people
from paravent.uses import operations as uses
from paravent.uses.tests.cast import who_leaves

pytestmark = pytest.mark.django_db


def test_the_list_names_a_patient_as_the_files_do(bea: Actor, gul: Actor) -> None:
    fen = somebody("Fen", Role.RESEARCHER)
    study = an_open_study(fen, gul)
    patients = people(bea, 24)
    release = operations.ask_for_release(fen, study, a_wish(fen, study, rungs=COARSE))
    operations.decide_release(gul, release, approves=True)
    operations.begin_release(fen, release)
    operations.make_release(release)
    files = operations.see_release(fen, release).files
    lines = [line for one in files for line in operations.take_file(fen, release, one.number)[1].splitlines()]
    named = {one["id"] for one in map(json.loads, lines) if one["resourceType"] == "Patient"}
    (use,) = uses.see_uses(gul, study)
    who_leaves(patients[0])

    (batch,) = uses.take_list(gul, use.told.use_id)

    assert len(named) == len(patients)
    assert len(batch.pseudonyms) == 1
    assert set(batch.pseudonyms) < named
