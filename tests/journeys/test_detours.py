"""Somebody asks for WhatsApp: a quiet line with the better way. And somebody who was there says so, in two taps and a sentence."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice
from tests.journeys.steps import go_to, sign_in, start_now, talk, until
from tests.threats.red_team.plays import Play

LINE = ".nudge"


def test_who_asks_for_whatsapp_in_the_chat_is_shown_what_helps(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    asked: list[str] = []
    talk(bea, ali, practice)
    for page in (bea, ali):
        page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))

    message = ali.get_by_role("textbox", name="Message")
    message.fill("No, the patient has WhatsApp open.")
    ali.wait_for_timeout(600)
    expect(ali.locator(LINE)).to_have_count(0)
    message.fill("I hear nothing, can you call me on WhatsApp?")
    expect(ali.locator(LINE)).to_contain_text("WhatsApp")
    look_at(ali, "a nudge on the patient's phone")
    ali.get_by_role("button", name="Send", exact=True).click()
    expect(ali.locator(LINE)).to_have_count(0)
    expect(ali.locator("[data-log]")).to_contain_text("call me on WhatsApp")

    expect(bea.locator(f"[data-log] {LINE}")).to_contain_text("The call here works too")
    look_at(bea, "a nudge under what the patient wrote")
    bea.locator(f"[data-log] {LINE}").get_by_role("button", name="Sound alone").click()
    expect(bea.locator("[data-camera]")).to_have_attribute("aria-pressed", "true")
    expect(bea.locator(f"[data-log] {LINE}")).to_have_count(0)
    until(lambda: any("/detours/count/" in one for one in asked), bea)
    counted = [one.partition("/detours/count/ ")[2] for one in asked if "/detours/count/" in one]
    assert counted == ["app=whatsapp&heed=heeded"], "the patient's page counts nothing, the clinician's no person"
    assert not any("hear+nothing" in one or "hear nothing" in one for one in asked)


@pytest.mark.scenario("I27")
def test_a_note_that_plans_a_call_elsewhere_offers_to_start_now(
    practice: Practice, somebody: Callable[..., Page], play: Play
) -> None:
    play.by("a browser, in which the note says what is planned")
    bea = somebody()
    sign_in(bea, practice, "bea")
    start_now(bea)
    bea.get_by_label("Plan").fill("Call her on FaceTime tomorrow")
    expect(bea.locator(LINE)).to_contain_text("FaceTime")
    play.seen("a line with the better way, under the words that ask for another app, before they are sent or kept")
    play.no_line("a nudge is counted for the practice, and names nobody")
    look_at(bea, "a nudge under a note")
    bea.get_by_role("button", name="Not what I mean").click()
    expect(bea.locator(LINE)).to_have_count(0)
    bea.get_by_label("Plan").fill("Call her on FaceTime tomorrow at nine")
    bea.wait_for_timeout(600)
    expect(bea.locator(LINE)).to_have_count(0)

    bea.get_by_label("Assessment").fill("Consulted by FaceTime last night")
    bea.get_by_role("link", name="It was held there already").click()
    expect(bea.get_by_role("heading", name="I consulted elsewhere")).to_be_visible()
    expect(bea.locator(".apps button").first).to_have_text("FaceTime")


def test_who_consulted_elsewhere_says_so_in_two_taps_and_a_sentence(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea = somebody()
    sign_in(bea, practice, "bea")
    start_now(bea)
    bea.get_by_role("link", name="I consulted elsewhere").click()
    look_at(bea, "owning up")
    bea.get_by_label("What happened, in a sentence").fill("Camera failed, so we spoke on WhatsApp. No photo was sent.")
    bea.get_by_role("button", name="WhatsApp").click()
    expect(bea.get_by_role("heading", name="Kept in the file. Thank you.")).to_be_visible()
    expect(bea.get_by_text("cannot be billed as a video consultation")).to_be_visible()
    look_at(bea, "owned up")

    max_ = somebody()
    sign_in(max_, practice, "max")
    go_to(max_, "Detours")
    expect(max_.get_by_role("heading", name="Detours")).to_be_visible()
    expect(max_.locator("main")).not_to_contain_text("Bea")
    look_at(max_, "the trend")
