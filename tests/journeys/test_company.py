"""Who is in the call, who is not, and who they are: links handed on, seats taken over, people sent out."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice

ROOM_FULL = 409
# Every way in which a page can make itself heard or seen without being looked at.
LISTEN = """
  globalThis.heard = [];
  const note = (what) => function () { globalThis.heard.push(what); return Promise.resolve(); };
  for (const kind of ["AudioContext", "webkitAudioContext", "OfflineAudioContext", "SpeechSynthesisUtterance"]) {
    globalThis[kind] = class { constructor() { globalThis.heard.push(kind); } };
  }
  globalThis.Notification = class {
    static permission = "granted";
    static requestPermission = note("asked to notify");
    constructor(text) { globalThis.heard.push(text); }
  };
  globalThis.Audio = class { constructor(url) { globalThis.heard.push(url); } };
  ServiceWorkerRegistration.prototype.showNotification = note("notification");
  Navigator.prototype.vibrate = note("vibrated");
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!(this instanceof HTMLVideoElement)) globalThis.heard.push("played");
    return play.call(this);
  };
"""


def test_a_forwarded_link_brings_nobody_into_a_running_call(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, zoe, late = somebody(), somebody(PHONE), somebody(PHONE), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    steps.get_ready(ali, link)
    steps.get_ready(zoe, link, "Zoe Zander")
    admit_button(bea, "Ali Demir").click()
    steps.see_each_other(bea, ali)

    with bea.expect_response(lambda answer: answer.url.endswith("/admit/")) as refused:
        admit_button(bea, "Zoe Zander").click()

    assert refused.value.status == ROOM_FULL
    expect(bea.get_by_text("One patient can be in this call, and somebody is.")).to_be_visible()
    expect(zoe.get_by_role("heading", name="You are expected.")).to_be_visible()
    expect(zoe.get_by_text("Somebody with your link is in the consultation already.")).to_be_visible()
    late.goto(link)
    late.get_by_label("Your name").fill("Lara Lang")
    late.get_by_role("button", name="Ready").click()
    expect(late.get_by_text("Somebody with your link is in the consultation already.")).to_be_visible()
    steps.frames_go_on(ali)
    for page, pictures in ((bea, 1), (ali, 1), (zoe, 0), (late, 0)):
        assert page.locator("video[data-remote]").count() == pictures


def test_a_press_is_not_lost_when_the_list_changes_under_it(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, zoe = somebody(), somebody(PHONE), somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    steps.get_ready(ali, link)
    admit_button(bea, "Ali Demir").hover()
    bea.mouse.down()
    with bea.expect_response(lambda answer: answer.url.endswith("/waiting/")) as news:
        steps.get_ready(zoe, link, "Zoe Zander")
    news.value.finished()

    bea.mouse.up()

    steps.see_each_other(bea, ali)
    expect(admit_button(bea, "Zoe Zander")).to_be_visible()


def admit_button(page: Page, name: str) -> Locator:
    return page.locator("[data-waits]", has_text=name).get_by_role("button", name="Admit")


def test_a_patient_goes_on_with_another_device(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea = somebody()
    laptop = somebody(permissions=["camera", "microphone", "clipboard-read", "clipboard-write"])
    phone = somebody(PHONE)
    steps.sign_in(bea, practice, "bea")
    laptop.goto(steps.start_now(bea))
    laptop.get_by_role("button", name="Send the link to another one").click()
    expect(laptop.get_by_text("Copied: paste it where you want to go on.")).to_be_visible()
    link = laptop.evaluate("() => navigator.clipboard.readText()")
    laptop.get_by_label("Your name").fill("Ali Demir")
    laptop.get_by_role("button", name="Ready").click()
    laptop.locator("main[data-step=waiting]").wait_for()

    steps.get_ready(phone, link)
    expect(bea.get_by_role("button", name="Admit")).to_have_count(2)
    bea.get_by_role("button", name="Admit").last.click()

    steps.see_each_other(bea, phone)
    expect(laptop.get_by_text("If that is you on another device, close this page.")).to_be_visible()
    bea.get_by_role("button", name="Send away").click()
    expect(laptop.get_by_role("heading", name="You are not in the consultation any more.")).to_be_visible()
    steps.frames_go_on(phone)


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
    expect(bea.locator("figcaption", has_text="not verified")).to_have_count(0)
    expect(bea.locator(".waiting").get_by_text("not verified")).to_have_count(0)
    bea.get_by_label("Name or date of birth").fill("Sophie")
    steps.this_is_them(bea)
    expect(bea.get_by_role("heading", name="Sophie")).to_be_visible()
    steps.see_each_other(bea, ali)


def test_others_who_wait_are_a_silent_number(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali, zoe = somebody(), somebody(PHONE), somebody(PHONE)
    shown: list[str] = []
    bea.add_init_script(LISTEN)
    bea.on("dialog", lambda dialog: shown.append(dialog.message))
    bea.on("popup", lambda page: shown.append(page.url))
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    bea.goto(practice.base_url + "/today/")
    steps.get_ready(ali, steps.start_now(bea))
    steps.admit(bea)
    steps.see_each_other(bea, ali)
    steps.get_ready(zoe, link, "Zoe Zander")
    expect(bea.locator(".elsewhere").get_by_role("link")).to_be_visible()
    assert shown == []
    assert bea.evaluate("() => globalThis.heard") == []
    assert bea.locator("audio").count() == 0
    bea.get_by_role("button", name="Remove").click()
    expect(ali.get_by_role("link", name="Come back")).to_be_visible()
    assert ali.get_by_role("heading", level=1).inner_text()
