"""What the other side is told about camera, microphone and network, and that sound alone goes on."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice

# A network that loses half of what comes in; what the browser measures is the only thing that is pretended.
LOSSY = """
  const measured = RTCPeerConnection.prototype.getStats;
  let lost = 0;
  RTCPeerConnection.prototype.getStats = async function () {
    const worse = new Map();
    lost += 10_000;
    for (const [id, stat] of await measured.call(this)) {
      worse.set(id, stat.type === "inbound-rtp" ? { ...stat, packetsLost: lost } : stat);
    }
    return worse;
  };
"""


def test_what_is_off_is_said_to_the_other_side(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    off = bea.locator("[data-off]")
    ali.get_by_role("button", name="Mute").click()
    expect(off).to_have_text("Microphone is off")
    ali.get_by_role("button", name="Camera off").click()
    expect(off).to_contain_text("Camera is off")
    for control in ("[data-mute]", "[data-camera]"):
        ali.locator(control).click()
    expect(off).to_have_text("")
    steps.frames_go_on(bea)


def test_a_device_and_a_screen_take_the_cameras_place(practice: Practice, somebody: Callable[..., Page]) -> None:
    bea, ali = somebody(), somebody(PHONE)
    steps.talk(bea, ali, practice)
    bea.get_by_text("Devices", exact=True).click()
    cameras = bea.locator("select[data-kind=videoinput] option")
    expect(cameras).not_to_have_count(0)
    last = cameras.last.get_attribute("value")
    bea.locator("select[data-kind=videoinput]").select_option(last)
    bea.locator("select[data-kind=videoinput]").dispatch_event("change")
    steps.frames_go_on(ali)
    bea.keyboard.press("Escape")
    bea.locator("[data-share]").click()
    expect(bea.locator("[data-share]")).to_have_attribute("aria-pressed", "true")
    steps.frames_go_on(ali)


def test_a_poor_network_is_told_to_both_and_sound_alone_is_offered(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    ali.add_init_script(LOSSY)
    steps.talk(bea, ali, practice)
    expect(ali.get_by_text("Sound alone would be steadier.")).to_be_visible(timeout=20_000)
    expect(bea.get_by_text("The other side has a weak connection.")).to_be_visible()
    ali.get_by_role("button", name="Go on with sound alone").click()
    expect(bea.locator("[data-off]")).to_contain_text("Camera is off")
    expect(ali.get_by_role("button", name="Go on with sound alone")).to_be_hidden()
