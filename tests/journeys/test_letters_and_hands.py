"""Who does not hear reads each letter while it is typed, and signs in a picture that keeps moving."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice

WATCHED = """
  globalThis.preferred = [];
  const set = RTCRtpSender.prototype.setParameters;
  RTCRtpSender.prototype.setParameters = function (parameters, ...more) {
    globalThis.preferred.push([parameters.degradationPreference, this.track?.contentHint]);
    return set.call(this, parameters, ...more);
  };
"""


def test_letters_while_they_are_typed_and_motion_for_signs(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    for page in (bea, ali):
        page.add_init_script(WATCHED)
    steps.talk(bea, ali, practice)

    message = ali.get_by_label("Message", exact=True)
    message.press_sequentially("Not to be")
    ali.get_by_text("Show each letter while I type").click()
    expect(bea.locator("li.draft p")).to_have_text("Not to be")
    message.press("End")
    message.press_sequentially("g")
    expect(bea.locator("li.draft p")).to_have_text("Not to beg")
    message.fill("It hurts here")
    expect(bea.locator("li.draft p")).to_have_text("It hurts here")
    message.press("Enter")
    expect(bea.locator("[data-log] li", has_text="It hurts here")).to_have_count(1)
    expect(bea.locator("li.draft")).to_have_count(0)

    for page in (ali, bea):
        page.get_by_text("Devices", exact=True).click()
    ali.get_by_role("button", name="Sign language").click()
    for page in (ali, bea):
        expect(page.get_by_role("button", name="Sign language")).to_have_attribute("aria-pressed", "true")
        steps.until(lambda page=page: page.evaluate("preferred.at(-1)") == ["maintain-framerate", "motion"], page)  # type: ignore[misc]
    bea.get_by_role("button", name="Sign language").click()
    steps.until(lambda: ali.evaluate("preferred.at(-1)") == ["balanced", ""], ali)
