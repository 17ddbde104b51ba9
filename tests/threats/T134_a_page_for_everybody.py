"""Whoever opens the page of studies without signing in *cannot* read there of a patient, how many took part, who proposed or approved a study, or of one that was not approved; and leaves no line that would bury the log. What a researcher writes into title, reason and recipients they *can* read: who approves is told to look for names."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from paravent.access.terms import INSTALLATION, Actor, Role
from paravent.consent.terms import Topic
from paravent.kernel import clock
from paravent.people.operations import register_patient
from paravent.people.terms import Identity
from paravent.people.tests.cast import WORK, newest_lines, somebody
from paravent.research.operations import decide_study, end_study, give_budget, propose_study, read_public_studies
from paravent.research.terms import Plan
from paravent.uses.terms import Kind
from paravent.uses.tests.cast import a_use

pytestmark = pytest.mark.django_db
PAGE = "/studies/"


def a_study(fen: Actor, title: str) -> UUID:
    until = clock.now().date() + timedelta(days=30)
    return propose_study(fen, Plan(title, "To learn how they are", "University of Fulda", (Topic.RESEARCH_AI,), until))


def test_everybody_reads_what_runs_and_what_came_out_and_nobodys_name(settings: Any) -> None:
    fen, gul = somebody("Fen Feldmann", Role.RESEARCHER), somebody("Gül Gün", Role.DPO)
    runs, over, turned_down = (a_study(fen, title) for title in ("It runs", "It is over", "It was turned down"))
    a_study(fen, "It waits")
    for study_id in (over, runs):
        decide_study(gul, study_id, approves=True)
    decide_study(gul, turned_down, approves=False)
    end_study(fen, over)
    give_budget(gul, runs, 500)
    ali = register_patient(INSTALLATION, WORK, Identity("Ali Demir"))
    for kind in (Kind.RELEASE, Kind.ROUND, Kind.ROUND):
        a_use(runs, {ali: "P-4711", uuid4(): "P-4712"}, kind)

    said = Client().get(PAGE).content.decode()

    assert [one.plan.title for one in read_public_studies()] == ["It runs", "It is over"]
    assert "Once, entries of files went out, without names" in said
    assert "2 rounds in which a program learned" in said
    assert "ε 0 of 0.5 is spent" in said
    hidden = ("Feldmann", "Gün", "Ali", "Demir", "P-471", "It waits", "turned down", str(ali), str(runs))
    assert [word for word in hidden if word in said] == []
    assert [line.act for line in newest_lines(1)] == ["test.use"]
    assert PAGE in Client().get("/account/login/").content.decode()

    settings.STUDIES_PUBLIC = False
    assert Client().get(PAGE).status_code == 404
    assert PAGE not in Client().get("/account/login/").content.decode()
