/** One's own camera and microphone on the page: their buttons, one's own picture, and what is said when one of them gives nothing. */

import { listed } from "./devices.js";

/**
 * @typedef {"camera" | "microphone"} Device
 * @typedef {import("./devices.js").Found | import("./own-media.js").Turned} Found
 */

export class OwnDevices {
  /**
   * @param {HTMLElement} main
   * @param {import("./own-media.js").OwnMedia} media
   * @param {{ say: (text: string) => void, word: (key: string) => string, onChanged: () => void }} parts
   */
  constructor(main, media, { say, word, onChanged }) {
    this.main = main;
    this.media = media;
    this.sayThat = say;
    this.word = word;
    this.onChanged = onChanged;
    /** What is known of each. @type {Record<Device, Found>} */
    this.found = { camera: "ready", microphone: "ready" };
    this.offerOthers();
  }

  /** Ask the browser for both. @returns {Promise<import("./devices.js").Devices>} */
  async open() {
    const devices = await this.media.open();
    this.found = { camera: devices.camera, microphone: devices.microphone };
    this.showPicture();
    this.show();
    return devices;
  }

  /** @param {Device} device @param {Found} found */
  find(device, found) {
    this.found[device] = found;
    if (device === "camera") this.showPicture();
    this.show();
  }

  async turnMicrophone() {
    const isOff = this.media.isMuted || this.media.isWithout("audio");
    if (!isOff) this.media.mute(true);
    this.find("microphone", isOff ? await this.media.microphoneOn() : this.found.microphone);
  }

  async turnCamera() {
    const isOff = this.media.isWithout("video");
    if (!isOff) await this.media.cameraOff();
    this.find("camera", isOff ? await this.media.cameraOn() : "ready");
  }

  showPicture() {
    for (const video of document.querySelectorAll("video[data-local]")) {
      const local = /** @type {HTMLVideoElement} */ (video);
      // A stream with nothing in it would keep the browser waiting for a first picture, and the page from ever having loaded.
      local.srcObject = this.media.isWithout("video") ? null : this.media.stream;
      local.muted = true;
    }
    this.main.toggleAttribute("data-camera-off", !this.media.hasCamera);
  }

  show() {
    const missing = /** @type {const} */ (["camera", "microphone"]).filter((one) => this.found[one] !== "ready");
    this.sayThat(missing.map((one) => this.word(`${one}-${this.found[one]}`)).join(" "));
    const isOff = { "[data-camera]": this.media.isWithout("video"), "[data-mute]": this.media.isMuted || this.media.isWithout("audio") };
    for (const [control, off] of Object.entries(isOff)) this.main.querySelector(control)?.setAttribute("aria-pressed", String(off));
    this.onChanged();
  }

  /** The list of what this device has is read when it is opened: somebody may have plugged something in. */
  offerOthers() {
    const dialog = this.main.querySelector("[data-devices]");
    if (!(dialog instanceof HTMLDetailsElement)) return;
    dialog.addEventListener("toggle", async () => {
      const devices = dialog.open ? await listed() : [];
      for (const select of dialog.querySelectorAll("select")) {
        const fitting = devices.filter((device) => device.kind === select.dataset["kind"]);
        const isUsed = this.media.stream.getTracks().map((track) => track.getSettings().deviceId);
        select.replaceChildren(
          ...fitting.map(({ label, deviceId }) => new Option(label, deviceId, false, isUsed.includes(deviceId))),
        );
      }
    });
    for (const select of dialog.querySelectorAll("select")) {
      const kind = select.dataset["kind"] === "videoinput" ? "videoinput" : "audioinput";
      const device = kind === "videoinput" ? "camera" : "microphone";
      select.addEventListener("change", async () => this.find(device, await this.media.change(kind, select.value)));
    }
  }
}
