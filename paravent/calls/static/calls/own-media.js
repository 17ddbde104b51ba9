/** What this page sends: camera, microphone, or its screen; switched without a new agreement. */

import { attempt, opened, openDevices } from "./devices.js";

/** @typedef {import("./devices.js").Devices} Devices */

export class OwnMedia {
  /** @param {(kind: "audio" | "video", track: MediaStreamTrack | null) => Promise<void>} onReplaced */
  constructor(onReplaced) {
    this.onReplaced = onReplaced;
    this.stream = new MediaStream();
    /** @type {MediaStreamTrack | null} */
    this.screen = null;
    this.isMuted = false;
    this.cameraId = "";
  }

  /** @returns {Promise<Devices>} */
  async open() {
    const devices = await openDevices();
    for (const track of devices.stream.getTracks()) {
      this.stream.addTrack(track);
      // A link may have been made while the browser still asked for permission.
      await this.onReplaced(track.kind === "audio" ? "audio" : "video", track);
    }
    return devices;
  }

  /** What is sent now. @returns {MediaStreamTrack[]} */
  tracks() {
    const video = this.screen ?? this.stream.getVideoTracks()[0];
    return [...this.stream.getAudioTracks(), ...(video ? [video] : [])];
  }

  get hasCamera() {
    return this.stream.getVideoTracks().length > 0;
  }

  get hasMicrophone() {
    return this.stream.getAudioTracks().length > 0 && !this.isMuted;
  }

  /** @param {boolean} isMuted */
  mute(isMuted) {
    this.isMuted = isMuted;
    for (const track of this.stream.getAudioTracks()) track.enabled = !isMuted;
  }

  /** The camera is closed, not just hidden: its light goes out. */
  async cameraOff() {
    this.take("video", null);
    await this.onReplaced("video", this.screen);
  }

  /** @returns {Promise<import("./devices.js").Found>} */
  async cameraOn() {
    const { stream, found } = this.cameraId ? await opened("videoinput", this.cameraId) : await attempt({ video: true });
    return this.use("video", stream, found);
  }

  /** @param {string} kind @param {string} deviceId */
  async change(kind, deviceId) {
    const { stream, found } = await opened(kind, deviceId);
    if (kind === "videoinput") this.cameraId = deviceId;
    return this.use(kind === "videoinput" ? "video" : "audio", stream, found);
  }

  /** @param {"audio" | "video"} kind @param {MediaStream} stream @param {import("./devices.js").Found} found */
  async use(kind, stream, found) {
    const [track] = stream.getTracks();
    if (!track) return found;
    this.take(kind, track);
    if (kind === "audio") track.enabled = !this.isMuted;
    if (kind === "audio" || !this.screen) await this.onReplaced(kind, track);
    return found;
  }

  /** @param {"audio" | "video"} kind @param {MediaStreamTrack | null} track */
  take(kind, track) {
    for (const old of kind === "audio" ? this.stream.getAudioTracks() : this.stream.getVideoTracks()) {
      old.stop();
      this.stream.removeTrack(old);
    }
    if (track) this.stream.addTrack(track);
  }

  /** @param {() => void} onEnded */
  async share(onEnded) {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
    const [track] = stream.getVideoTracks();
    if (!track) return;
    this.screen = track;
    // Text on a screen must be sharp; it may move less smoothly.
    track.contentHint = "detail";
    track.addEventListener("ended", () => this.unshare().then(onEnded));
    await this.onReplaced("video", track);
  }

  async unshare() {
    this.screen?.stop();
    this.screen = null;
    await this.onReplaced("video", this.stream.getVideoTracks()[0] ?? null);
  }

  close() {
    this.screen?.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }
}
