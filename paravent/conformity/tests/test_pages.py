"""The page of conformity, as a browser without scripts gets it."""

import json
import re

import pytest
from django.utils import translation

from paravent.access.terms import Actor, Role
from paravent.conformity import operations
from paravent.conformity.tests.cast import SOUND, but
from paravent.people.tests.cast import a_browser_of, newest_lines, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a review be late, and everything else be as it should."""
    monkeypatch.setattr(operations, "gather", lambda _: but("done", overdue_reviews=2))


@pytest.mark.usefixtures("late")
def test_failures_first_then_mended(gul: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = a_browser_of(gul)
    assert "Not looked at yet" in browser.get("/conformity/").content.decode()
    page = browser.post("/conformity/check/", follow=True).content.decode()

    assert "Rules not met: 2." in page
    assert "Paravent is not certified" in page
    assert page.index(">H2<") < page.index("Needs a person</h2>") < page.index("Met</h2>")
    assert re.search(r'<details class="card rule" open>\s*<summary><span class="rule-name"><b>H2</b>', page)
    monkeypatch.setattr(operations, "gather", lambda _: SOUND)
    assert (
        "Nothing that a program can look at fails" in browser.post("/conformity/check/", follow=True).content.decode()
    )


@pytest.mark.usefixtures("late")
def test_in_german_on_paper_for_the_administration() -> None:
    browser = a_browser_of(somebody("Max", Role.ADMINISTRATOR), accept_language="de")
    with translation.override("de"):
        page = browser.post("/conformity/check/", follow=True).content.decode()
        assert "länger als 72 Stunden auf ihre Prüfung warten: 2" in page
        drawn = browser.post("/conformity/report.pdf")

    assert drawn.content.startswith(b"%PDF-")
    assert newest_lines(1)[0].act == "conformity.print"
    assert "/receipt/" not in browser.get("/conformity/").content.decode(), "the log has not signed it yet"


def test_the_bill_of_materials_of_what_is_installed_is_at_hand(gul: Actor) -> None:
    answer = a_browser_of(gul).get("/conformity/sbom.cdx.json")
    told = json.loads(answer.content)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="sbom.cdx.json"'
    assert (told["bomFormat"], "django" in {one["name"] for one in told["components"]}) == ("CycloneDX", True)


def test_it_is_not_open_to_others(bea: Actor) -> None:
    browser = a_browser_of(bea)

    assert browser.get("/conformity/").status_code == 403
    assert browser.get("/conformity/sbom.cdx.json").status_code == 403
    assert browser.post("/conformity/check/").status_code == 403
    assert browser.get("/conformity/check/").status_code == 405
