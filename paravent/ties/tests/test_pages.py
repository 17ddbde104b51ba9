"""The pages: one's own ties, the list of notable patients, where a colleague lives."""

import pytest

from paravent.access.terms import Actor, Role
from paravent.kernel.ids import PatientId
from paravent.people.tests.cast import a_browser_of, somebody
from paravent.ties import operations

pytestmark = pytest.mark.django_db


def test_a_clinician_finds_declares_and_takes_back(bea: Actor, ali: PatientId) -> None:
    browser = a_browser_of(bea)
    assert "Ali Demir" in browser.post("/ties/", {"q": "Demir"}).content.decode()

    browser.post(f"/ties/declare/{ali}/", {"kind": "former-partner"})

    page = browser.get("/ties/").content.decode()
    assert "Ali Demir" in page
    assert "We were a couple" in page
    (one,) = operations.see_own_ties(bea).declared
    browser.post(f"/ties/withdraw/{one.declaration_id}/")
    assert "Ali Demir" not in browser.get("/ties/").content.decode()


def test_data_protection_keeps_the_list(gul: Actor, dua: Actor, bea: Actor, ali: PatientId) -> None:
    browser = a_browser_of(gul)
    a_browser_of(dua).post(f"/patients/{ali}/propose-notable/")
    (proposed,) = operations.list_notables(gul).proposed
    assert "Proposed by reception" in browser.get("/notables/").content.decode()
    browser.post(f"/notables/decide/{proposed.notable_id}/", {"accepts": "no"})
    assert "Ali Demir" in browser.post("/notables/", {"q": "Demir"}).content.decode()

    wrong = browser.post(f"/notables/add/{ali}/", {"renown": "news"})
    assert wrong.status_code == 422
    assert "Say from when until when" in wrong.content.decode()
    said = {"renown": "news", "first": "2026-01-01", "last": "2035-01-01", "remark": "In the paper"}
    browser.post(f"/notables/add/{ali}/", said)

    page = browser.get("/notables/").content.decode()
    assert "In the paper" in page
    browser.post(f"/notables/end/{operations.list_notables(gul).live[0].notable_id}/")
    assert "In the paper" not in browser.get("/notables/").content.decode()
    assert a_browser_of(bea).get("/notables/").status_code == 403


def test_an_administrator_keeps_where_a_colleague_lives(bea: Actor) -> None:
    browser = a_browser_of(somebody("Max", Role.ADMINISTRATOR))

    browser.post(f"/staff/{bea.person}/home/", {"phone": "030 1234567", "street": "", "postal_code": ""})

    assert "030 1234567" in browser.get(f"/staff/{bea.person}/home/").content.decode()
    assert "030 1234567" in a_browser_of(bea).get("/ties/").content.decode()
    assert a_browser_of(bea).get(f"/staff/{bea.person}/home/").status_code == 403
