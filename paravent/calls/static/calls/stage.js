/** The picture side of a call: tiles, controls, what is said about the connection. Touches the page. */

import { CannotEncrypt } from "./commitment.js";
import { ExchangePane } from "./exchange-pane.js";
import { tellNews } from "./news.js";
import { OwnDevices } from "./own-devices.js";
import { OwnMedia } from "./own-media.js";
import { CallRoom } from "./room.js";
import { inPictures } from "./safety-number.js";

/** @typedef {import("./messages.js").Party} Party */

const MANY_TRIES = 3;

export class Stage {
  /**
   * @param {HTMLElement} main
   * @param {{ onRoom?: (room: import("./messages.js").Room) => void, onClosed?: (reason: string) => void, onFlow?: (moved: import("./flow.js").Flowing, seconds: number) => void, onState?: (state: string) => void }} events
   */
  constructor(main, events) {
    this.main = main;
    this.events = events;
    this.config = json("room-config");
    this.words = json("call-words");
    this.language = document.documentElement.lang;
    /** @type {Map<string, HTMLElement>} */
    this.tiles = new Map();
    /** @type {Map<string, string>} */
    this.states = new Map();
    /** How often the link to each party did not come about in time. @type {Map<string, number>} */
    this.tries = new Map();
    /** @type {Map<string, number>} */
    this.numbers = new Map();
    /** What each party said of their devices. @type {Map<string, import("./exchange.js").State>} */
    this.off = new Map();
    /** @type {CallRoom | null} */
    this.room = null;
    this.isPoor = false;
    this.isSigning = false;
    this.isAway = false;
    /** @type {"signed-out" | undefined} */
    this.whyAway = undefined;
    /** @type {OwnMedia} */
    this.media = new OwnMedia(
      async (kind, track) => {
        await this.room?.replace(kind, track);
      },
      (kind, turned) => this.devices.find(kind === "video" ? "camera" : "microphone", turned),
    );
    this.devices = new OwnDevices(main, this.media, {
      say: (text) => this.say("devices", text),
      word: (key) => this.word(key),
      onChanged: () => this.tellState(),
    });
    this.exchange = new ExchangePane(this.one("[data-exchange]"), {
      words: this.words,
      language: this.language,
      isClinician: this.config.party_kind === "clinician",
      acceptUrl: main.dataset["acceptUrl"] ?? "",
      compareUrl: main.dataset["compareUrl"] ?? "",
      sentUrl: main.dataset["sentUrl"] ?? "",
      csrf: main.dataset["csrf"] ?? "",
    });
    this.exchange.onTold = (party, said) => this.told(party, said);
    addEventListener("online", () => this.room?.networkIsBack());
    for (const turned of ["online", "offline"]) addEventListener(turned, () => this.sayAway());
    this.wireControls();
  }

