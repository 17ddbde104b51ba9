"""Owning up, counting and the trend, on the real database and through the real pages."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client

from paravent.access.operation import operation
from paravent.access.terms import Actor, Refused, Role, allow
from paravent.detours import operations
from paravent.detours.models import Count
from paravent.detours.terms import Act, App, Heed, SentenceTooShort, Why
from paravent.kernel import clock
from paravent.kernel.ids import VisitId
from paravent.ledger.models import Entry
from paravent.people.tests.cast import TREAT, a_browser_of, a_patient, somebody, the_log_says
from paravent.records.models import Resource
from paravent.records.queries import versions_of
from paravent.visits.tests.cast import a_visit_of

SAID = "Camera failed twice, so we talked on WhatsApp about the rash. No photo went through it."


@pytest.fixture
def bea(db: None) -> Actor:
    return somebody("Bea", Role.CLINICIAN)


@pytest.fixture
def visit(bea: Actor) -> VisitId:
    return a_visit_of(bea, a_patient())


def lines() -> int:
    return Entry.objects.count()


def test_owning_up_documents_the_visit_in_the_file_and_counts_nobody(bea: Actor, visit: VisitId) -> None:
    operations.own_up(bea, visit, App.WHATSAPP, Why.NO_PICTURE, SAID)

    assert the_log_says(Act.OWN_UP, "done", "own-visit", visit)
    row = Count.objects.get()
    assert (row.kind, row.app, row.what, row.times) == ("elsewhere", "whatsapp", "no-picture-or-sound", 1)
    assert {field.name for field in Count._meta.fields} == {"id", "week", "kind", "app", "what", "times"}


def test_the_file_says_where_it_was_held_and_why(bea: Actor) -> None:
    ali = a_patient()
    operations.own_up(bea, a_visit_of(bea, ali), App.WHATSAPP, Why.NO_PICTURE, SAID)

    with operation(Act.OWN_UP, bea, TREAT) as op:
        op.require(allow("test"))
        filed = {row.resource_type: versions_of(row.id)[-1].resource for row in Resource.objects.all()}
    encounter, note = filed["Encounter"], filed["Composition"]
    assert encounter["type"][0]["text"] == "Consultation outside of Paravent: WhatsApp"
    assert note["title"] == "Consulted outside of Paravent: WhatsApp"
    assert note["encounter"]["reference"] == f"Encounter/{encounter['id']}"
    assert SAID in note["section"][0]["text"]["div"]


def test_a_word_is_no_sentence(bea: Actor, visit: VisitId) -> None:
    with pytest.raises(SentenceTooShort):
        operations.own_up(bea, visit, App.ZOOM, Why.FASTER, "  Zoom  ")
    assert Count.objects.count() == 0


def test_a_colleague_owns_up_for_nobody(visit: VisitId) -> None:
    cem = somebody("Cem", Role.CLINICIAN)

    with pytest.raises((Refused, ObjectDoesNotExist)):
        operations.own_up(cem, visit, App.ZOOM, Why.FASTER, SAID)
    assert Count.objects.count() == 0


def test_a_nudge_is_counted_without_a_line_in_the_log(bea: Actor) -> None:
    browser, before = a_browser_of(bea), lines()

    for heed in ("sent", "heeded", "sent"):
        assert (
            browser.post("/detours/count/", {"app": "zoom", "heed": heed, "person": str(bea.person)}).status_code == 204
        )

    assert lines() == before
    assert sorted(Count.objects.values_list("app", "what", "times")) == [("zoom", "heeded", 1), ("zoom", "sent", 2)]


def test_strangers_and_other_words_count_nothing(bea: Actor) -> None:
    assert Client().post("/detours/count/", {"app": "zoom", "heed": "sent"}).status_code == 403
    for wrong in ({"app": "Ali Demir", "heed": "sent"}, {"app": "zoom", "heed": "by Bea"}, {}):
        assert a_browser_of(bea).post("/detours/count/", wrong).status_code == 422
    assert Count.objects.count() == 0


def counted(weeks_ago: int, app: App, heed: Heed, times: int) -> None:
    at = clock.now() - timedelta(weeks=weeks_ago)
    with patch("paravent.kernel.clock.now", return_value=at):
        for _ in range(times):
            operations.count_nudge(app, heed)


def test_the_trend_tells_of_weeks_that_are_over_and_of_nothing_small(db: None) -> None:
    counted(0, App.ZOOM, Heed.SENT, 9)
    counted(1, App.ZOOM, Heed.SENT, 6)
    counted(6, App.ZOOM, Heed.HEEDED, 8)
    counted(1, App.SIGNAL, Heed.SENT, 4)
    counted(2, App.WHATSAPP, Heed.HEEDED, 20)

    found = operations.see_trend(somebody("Max", Role.ADMINISTRATOR))

    assert [(row.what, row.lately, row.before) for row in found.nudges] == [
        ("whatsapp", 20, 0),
        ("zoom", None, 8),  # as Signal's four could be had by taking it from the sum
        ("signal", None, 0),
    ]
    assert [(row.what, row.lately, row.before) for row in found.heeds] == [("heeded", 20, 8), ("sent", 10, 0)]


def test_a_clinician_sees_no_trend(bea: Actor) -> None:
    with pytest.raises(Refused, match="only-managers-see-trends"):
        operations.see_trend(bea)
    assert a_browser_of(bea).get("/detours/").status_code == 403


def test_the_pages(bea: Actor, visit: VisitId) -> None:
    browser, address = a_browser_of(bea), f"/visits/{visit}/elsewhere/"

    page = browser.get(address, {"app": "zoom"}).content.decode()
    assert page.index('value="zoom"') < page.index('value="whatsapp"')
    assert "never a reason for a warning" in page
    assert browser.post(address, {"app": "zoom", "sentence": "short"}).status_code == 422
    assert browser.post(address, {"sentence": SAID}).status_code == 422

    kept: Any = browser.post(address, {"app": "zoom", "sentence": SAID}, follow=True)
    assert "cannot be billed as a video consultation" in kept.content.decode()
    assert Count.objects.get().what == "not-said"
    assert browser.get(f"/visits/{uuid4()}/elsewhere/").status_code == 404
    dpo = a_browser_of(somebody("Gul", Role.DPO))
    assert "Nothing was counted" in dpo.get("/detours/").content.decode()
