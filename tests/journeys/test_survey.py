"""A survey from a phone: opened by the officer, answered in six taps and one, closed, read beside the study."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.looking import look_at
from tests.journeys.practice import Practice
from tests.journeys.steps import sign_in


def test_a_survey_is_answered_on_a_phone_and_read_beside_the_study(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    max_, bea = somebody(), somebody(PHONE)
    sign_in(max_, practice, "max")
    max_.locator("summary", has_text="Max Maurer").click()
    max_.get_by_role("link", name="Survey").click()
    look_at(max_, "before a survey")
    max_.get_by_role("button", name="Open a survey").click()
    expect(max_.get_by_text("fewer than five have answered")).to_be_visible()
    for one in max_.get_by_role("radio", name="No", exact=True).all():
        one.check()
    max_.get_by_role("button", name="Keep as the practice's answer").click()
    look_at(max_, "a survey that is open")

    sign_in(bea, practice, "bea")
    bea.goto(f"{practice.base_url}/survey/")
    look_at(bea, "the questions on a phone")
    taps = 0
    for one in bea.get_by_role("radio", name="Yes").all():
        one.check()
        taps += 1
    bea.get_by_role("button", name="Send my answers").click()
    expect(bea.get_by_text("nobody can tell which are yours")).to_be_visible()
    assert taps + 1 == 7, "two minutes: six answers and one button"
    look_at(bea, "answered")

    max_.get_by_role("button", name="Close it and show the results").click()
    expect(max_.get_by_role("heading", name="Survey beside the European study")).to_be_visible()
    expect(max_.get_by_text("Better than 24 %?")).to_be_visible()
    expect(max_.get_by_text("Too few answers to say").first).to_be_visible()
    look_at(max_, "results of a survey")
