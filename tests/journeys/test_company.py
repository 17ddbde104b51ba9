"""Who is in the call, who is not, and who they are: links handed on, seats taken over, people sent out."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice


def test_a_forwarded_link_brings_nobody_into_a_running_call(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, zoe = somebody(), somebody(PHONE), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    steps.get_ready(ali, link)
    steps.admit(bea)
    steps.see_each_other(bea, ali)
    zoe.goto(link)
    zoe.get_by_label("Your name").fill("Zoe Zander")
    zoe.get_by_role("button", name="Ready").click()
    steps.frames_go_on(ali)
    assert zoe.locator("video[data-remote]").count() == 0
    for button in bea.get_by_role("button", name="Admit").all():
        button.click()
    steps.frames_go_on(ali)
    assert zoe.locator("main[data-step=call]").count() == 0
    assert bea.locator("video[data-remote]").count() == 1


def test_the_clinician_says_how_she_knows_the_patient_and_who_it_is(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    expect(bea.locator("figcaption", has_text="not verified")).to_be_visible()
    bea.get_by_text("How do you know this person?").click()
    bea.get_by_label("I know them personally").check()
    bea.get_by_role("button", name="Note it").click()
    expect(bea.locator(".identity").get_by_text("verified", exact=True)).to_be_visible()
    bea.get_by_label("Name or date of birth").fill("Sophie")
    bea.get_by_role("button", name="This is them").first.click()
    expect(bea.get_by_role("heading", name="Sophie")).to_be_visible()
    steps.see_each_other(bea, ali)


def test_others_who_wait_are_a_silent_number(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, zoe = somebody(), somebody(PHONE), somebody(PHONE)
    sounds: list[str] = []
    bea.on("dialog", lambda dialog: sounds.append(dialog.message))
    bea.on("popup", lambda page: sounds.append(page.url))
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    bea.goto(practice.base_url + "/today/")
    steps.get_ready(ali, steps.start_now(bea))
    steps.admit(bea)
    steps.see_each_other(bea, ali)
    steps.get_ready(zoe, link, "Zoe Zander")
    expect(bea.locator(".elsewhere").get_by_role("link")).to_be_visible()
    assert sounds == []
    assert bea.locator("audio").count() == 0
    bea.get_by_role("button", name="Remove").click()
    expect(ali.get_by_role("link", name="Come back")).to_be_visible()
    assert ali.get_by_role("heading", level=1).inner_text()
