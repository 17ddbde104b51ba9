"""Letters over HTTP: the same letters as in a folder, left with whoever leads, and nothing is lost where somebody stops."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from paravent.access.terms import INSTALLATION, Actor, Role
from paravent.consent.terms import Topic
from paravent.kernel.ids import PatientId
from paravent.learning.terms import BoxUnreachable, Charter
from paravent.learning.tests.cast import Hospital
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.research.tests.test_studies import permit
from paravent.rounds import operations
from paravent.rounds.tests.box import a_box, came, led_here, over_http, went_on_over_http
from paravent.rounds.tests.test_rounds import (
    a_study,
    agreed,
    charter_here,
    known_here,
    others_of,
    patients_here,
    pooled,
    went_on,
)


@dataclass(frozen=True)
class Run:
    """A charter that was agreed to, and who takes part."""

    fen: Actor
    study: UUID
    agreement: UUID
    charter: Charter
    patients: list[PatientId]
    sites: list[Hospital]


@pytest.fixture(autouse=True)
def without_noise(settings: Any) -> None:
    """Let this practice take part without noise, so that sums can be compared."""
    settings.ROUNDS_WITHOUT_NOISE = True


@pytest.fixture
def run(fresh_database: str) -> Run:
    """Return a run that this installation leads, with two other hospitals."""
    del fresh_database
    bea, fen, gul = somebody("Bea", Role.CLINICIAN), somebody("Fen", Role.RESEARCHER), somebody("Gul", Role.DPO)
    patients = patients_here(bea, 21)
    permit(patients, Topic.RESEARCH_AI)
    study, charter = a_study(fen, gul), charter_here(leads=True, rounds=2)
    return Run(fen, study, agreed(fen, gul, study, charter), charter, patients, others_of(charter))


def test_letters_over_http_make_the_model_that_all_patients_in_one_place_would(run: Run) -> None:
    with a_box(run.charter, *run.sites) as (bonn, celle):
        assert led_here(run.charter)
        # Bonn stops after it sat down, before its letter went out: it lies there still, and is brought later, even twice.
        lying = came(bonn, run.charter)
        run.sites[0].step(run.charter, lying)
        bonn.bring(lying[-1])
        bonn.bring(lying[-1])
        over_http(run.charter, run.sites[1], celle)
        assert len(bonn.digests()) == len(lying) + 1
    with pytest.raises(BoxUnreachable):
        bonn.digests()

    # Started anew, on another port: the box has kept what lay in it.
    with a_box(run.charter, *run.sites) as boxes:
        went_on_over_http(run.charter, run.sites, boxes)
        lying_here = operations.letters_here(INSTALLATION, run.charter.digest).letters
        assert [one.digest for one in came(boxes[0], run.charter)] == [one.digest for one in lying_here]

    state = json.loads(operations.take_model(run.fen, run.agreement, 2))["state"]
    expected = pooled(run.charter, [known_here(run.patients), *(site.held for site in run.sites)])
    assert np.allclose(state, expected.state, atol=1e-5)
    assert [site.seat.state for site in run.sites if site.seat] == [tuple(state)] * 2
    (view,) = operations.see_rounds(run.fen, run.study)[2]
    assert view.progress is not None
    assert view.progress.is_over
    assert [(one.round, one.was_opened) for one in view.left] == [(1, True), (2, True)]


def test_a_page_says_who_is_missing_and_what_left_this_house(run: Run) -> None:
    reader, where = a_browser_of(run.fen), f"/research/{run.study}/rounds/"
    assert "It has not begun here" in reader.get(where).content.decode()

    led_here(run.charter)
    page = reader.get(where).content.decode()
    assert "It waits for Bonn, Celle to take a seat." in page
    assert page.count("nothing has come from there") == 2
    assert "--without NAME" in page
    assert f"/rounds/{run.charter.digest}/letters/ --watch" in page
    assert "Nothing yet." in page

    post = list(operations.letters_here(INSTALLATION, run.charter.digest).letters)
    run.sites[0].step(run.charter, post)
    operations.receive_letter(run.charter.digest, post[-1].content)
    page = reader.get(where).content.decode()
    assert "It waits for Celle to take a seat." in page

    went_on(run.charter, run.sites, post, leads=True)
    page = reader.get(where).content.decode()
    assert "the run is over" in page
    assert page.count("its mask was opened") == 2