  /** @param {string} selector @returns {HTMLElement} */
  one(selector) {
    const found = this.main.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`${selector} is not on this page`);
    return found;
  }

  /** @returns {Promise<import("./devices.js").Devices>} */
  async openDevices() {
    const devices = await this.devices.open();
    // Browsers let a page that uses the microphone play sound without being asked; before that they may have refused.
    await this.hear();
    return devices;
  }

  enter() {
    this.room = new CallRoom(this.config, () => this.media.tracks(), {
      onRoom: (room) => this.seated(room),
      onClosed: (reason) => this.closed(reason),
      onServer: (isThere, why) => this.server(isThere, why),
      onLink: (party, tries) => this.link(party, tries),
      onLinkState: (party, state, error) => this.linkState(party, state, error),
      onNumber: (party, number) => this.showNumber(party, number),
      onStream: (party, stream) => this.showRemote(party, stream),
      onChannel: (party, channel) => this.channel(party, channel),
      onGone: (party) => this.gone(party),
      onQuality: (party, quality) => this.quality(party, quality),
      onSigns: (_party, suffices) => this.say("signs", suffices ? "" : this.word("too-slow-for-signs")),
      onVoice: (party, speaks) => this.tiles.get(party.party_id)?.toggleAttribute("data-speaks", speaks),
      onFlow: (moved, seconds) => this.events.onFlow?.(moved, seconds),
    });
  }

  /** @param {boolean} isThere @param {"signed-out"} [why] */
  server(isThere, why) {
    const isBack = isThere && this.isAway;
    this.isAway = !isThere;
    this.whyAway = why;
    this.sayAway();
    this.say("back", isBack && !this.isInCall ? this.word("server-back") : "");
  }

  /** Said anew whenever the call changes: that it goes on must not stand beside one that does not. */
  sayAway() {
    const away = this.isInCall ? "server-away" : "server-away-waiting";
    if (!navigator.onLine && !this.isInCall) this.say("server", this.word("offline"));
    else this.say("server", this.isAway ? this.word(this.whyAway ?? away) : "");
  }

  get isInCall() {
    return [...this.states.values()].includes("connected");
  }

  /** @param {string} key */
  word(key) {
    return this.words[key] ?? key;
  }

  /** @param {string} where @param {string} text */
  say(where, text) {
    for (const line of this.main.querySelectorAll(`[data-say="${where}"]`)) line.textContent = text;
  }

  /** @param {import("./messages.js").Room} room */
  seated(room) {
    this.showState();
    // Who is known now is not called "not verified" any more.
    for (const party of room.parties) this.rename(party);
    this.events.onRoom?.(room);
  }

  /** @param {Party} party @param {number} tries */
  link(party, tries) {
    this.tries.set(party.party_id, tries);
    this.linkState(party, "connecting");
  }

  /** @param {Party} party @param {string} state @param {unknown} [error] */
  linkState(party, state, error) {
    this.states.set(party.party_id, state);
    this.still(party, state !== "connected");
    if (state === "broken") this.broken(error);
    // Said once more: a channel that opened while its link was still being made may have said it to nobody.
    if (state === "connected") this.tellState();
    if (state === "connected" && this.isSigning) this.exchange.tell({ t: "signing", is: true });
    this.showState();
  }

  /** Nothing comes any more: the last picture looks like the last one, and nothing is said of how well it came. @param {Party} party @param {boolean} isStill */
  still(party, isStill) {
    this.tiles.get(party.party_id)?.toggleAttribute("data-still", isStill);
    if (!isStill) return;
    this.tiles.get(party.party_id)?.removeAttribute("data-speaks");
    this.quality(party, "good");
    for (const said of ["other-quality", "signs"]) this.say(said, "");
  }

  /** @param {unknown} error */
  broken(error) {
    this.say("alarm", this.word(error instanceof CannotEncrypt ? "cannot-encrypt" : "in-the-middle"));
  }

  /** The state of the whole is that of its best link. */
  showState() {
    const states = [...this.states.values()];
    const order = ["connected", "interrupted", "connecting", "broken"];
    const best = order.find((state) => states.includes(state)) ?? "waiting";
    this.main.dataset["callState"] = best;
    this.events.onState?.(best);
    this.say("state", best === "broken" ? "" : this.word(best === "connecting" ? this.connecting() : best));
    this.sayAway();
  }

  /** Nobody waits without being told that it is tried again, and, where that does not help either, what they can do. */
  connecting() {
    const tries = Math.max(0, ...[...this.states].map(([party, state]) => (state === "connecting" ? (this.tries.get(party) ?? 0) : 0)));
    if (tries === 0) return "connecting";
    return tries < MANY_TRIES ? "connecting-anew" : "connecting-long";
  }

  /** @param {Party} party */
  tile(party) {
    const known = this.tiles.get(party.party_id);
    if (known) return known;
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("tile-template"));
    const tile = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    this.name(tile, party);
    this.one("[data-tiles]").append(tile);
    this.tiles.set(party.party_id, tile);
    this.showOff(party.party_id);
    return tile;
  }

  /** @param {Party} party */
  rename(party) {
    const tile = this.tiles.get(party.party_id);
    if (tile) this.name(tile, party);
  }

  /** @param {HTMLElement} tile @param {Party} party */
  name(tile, party) {
    const verified = party.kind === "clinician" || party.is_verified ? "" : ` (${this.word("not-verified")})`;
    /** @type {HTMLElement} */ (tile.querySelector("[data-name]")).textContent = party.name + verified;
  }

  /** @param {Party} party @param {MediaStream} stream */
  showRemote(party, stream) {
    const video = /** @type {HTMLVideoElement} */ (this.tile(party).querySelector("video"));
    if (video.srcObject === stream) return;
    video.srcObject = stream;
    video.addEventListener("resize", () => {
      this.tile(party).dataset["shape"] = video.videoWidth > video.videoHeight ? "landscape" : "portrait";
    });
    video.play().catch(() => this.playMuted(video));
  }

  /** The picture at least; for the sound the browser wants a tap. @param {HTMLVideoElement} video */
  playMuted(video) {
    video.muted = true;
    video.play().catch(() => {});
    this.one("[data-play]").hidden = false;
  }

  async hear() {
    const videos = [...this.one("[data-tiles]").querySelectorAll("video")];
    for (const video of videos) {
      video.muted = false;
      await video.play().catch(() => this.playMuted(video));
    }
    this.one("[data-play]").hidden = videos.every((video) => !video.muted);
  }

  /** @param {Party} party @param {number[]} number */
  showNumber(party, number) {
    const place = this.one("[data-safety-number]");
    const before = this.numbers.get(party.party_id) ?? 0;
    this.numbers.set(party.party_id, before + 1);
    place.replaceChildren(...inPictures(number, this.language).map(({ picture, word }) => this.picture(picture, word)));
    if (before) this.say("notice", this.word("number-changed"));
    delete this.main.dataset["compared"];
    this.say("number", "");
    place.closest("[hidden]")?.removeAttribute("hidden");
  }

  /** @param {string} picture @param {string} word */
  picture(picture, word) {
    const item = document.createElement("li");
    const drawn = Object.assign(document.createElement("span"), { textContent: picture, ariaHidden: "true" });
    item.append(drawn, Object.assign(document.createElement("span"), { textContent: word, className: "word" }));
    return item;
  }

  /** @param {Party} party @param {RTCDataChannel} channel */
  channel(party, channel) {
    this.exchange.attach(party, channel);
    channel.addEventListener("open", () => this.tellState());
  }

  tellState() {
    this.exchange.tell({ t: "state", camera: this.media.hasCamera || this.media.screen !== null, microphone: this.media.hasMicrophone });
  }

  /** @param {string} party @param {import("./exchange.js").Said} said */
  told(party, said) {
    if (said.t === "state") {
      // Kept, since it may come before there is a picture to write it on.
      this.off.set(party, said);
      this.showOff(party);
    }
    if (said.t === "signing") void this.sign(said.is);
    if (said.t === "poor") this.say("other-quality", said.is ? this.word("other-poor") : "");
    if (said.t === "poor" && said.is && this.media.hasCamera) this.one("[data-sound-alone]").hidden = false;
  }

  /** Hands are spoken with: both sides send motion before sharpness, whoever asked for it. @param {boolean} isSigning */
  async sign(isSigning) {
    this.isSigning = isSigning;
    this.one("[data-sign]").setAttribute("aria-pressed", String(isSigning));
    this.say("signs", "");
    await this.room?.sign(isSigning);
  }

  /** @param {string} party */
  showOff(party) {
    const [tile, said] = [this.tiles.get(party), this.off.get(party)];
    if (!tile || !said) return;
    const off = [said.camera ? "" : this.word("camera-off"), said.microphone ? "" : this.word("muted")];
    /** @type {HTMLElement} */ (tile.querySelector("[data-off]")).textContent = off.filter(Boolean).join(" · ");
    tile.toggleAttribute("data-no-picture", !said.camera);
  }

  /** @param {Party} party @param {import("./quality.js").Quality} quality */
  quality(party, quality) {
    const poor = quality === "poor";
    this.main.dataset["quality"] = quality;
    this.say("quality", quality === "good" ? "" : this.word(`quality-${quality}`));
    if (this.isPoor !== poor) this.exchange.tell({ t: "poor", is: poor });
    this.isPoor = poor;
    this.one("[data-sound-alone]").hidden = !(poor && this.media.hasCamera);
    this.tiles.get(party.party_id)?.setAttribute("data-quality", quality);
  }

  /** @param {Party} party */
  gone(party) {
    this.exchange.detach(party);
    this.tiles.get(party.party_id)?.remove();
    this.tiles.delete(party.party_id);
    this.off.delete(party.party_id);
    this.states.delete(party.party_id);
    this.tries.delete(party.party_id);
    this.numbers.delete(party.party_id);
    if (this.tiles.size === 0) this.one("[data-number-block]").hidden = true;
    this.showState();
  }

  /** @param {string} reason */
  closed(reason) {
    this.media.close();
    this.main.dataset["callState"] = "ended";
    const known = ["ended", "elsewhere", "removed", "different"].includes(reason) ? reason : "refused";
    this.say("state", this.word(known));
    this.say("over", this.word(known));
    this.events.onClosed?.(reason);
  }

  wireControls() {
    this.click("[data-mute]", () => this.devices.turnMicrophone());
    this.click("[data-camera]", () => this.devices.turnCamera());
    this.click("[data-share]", async (button) => {
      if (this.media.screen) await this.media.unshare();
      else await this.media.share(() => button.setAttribute("aria-pressed", "false"));
      button.setAttribute("aria-pressed", String(this.media.screen !== null));
    });
    this.click("[data-sign]", async () => {
      await this.sign(this.one("[data-sign]").getAttribute("aria-pressed") !== "true");
      this.exchange.tell({ t: "signing", is: this.isSigning });
    });
    this.click("[data-sound-alone]", async (button) => {
      if (this.media.hasCamera) await this.devices.turnCamera();
      button.hidden = true;
    });
    this.click("[data-play]", () => this.hear());
    this.click("[data-number-same]", async () => {
      this.main.dataset["compared"] = "same";
      // In the place of the question, below the controls: a line above would move them away from under a finger.
      this.say("number", this.word("number-same"));
    });
    this.click("[data-number-differs]", async () => {
      this.say("alarm", this.word("in-the-middle"));
      this.room?.close("different");
    });
    // A phone's browser shares no screen: a button that can do nothing is not shown.
    this.one("[data-share]").hidden = !navigator.mediaDevices?.getDisplayMedia;
    tellNews(this.one("[data-log]"), this.one("[data-news]"));
  }

  /** @param {string} selector @param {(button: HTMLElement) => Promise<void>} act */
  click(selector, act) {
    const button = this.main.querySelector(selector);
    if (!(button instanceof HTMLElement)) return;
    button.addEventListener("click", () => act(button).then(() => this.tellState(), () => this.say("notice", this.word("failed"))));
  }
}

/** @param {string} id */
function json(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}
