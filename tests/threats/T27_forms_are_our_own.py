"""A foreign page *cannot* make a signed-in browser do anything: every address that takes a form refuses one without its token, and the cookies do not travel with other sites' requests."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.threats.cast import Practice, addresses

STATIC = 405
"""Method not allowed: an address that takes no form."""

NO_COOKIE_COUNTS = {
    "/ledger/cosignature",
    "/programs/token",
    "/programs/introspect",
    "/programs/revoke",
    "/releases/token",
}
"""What a witness signed about the log, and what programs prove by themselves: taken from whoever brings it, by that alone."""


def without_token(practice: Practice, who: str) -> Client:
    """Return a browser that is signed in, or bears an invitation, and checks tokens as the real one does."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = practice.ali.cookies if who == "ali" else practice.everybody[who].browser.cookies
    return browser


@pytest.mark.parametrize("who", ["bea", "dua", "max", "ali"])
def test_no_address_takes_a_form_without_its_token(practice: Practice, who: str) -> None:
    browser = without_token(practice, who)
    refused = 0
    for address in set(addresses(practice)) - NO_COOKIE_COUNTS:
        answer = browser.post(address, {"party": str(uuid4()), "name": "forged"})
        # For programs no cookie counts at all: there a signed-in browser is nobody.
        expected = (
            {401, STATIC} if address.startswith("/fhir/") and ".well-known" not in address else {403, 404, STATIC}
        )
        assert answer.status_code in expected, address
        refused += answer.status_code == 403
    assert refused > 25


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.evil.example", "null"])
def test_a_token_from_elsewhere_does_not_help(practice: Practice, origin: str) -> None:
    browser = without_token(practice, "bea")
    browser.get("/visits/book/")
    token = browser.cookies["csrftoken"].value

    ours = browser.post("/visits/start/", {"csrfmiddlewaretoken": token})
    theirs = browser.post("/visits/start/", {"csrfmiddlewaretoken": token}, headers={"origin": origin})

    assert (ours.status_code, theirs.status_code) == (302, 403)


def test_reading_changes_nothing(practice: Practice) -> None:
    state = "SELECT (SELECT array_agg(v::text) FROM visits_visit v), (SELECT array_agg(p::text) FROM visits_party p)"
    pages = [page for page in addresses(practice) if "logout" not in page]
    with practice.as_superuser() as superuser:
        before = superuser.execute(state).fetchone()
        for page in pages:
            practice.bea.browser.get(page)

        assert superuser.execute(state).fetchone() == before


def test_cookies_do_not_travel_with_other_sites_requests(practice: Practice) -> None:
    for browser in (practice.bea.browser, practice.ali):
        assert {cookie["samesite"] for cookie in browser.cookies.values()} <= {"Lax", "Strict"}
