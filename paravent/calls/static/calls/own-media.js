/** What this page sends: camera, microphone, or its screen; switched without a new agreement. */

import { opened, openDevices } from "./devices.js";

/** @typedef {import("./devices.js").Devices} Devices */
/** A device that gave and does so no more, or not now, or again. @typedef {"lost" | "paused" | "ready"} Turned */

export class OwnMedia {
  /**
   * @param {(kind: "audio" | "video", track: MediaStreamTrack | null) => Promise<void>} onReplaced
   * @param {(kind: "audio" | "video", turned: Turned) => void} onTurned
   */
  constructor(onReplaced, onTurned) {
    this.onReplaced = onReplaced;
    this.onTurned = onTurned;
    this.stream = new MediaStream();
    /** @type {MediaStreamTrack | null} */
    this.screen = null;
    this.isMuted = false;
    this.cameraId = "";
    this.microphoneId = "";
  }

  /** @returns {Promise<Devices>} */
  async open() {
    const devices = await openDevices();
    for (const track of devices.stream.getTracks()) {
      const kind = track.kind === "audio" ? "audio" : "video";
      this.take(kind, track);
      // A link may have been made while the browser still asked for permission.
      await this.onReplaced(kind, track);
    }
    return devices;
  }

  /** What is sent now. @returns {MediaStreamTrack[]} */
  tracks() {
    const video = this.screen ?? this.stream.getVideoTracks()[0];
    return [...this.stream.getAudioTracks(), ...(video ? [video] : [])];
  }

  get hasCamera() {
    return this.stream.getVideoTracks().some(gives);
  }

  get hasMicrophone() {
    return this.stream.getAudioTracks().some(gives) && !this.isMuted;
  }

  /** @param {"audio" | "video"} kind @returns {boolean} whether no device of that kind is open */
  isWithout(kind) {
    return !this.stream.getTracks().some((track) => track.kind === kind);
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
    const { stream, found } = await opened("videoinput", this.cameraId);
    return this.use("video", stream, found);
  }

  /** Speak again, or for the first time: where there is no microphone yet, the browser is asked once more. @returns {Promise<import("./devices.js").Found>} */
  async microphoneOn() {
    this.mute(false);
    if (this.stream.getAudioTracks().length > 0) return "ready";
    const { stream, found } = await opened("audioinput", this.microphoneId);
    return this.use("audio", stream, found);
  }

  /** @param {"videoinput" | "audioinput"} kind @param {string} deviceId */
  async change(kind, deviceId) {
    const { stream, found } = await opened(kind, deviceId);
    if (kind === "videoinput") this.cameraId = deviceId;
    else this.microphoneId = deviceId;
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
    if (!track) return;
    this.stream.addTrack(track);
    this.watch(kind, track);
  }

  /**
   * Another program takes a device, somebody unplugs it, a phone holds it back while another app is in front: the browser says so to the track alone.
   * @param {"audio" | "video"} kind @param {MediaStreamTrack} track
   */
  watch(kind, track) {
    const isOurs = () => this.stream.getTracks().includes(track);
    track.addEventListener("ended", async () => {
      if (!isOurs()) return;
      this.take(kind, null);
      await this.onReplaced(kind, kind === "video" ? this.screen : null);
      this.onTurned(kind, "lost");
    });
    track.addEventListener("mute", () => isOurs() && this.onTurned(kind, "paused"));
    track.addEventListener("unmute", () => isOurs() && this.onTurned(kind, "ready"));
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

/** @param {MediaStreamTrack} track @returns {boolean} whether it gives anything now */
function gives(track) {
  return !track.muted;
}
