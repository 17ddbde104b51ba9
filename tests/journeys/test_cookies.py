"""What a browser keeps of a consultation: a few cookies without which it could not work, and nothing else."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice

STAFF = {
    "paravent-session": "who is signed in",
    "csrftoken": "that a form was sent from our own page",
}
GUEST = {
    "paravent-guest": "which invitation this browser bears",
    "paravent-seat": "the seat that it took by it",
    "csrftoken": "that a form was sent from our own page",
}
KEPT = "() => [Object.keys(localStorage), Object.keys(sessionStorage)]"


def test_only_necessary_cookies_are_set(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    for page, allowed in ((bea, STAFF), (ali, GUEST)):
        cookies = page.context.cookies()
        assert {cookie.get("name") for cookie in cookies} == set(allowed)
        assert all(cookie.get("httpOnly") for cookie in cookies)
        assert all(cookie.get("sameSite") in {"Lax", "Strict"} for cookie in cookies)
    # htmx notes the address that this tab shows, for the back button; no name is in an address.
    assert bea.evaluate(KEPT) == [[], ["htmx-current-path-for-history"]]
    # The link, for this tab alone, so that the patient can send it on to another device.
    assert ali.evaluate(KEPT) == [[], ["paravent-link"]]
