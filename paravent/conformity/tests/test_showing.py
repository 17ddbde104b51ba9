"""What a person has to show is put on record with the paper's hash, counts until it is due again, and can be taken back."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from paravent.access.terms import INSTALLATION, Actor, Refused, Role
from paravent.conformity import operations
from paravent.conformity.models import Showing
from paravent.conformity.terms import Result, Shown
from paravent.kernel import clock
from paravent.people.tests.cast import a_browser_of, newest_lines, somebody

pytestmark = pytest.mark.django_db
PAPER = b"Who writes the letters after each visit. Signed."


def recorded(browser: Client, rule: str = "D20", days: int = 20) -> str:
    """Put a paper on record that is due again in so many days, and return what the page says."""
    today = timezone.localdate(clock.now())
    content = {"done_on": today, "due_on": today + timedelta(days=days), "paper": SimpleUploadedFile("p.pdf", PAPER)}
    return browser.post(f"/conformity/{rule}/show/", content, follow=True).content.decode()


def came_to(rule: str) -> tuple[Result, list[str]]:
    """Return what a rule comes to now, and what is said of it."""
    standing = next(one for one in operations.check_now(INSTALLATION).standings if one.checked.rule == rule)
    return standing.checked.result, [one.sentence for one in standing.checked.findings]


def test_a_paper_on_record_is_evidence_until_it_is_taken_back(gul: Actor) -> None:
    browser = a_browser_of(gul)
    assert came_to("D20")[0] is Result.HUMAN
    assert "It is on record" in recorded(browser)
    shown = next(one for one in newest_lines(5) if one.act == "conformity.show")

    assert (shown.actor, shown.facts["rule"]) == (gul.person, "D20")
    assert shown.facts["sha256"] == hashlib.sha256(PAPER).hexdigest() == Showing.objects.get().sha256
    assert came_to("D20") == (Result.PASS, ["shown-ends-soon"])
    page = browser.get("/conformity/").content.decode()
    assert "What is on record for one rule is due again" in page
    assert "On record since" in page

    browser.post(f"/conformity/shown/{Showing.objects.get().id}/take-back/")
    assert came_to("D20") == (Result.HUMAN, [])
    assert next(one for one in newest_lines(5) if one.act == "conformity.take-back").facts["rule"] == "D20"
    with pytest.raises(Refused, match="taken-back-before"):
        operations.take_back_showing(gul, Showing.objects.get().id)


def test_what_is_not_asked_of_a_person_and_what_is_not_ones_own_is_refused(gul: Actor, bea: Actor) -> None:
    today = timezone.localdate(clock.now())
    shown = Shown(today, today + timedelta(days=20), "ab" * 32)

    with pytest.raises(Refused, match="nothing-to-show"):
        operations.show_for_rule(gul, "G2", shown)
    with pytest.raises(Refused, match="nothing-to-show"):
        operations.show_for_rule(gul, "Z99", shown)
    assert a_browser_of(bea).get("/conformity/D20/show/").status_code == 403
    with pytest.raises(Refused, match="only-managers-read-conformity"):
        operations.show_for_rule(bea, "D20", shown)
    assert newest_lines(1)[0].outcome == "refused"


def test_a_record_is_never_changed(gul: Actor) -> None:
    browser = a_browser_of(gul)
    recorded(browser, days=300)

    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE conformity_showing SET due_on = due_on + 365")


def test_of_no_paper_and_too_long_a_term_the_page_says_what_is_wrong() -> None:
    browser = a_browser_of(somebody("Max", Role.ADMINISTRATOR))
    today = timezone.localdate(clock.now())

    page = browser.post("/conformity/D20/show/", {"done_on": today, "due_on": today}).content.decode()
    assert "This field is required" in page
    assert "count for longer than the rule lets it" in recorded(browser, days=800)
    assert not Showing.objects.exists()
