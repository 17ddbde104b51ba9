"""The data-protection officer's desk: what waits, the most urgent first, as numbers of nobody."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paravent.access.operation import operation
from paravent.access.terms import INSTALLATION, Actor, Purpose, Refused, Role, allow
from paravent.breaches.tests.cast import breach_of
from paravent.consent.terms import Topic
from paravent.emergency.operations import break_glass
from paravent.kernel import clock
from paravent.kernel.ids import PatientId
from paravent.ledger.tests.logs import sequenced
from paravent.people.tests.cast import a_browser_of, at, somebody, the_log_says
from paravent.releases.models import Recipient, Release
from paravent.reports.operations import make_report
from paravent.reports.terms import Noticed
from paravent.research.operations import propose_study
from paravent.research.terms import Plan
from paravent.rights.operations import enter_request
from paravent.rights.terms import Kind
from paravent.rounds.models import Agreement
from paravent.uses.tests.cast import a_study, a_use, who_leaves
from paravent.vigilance.tests.cast import a_case_about
from paravent.web.desk import list_waiting

MOST_QUERIES = 30
IN_ORDER = [
    ("Requests of patients: Erasure (Art. 17)", 1),
    ("Breaches that are not closed", 1),
    ("Emergencies to review", 1),
    ("Withdrawals that a recipient has not acknowledged", 2),
    ("Requests of patients: Access report (Art. 15)", 2),
    ("Vigilance cases", 1),
    ("Reports of colleagues", 1),
    ("Releases to hand out or turn down", 1),
    ("Keys of recipients to compare", 1),
    ("Charters to agree to", 1),
    ("Studies to decide about", 1),
]
WHY = "Unconscious, brought in by an ambulance; medication unknown."


def asked_for(gul: Actor) -> int:
    with CaptureQueriesContext(connection) as captured:
        list_waiting(gul)
    return len(captured)


def a_study_with_everything_to_decide(fen: Actor, gul: Actor) -> UUID:
    """Return a study that runs, in which a measured release, a recipient's key and a charter wait; another study is only proposed."""
    study, now = a_study(fen, gul), clock.now()
    until = now.date() + timedelta(days=30)
    propose_study(fen, Plan("Sleep", "How many sleep badly", "Fulda", (Topic.RESEARCH_SCIENCE,), until))
    release = Release(study_id=study, asked_by=fen.person, asked_at=now, sealed_wish=b"")
    with operation("test.ask", fen, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        release.save(force_insert=True)
        Recipient(study_id=study, public_key="…", named_by=fen.person, named_at=now).save(force_insert=True)
        Agreement(study_id=study, digest="d", charter="…", attached_by=fen.person, attached_at=now).save(
            force_insert=True
        )
    with operation("test.file", INSTALLATION, Purpose.RESEARCH) as op:
        op.require(allow("test"))
        Release.objects.filter(pk=release.id).update(is_safe=True, measured_at=now)
    return study


def something_of_each_kind_but_research(gul: Actor, cem: Actor, ali: PatientId) -> None:
    enter_request(gul, ali, Kind.ERASURE, "", clock.now() - timedelta(days=40))
    enter_request(gul, ali, Kind.ACCESS, "", clock.now() - timedelta(days=1))
    a_case_about(cem, ali)
    breach_of(gul)
    break_glass(cem, ali, WHY)
    make_report(cem, text="The door stood open.", noticed=Noticed.JUST_NOW)


@pytest.mark.django_db
def test_everything_that_waits_stands_on_the_desk_the_nearest_deadline_first(
    gul: Actor, cem: Actor, ali: PatientId
) -> None:
    browser = a_browser_of(gul)
    assert "Nothing waits for you." in browser.get("/", follow=True).content.decode()

    now = clock.now()
    something_of_each_kind_but_research(gul, cem, ali)
    study = a_study_with_everything_to_decide(somebody("Fen", Role.RESEARCHER), gul)
    a_use(study, {ali: "P1"})
    who_leaves(ali)
    for_one_of_each = asked_for(gul)
    a_use(study, {ali: "P2"})
    who_leaves(ali)
    enter_request(gul, ali, Kind.ACCESS, "", now - timedelta(days=2))
    # What is about whoever reads waits for somebody else.
    a_case_about(gul, ali)

    found = list_waiting(gul)
    assert the_log_says("desk.see", "done", "protects-data")
    assert [(one.what, one.pile.number) for one in found] == IN_ORDER
    assert [(one.is_late, one.is_soon) for one in found[:3]] == [(True, True), (False, True), (False, True)]
    assert (found[4].is_soon, found[4].pile.since) == (False, now - timedelta(days=2))
    assert found[5].more == "1 of this week's 5 places are taken."
    assert asked_for(gul) == for_one_of_each
    assert for_one_of_each <= MOST_QUERIES
    assert found[8].url == f"/research/{study}/releases/"
    page = browser.get("/desk/").content.decode()
    assert not [name for name in ("Ali", "Cem", "Fen") if name in page]


@pytest.mark.django_db
def test_nobody_elses_desk_is_this_one(bea: Actor) -> None:
    with pytest.raises(Refused, match="only-dpo-watches"):
        list_waiting(bea)


def test_the_desk_says_that_the_clock_ran_back(fresh_database: str) -> None:
    gul = a_browser_of(somebody("Gul", Role.DPO))
    sequenced(1)
    assert "clock ran back" not in gul.get("/desk/").content.decode()

    with at(clock.now() - timedelta(hours=1)):
        sequenced(1)

    assert "The server's clock ran back: " in gul.get("/desk/").content.decode()
