"""What the other side is told about camera, microphone and network, and that sound alone goes on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice
from tests.journeys.test_endurance import REMEMBER

VALUES = "(options) => options.map((one) => one.value)"
# The track that leaves this machine: by which camera it is made, or of which kind of screen it is.
SENT = """() => {
  const sender = globalThis.connections.at(-1).getSenders().find((one) => one.track?.kind === "video");
  const { deviceId, displaySurface } = sender.track.getSettings();
  return { camera: deviceId, surface: displaySurface ?? "" };
}"""
# What the browser says to a page when the patient, or another program, does not give it the camera.
NO_CAMERA = """
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) =>
    wanted.video ? Promise.reject(new DOMException("", "%s")) : ask(wanted);
"""
# A browser that gives nothing until it is allowed, and whose devices can be taken away as another program does.
MOODY = """
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const given = [];
  globalThis.isAllowed = false;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    if (!globalThis.isAllowed) throw new DOMException("", "NotAllowedError");
    const stream = await ask(wanted);
    given.push(...stream.getTracks());
    return stream;
  };
  globalThis.takeAway = (kind) => {
    const track = given.findLast((one) => one.kind === kind);
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };
"""
HEARD = """() => document.querySelector("video[data-remote]")?.srcObject?.getAudioTracks().length ?? 0"""

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
    bea.add_init_script(REMEMBER)
    steps.talk(bea, ali, practice)
    before = bea.evaluate(SENT)
    bea.get_by_text("Devices", exact=True).click()
    cameras = bea.locator("select[data-kind=videoinput]")
    expect(cameras.locator("option")).to_have_count(3)
    other = cameras.locator("option").evaluate_all(VALUES)[-1]
    assert cameras.input_value() == before["camera"] != other
    cameras.select_option(other)
    steps.until(lambda: bea.evaluate(SENT)["camera"] == other, bea)
    steps.frames_go_on(ali)

    bea.keyboard.press("Escape")
    bea.locator("[data-share]").click()
    expect(bea.locator("[data-share]")).to_have_attribute("aria-pressed", "true")
    assert bea.evaluate(SENT)["surface"] in {"monitor", "window", "browser"}
    steps.frames_go_on(ali)
    bea.locator("[data-share]").click()
    steps.until(lambda: bea.evaluate(SENT) == {"camera": other, "surface": ""}, bea)


@pytest.mark.parametrize(
    ("error", "said"),
    [("NotAllowedError", "The camera is blocked."), ("NotReadableError", "Another app uses the camera.")],
)
def test_sound_alone_goes_on_without_a_camera(
    practice: Practice, somebody: Callable[..., Page], error: str, said: str
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    ali.add_init_script(NO_CAMERA % error)
    steps.sign_in(bea, practice, "bea")
    link = steps.start_now(bea)
    ali.goto(link)
    expect(ali.locator("[data-check=camera]")).to_contain_text(said)
    expect(ali.get_by_text("Microphone works")).to_be_visible()
    steps.get_ready(ali, link)
    expect(ali.get_by_role("status").filter(has_text=said)).to_be_visible()
    steps.admit(bea)
    steps.see_each_other(ali)
    expect(bea.get_by_text("Camera is off")).to_be_visible()
    steps.until(lambda: bea.evaluate(HEARD) > 0, bea)


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


def test_a_device_that_is_refused_or_taken_away_is_told_to_both_and_comes_back_by_its_button(
    practice: Practice, somebody: Callable[..., Page]
) -> None:
    bea, ali = somebody(), somebody(PHONE)
    ali.add_init_script(MOODY)
    off = bea.locator("[data-off]")
    steps.sign_in(bea, practice, "bea")
    steps.get_ready(ali, steps.start_now(bea))
    steps.admit(bea)
    steps.see_each_other(ali)
    expect(ali.get_by_role("status").filter(has_text="The microphone is blocked.")).to_be_visible()
    expect(off).to_have_text("Camera is off · Microphone is off")
    ali.evaluate("() => { globalThis.isAllowed = true }")
    for name in ("Mute", "Camera off"):
        expect(ali.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        ali.get_by_role("button", name=name).click()
    expect(off).to_have_text("")
    expect(ali.get_by_role("status").filter(has_text="is blocked.")).to_have_count(0)

    for kind, button, said in (("video", "Camera off", "Camera is off"), ("audio", "Mute", "Microphone is off")):
        ali.evaluate(f"() => takeAway('{kind}')")
        expect(ali.get_by_text("another app may have taken it")).to_be_visible()
        expect(off).to_have_text(said)
        ali.get_by_role("button", name=button).click()
        expect(ali.get_by_text("another app may have taken it")).to_have_count(0)
        expect(off).to_have_text("")
    steps.frames_go_on(bea)
