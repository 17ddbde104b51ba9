"""What people do in the journeys, in their words."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.practice import Practice, printed_link

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# Two browsers that encode and decode in software, on a machine that may have other work.
BUSY_MS = 90_000
FRAMES = "() => document.querySelector('video[data-remote]')?.getVideoPlaybackQuality().totalVideoFrames ?? 0"


def until(true: Callable[[], object], page: Page, seconds: float = 20) -> None:
    """Wait until something is so; scripts of the page's own would break its security policy."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not become so"
        page.wait_for_timeout(50)


def with_authenticator(page: Page) -> None:
    """Give the browser a passkey holder that knows its user."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enrolment_link(practice: Practice, name: str, email: str) -> str:
    """Make an account on the command line and return the link it prints."""
    return printed_link(
        practice.run("user", "add", name, email, "--role", "clinician", "--base-url", practice.base_url)
    )


def enrol_and_sign_in_by_passkey(page: Page, practice: Practice, name: str = "Nora Neu") -> None:
    """Come new to the practice, which keeps everybody for all journeys: each has a name of their own."""
    page.goto(enrolment_link(practice, name, f"{name.split(maxsplit=1)[0].lower()}@praxis.example"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def sign_in(page: Page, practice: Practice, who: str) -> None:
    page.goto(practice.people[who]["sign_in_url"])


def go_to(page: Page, place: str) -> None:
    """Go to one of the places at the head of the page, behind *More* where it stands there."""
    places = page.get_by_role("navigation", name="Places")
    link = places.get_by_role("link", name=place, exact=True, include_hidden=True)
    link.wait_for(state="attached")
    if not link.is_visible():
        places.get_by_text("More", exact=True).click()
    link.click()


def start_now(page: Page) -> str:
    """Start a visit and return the link to it."""
    page.get_by_role("button", name="Start now").click()
    return page.locator("[data-invitation-link]").inner_text()


def get_ready(page: Page, link: str, name: str = "Ali Demir") -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Ready").click()
    page.locator("main[data-step=waiting]").wait_for()


def admit(page: Page) -> None:
    page.get_by_role("button", name="Admit").click()


def frames(page: Page) -> int:
    return int(page.evaluate(FRAMES))


def see_each_other(*pages: Page) -> None:
    """Wait until every side has decoded pictures of the other."""
    for page in pages:
        page.locator('main[data-call-state="connected"]').wait_for(timeout=BUSY_MS)
        until(lambda page=page: frames(page) > 3, page, BUSY_MS / 1000)  # type: ignore[misc]


def frames_go_on(page: Page) -> None:
    before = frames(page)
    until(lambda: frames(page) > before + 10, page)


def number(page: Page) -> list[str]:
    """Return the words of the safety number."""
    return page.locator("[data-safety-number] .word").all_inner_texts()


def talk(bea: Page, ali: Page, practice: Practice) -> None:
    """Bring two people into a call."""
    sign_in(bea, practice, "bea")
    get_ready(ali, start_now(bea))
    admit(bea)
    see_each_other(bea, ali)


def compare(page: Page) -> None:
    """Say that the safety number is the same on both sides: nothing comes between the picture and the buttons under it."""

    def between() -> float:
        stage, controls = page.locator("[data-stage]").bounding_box(), page.locator(".controls").bounding_box()
        assert stage
        assert controls
        return controls["y"] - stage["y"] - stage["height"]

    before = between()
    page.get_by_role("button", name="The same", exact=True).click()
    expect(page.get_by_text("Good: nobody is in between.")).to_be_visible()
    assert between() == before


def this_is_them(page: Page) -> None:
    """Say in the call whose visit it is, by the first who was found; head and file are that patient's then."""
    page.get_by_role("button", name="This is them").first.click()
    expect(page.locator("#whose-visit")).to_have_count(0)


def open_visit(page: Page, reason: str) -> None:
    """Open a visit of today from the day's list."""
    page.locator("li", has_text=reason).get_by_role("link").click()


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def end_a_visit_with_somebody_known(bea: Page, ali: Page, practice: Practice) -> None:
    """Hold a visit whose patient the clinician knows, so that their own page speaks for the whole file."""
    talk(bea, ali, practice)
    bea.get_by_label("Name or date of birth").fill("Demir")
    compared = number(bea)
    this_is_them(bea)
    expect(bea.get_by_role("heading", name="Ali Demir")).to_be_visible()
    # The page was not left: the call goes on, and what was compared in it holds.
    frames_go_on(bea)
    assert number(bea) == compared
    if bea.get_by_text("How do you know this person?").is_visible():
        bea.get_by_text("How do you know this person?").click()
        bea.get_by_label("I know them personally").check()
        bea.get_by_role("button", name="Note it").click()
    expect(bea.locator(".identity").get_by_text("verified", exact=True)).to_be_visible()
    bea.get_by_role("button", name="End visit").click()
