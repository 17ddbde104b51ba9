/**
 * A world to try calls in: a clock that jumps, a server, sockets and browsers' connections that are slow, out of order, lost and broken, as a
 * seed says. What they do when nothing is wrong follows W3C WebRTC 1.0 (operations chain, 4.4.1.2; negotiation needed, 4.7.3).
 */

import { createHash } from "node:crypto";

/** @typedef {import("./messages.js").Party} Party */
/** @typedef {{ at: number, nth: number, act: () => unknown }} Due */

const real = { setTimeout, setImmediate, subtle: crypto.subtle };

/** A repeatable chance (mulberry32). @param {number} seed */
export function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class World {
  /** @param {number} seed @param {{ slowness?: number, faults?: number, calmAt?: number }} [how]  times in milliseconds */
  constructor(seed, { slowness = 1, faults = 0, calmAt = 0 } = {}) {
    this.draw = chance(seed);
    this.slowness = slowness;
    this.faults = faults;
    this.calmAt = calmAt;
    this.now = 0;
    this.nth = 0;
    /** @type {Due[]} */
    this.due = [];
    /** @type {Set<number>} */
    this.cancelled = new Set();
    /** @type {Connection[]} */
    this.connections = [];
    /** @type {Socket[]} */
    this.sockets = [];
    this.networkDownUntil = 0;
    /** @type {string[]} */
    this.told = [];
    this.install();
  }

  /** Put this world in the place of the browser's. */
  install() {
    const world = this;
    const later = (/** @type {() => unknown} */ act, /** @type {number} */ pause = 0) => world.after(pause, act);
    const every = (/** @type {() => unknown} */ act, /** @type {number} */ pause) => {
      const id = world.nth + 1;
      const again = () => Promise.resolve(act()).then(() => world.cancelled.has(id) || world.after(pause, again));
      return world.after(pause, again);
    };
    const cancel = (/** @type {number} */ id) => world.cancelled.add(id);
    class OwnSocket extends Socket {
      /** @param {string} url */
      constructor(url) {
        super(world, url);
      }
    }
    class OwnConnection extends Connection {
      /** @param {any} settings */
      constructor(settings) {
        super(world, settings);
      }
      static async generateCertificate() {
        await world.pause(5, 60);
        world.mayFail("generateCertificate");
        const der = Uint8Array.from({ length: 32 }, () => Math.floor(world.draw() * 256));
        return { der, fingerprint: createHash("sha256").update(der).digest("hex") };
      }
    }
    class Stream {
      addTrack() {}
    }
    Object.assign(globalThis, {
      setTimeout: later, clearTimeout: cancel, setInterval: every, clearInterval: cancel,
      WebSocket: OwnSocket, RTCPeerConnection: OwnConnection, MediaStream: Stream, location: { protocol: "https:", host: "practice.example" },
    });
    for (const name of /** @type {const} */ (["generateKey", "exportKey", "importKey", "deriveBits", "digest"])) {
      const done = /** @type {any} */ (Object.getPrototypeOf(real.subtle))[name];
      /** @type {any} */ (real.subtle)[name] = async (/** @type {unknown[]} */ ...words) => {
        const [result] = await Promise.all([counted(done.apply(real.subtle, words)), world.pause(0, 8)]);
        return result;
      };
    }
  }

  /** @param {number} pause @param {() => unknown} act @returns {number} */
  after(pause, act) {
    this.nth += 1;
    this.due.push({ at: this.now + Math.max(0, pause), nth: this.nth, act });
    return this.nth;
  }

  /** Something that takes a while here. @param {number} least @param {number} most */
  pause(least, most) {
    return /** @type {Promise<void>} */ (new Promise((resolve) => this.after(this.between(least, most) * this.slowness, resolve)));
  }

  /** @param {number} least @param {number} most */
  between(least, most) {
    return least + this.draw() * (most - least);
  }

  get isCalm() {
    return this.now >= this.calmAt;
  }

  /** @param {string} what */
  mayFail(what) {
    if (!this.isCalm && this.draw() < this.faults) {
      this.told.push(`${Math.round(this.now)} ${what} fails`);
      throw new DOMException(what, "OperationError");
    }
  }

  /** Let time pass until something is so. @param {number} until @param {() => boolean} [isSo] @returns {Promise<boolean>} */
  async pass(until, isSo = () => false) {
    await quiet();
    for (;;) {
      if (isSo()) return true;
      this.due.sort((one, other) => one.at - other.at || one.nth - other.nth);
      const next = this.due.shift();
      if (!next || next.at > until) {
        if (next) this.due.unshift(next);
        this.now = until;
        return isSo();
      }
      this.now = next.at;
      if (!this.cancelled.delete(next.nth)) next.act();
      await quiet();
    }
  }

  /** @template T @param {Promise<T>} work @returns {Promise<T>} */
  async done(work) {
    let isDone = false;
    work.finally(() => (isDone = true));
    await this.pass(Infinity, () => isDone);
    return work;
  }
}

let underWay = 0;

/** @template T @param {Promise<T>} work @returns {Promise<T>} */
function counted(work) {
  underWay += 1;
  return work.finally(() => (underWay -= 1));
}

/** Wait until nothing goes on any more that the jumping clock does not know of. */
async function quiet() {
  do await new Promise((resolve) => real.setImmediate(resolve));
  while (underWay > 0);
}

/** The server's side of a socket follows paravent/calls/consumers.py: a seat, then messages between the admitted. */
export class Server {
  /** @param {World} world @param {Party[]} parties */
  constructor(world, parties) {
    this.world = world;
    this.parties = parties;
    /** @type {Map<string, Socket>} */
    this.seats = new Map();
  }

  /** @param {Socket} socket @param {string} id */
  seat(socket, id) {
    const before = this.seats.get(id);
    if (before && before !== socket) before.hear({ tag: "elsewhere" });
    this.seats.set(id, socket);
    for (const [other, seat] of this.seats) seat.hear(this.room(other));
  }

  /** @param {string} id */
  admit(id) {
    for (const party of this.parties) if (party.party_id === id) party.state = "admitted";
    for (const [other, seat] of this.seats) seat.hear(this.room(other));
  }

  /** @param {string} id */
  room(id) {
    return { tag: "room", me: this.parties.find((party) => party.party_id === id), parties: this.parties, has_ended: false, is_taken: false };
  }

  /** @param {string} from @param {any} message */
  relay(from, message) {
    const admitted = this.parties.filter((party) => party.state === "admitted").map((party) => party.party_id);
    if (admitted.includes(from) && admitted.includes(message.to)) this.seats.get(message.to)?.hear({ ...message, from });
  }
}

/** @type {{ server: Server | null }} */
export const place = { server: null };

export class Socket extends EventTarget {
  static OPEN = 1;

  /** @param {World} world @param {string} url */
  constructor(world, url) {
    super();
    this.world = world;
    this.party = url.split("/").at(-1) ?? "";
    this.readyState = 0;
    this.isSeated = false;
    this.isDeaf = false;
    /** What is on its way arrives in order. @type {{ in: number, out: number }} */
    this.last = { in: 0, out: 0 };
    world.sockets.push(this);
    const opensIn = world.between(5, 120) * world.slowness;
    if (!world.isCalm && world.draw() < world.faults) world.after(opensIn, () => this.lose());
    else world.after(opensIn, () => this.opened());
  }

  opened() {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
    this.travel("out", () => {
      this.isSeated = true;
      place.server?.seat(this, this.party);
      this.beat();
    });
  }

  beat() {
    this.world.after(HERE_EVERY_MS, () => {
      if (this.readyState !== 1) return;
      this.hear({ tag: "here" });
      this.beat();
    });
  }

  /** @param {"in" | "out"} way @param {() => void} arrive */
  travel(way, arrive) {
    this.last[way] = Math.max(this.last[way] + 0.01, this.world.now + this.world.between(1, 80) * this.world.slowness);
    this.world.after(this.last[way] - this.world.now, () => this.readyState === 1 && !this.isDeaf && arrive());
  }

  /** @param {string} text */
  send(text) {
    if (this.readyState === 1) this.travel("out", () => place.server?.relay(this.party, JSON.parse(text)));
  }

  /** @param {object} message */
  hear(message) {
    const data = JSON.stringify(message);
    this.travel("in", () => this.dispatchEvent(new MessageEvent("message", { data })));
  }

  /** The network or the server is gone; both sides notice in their own time, and what was on its way is lost. */
  lose() {
    if (this.readyState > 1) return;
    this.readyState = 3;
    this.world.after(this.world.between(0, 300), () => {
      if (place.server?.seats.get(this.party) === this) place.server.seats.delete(this.party);
    });
    this.world.after(this.world.between(0, 300), () => this.dispatchEvent(Object.assign(new Event("close"), { code: 1006 })));
  }

  close() {
    if (this.readyState > 1) return;
    this.readyState = 3;
    if (place.server?.seats.get(this.party) === this) place.server.seats.delete(this.party);
    this.world.after(1, () => this.dispatchEvent(Object.assign(new Event("close"), { code: 1000 })));
  }
}

const HERE_EVERY_MS = 15_000;
const CHECKS_MS = 15_000;
const NOTICED_MS = 5_000;

export class Connection extends EventTarget {
  /** @param {World} world @param {any} settings */
  constructor(world, settings) {
    super();
    this.world = world;
    this.owner = settings.iceServers[0].urls;
    this.certificate = settings.certificates[0];
    this.id = world.connections.push(this);
    this.signalingState = "stable";
    this.iceConnectionState = "new";
    this.connectionState = "new";
    /** @type {any} */
    this.localDescription = null;
    /** @type {any} */
    this.remoteDescription = null;
    /** What both sides agreed last: only this is connected. */
    this.agreed = { local: "", remote: "" };
    /** @type {Set<string>} */
    this.paths = new Set();
    /** @type {any[]} */
    this.transceivers = [];
    this.hasChannel = false;
    this.isRestarting = false;
    this.ufrag = this.fresh();
    this.chain = Promise.resolve();
    this.chained = 0;
    this.isNeeded = false;
    this.checking = 0;
    this.shownFrom = 0;
    /** @type {Connection | null} */
    this.peer = null;
    this.sctp = { transport: { state: "connected", getRemoteCertificates: () => (this.peer && world.now >= this.shownFrom ? [this.peer.certificate.der.buffer] : []) } };
  }

  fresh() {
    return `${this.world.connections.length}u${Math.floor(this.world.draw() * 1e9)}`;
  }

  createDataChannel() {
    this.hasChannel = true;
    this.need();
    return Object.assign(new EventTarget(), { binaryType: "", readyState: "connecting", send() {} });
  }

  /** @param {unknown} trackOrKind */
  addTransceiver(trackOrKind) {
    const transceiver = this.line(String(trackOrKind));
    this.transceivers.push(transceiver);
    this.need();
    return transceiver;
  }

  /** @param {string} kind */
  line(kind) {
    return { sender: { replaceTrack: () => this.world.pause(0, 5) }, receiver: { track: { kind }, transport: this.sctp.transport }, direction: "sendrecv", isAgreed: false };
  }

  getTransceivers() {
    return this.transceivers;
  }

  getReceivers() {
    return this.transceivers.map(({ receiver }) => receiver);
  }

  async getStats() {
    return new Map();
  }

  /** One operation after the other; after `close` nothing is heard of them. @template T @param {string} what @param {() => T} act @returns {Promise<T>} */
  operate(what, act) {
    if (this.signalingState === "closed") return Promise.reject(new DOMException(what, "InvalidStateError"));
    this.chained += 1;
    const done = this.chain.then(async () => {
      await this.world.pause(1, 25);
      if (this.signalingState === "closed") return new Promise(() => {});
      this.world.mayFail(what);
      return act();
    });
    this.chain = done.then(() => {}, () => {}).then(() => {
      this.chained -= 1;
      if (this.chained === 0) this.need();
    });
    return /** @type {Promise<T>} */ (done);
  }

  get needsAgreement() {
    return this.isRestarting || (this.hasChannel && !this.agreed.remote) || this.transceivers.some(({ isAgreed }) => !isAgreed);
  }

  need() {
    this.world.after(0, () => {
      if (this.chained > 0 || this.signalingState !== "stable") return;
      if (!this.needsAgreement) this.isNeeded = false;
      else if (!this.isNeeded) {
        this.isNeeded = true;
        this.dispatchEvent(new Event("negotiationneeded"));
      }
    });
  }

  /** @param {string} type */
  describe(type) {
    const fingerprint = this.certificate.fingerprint.match(/../g).join(":").toUpperCase();
    return { type, sdp: `v=0\r\na=fingerprint:sha-256 ${fingerprint}\r\na=ice-ufrag:${this.ufrag}\r\na=connection:${this.id}\r\n` };
  }

  createOffer() {
    return this.operate("createOffer", () => this.describe("offer"));
  }

  setLocalDescription() {
    return this.operate("setLocalDescription", () => {
      const isAnswer = this.signalingState === "have-remote-offer";
      if (this.isRestarting && !isAnswer) this.ufrag = this.fresh();
      if (isAnswer && this.restartedBy !== this.remoteDescription.ufrag) this.ufrag = this.fresh();
      this.restartedBy = isAnswer ? this.remoteDescription.ufrag : "";
      this.localDescription = this.describe(isAnswer ? "answer" : "offer");
      if (isAnswer) this.settle();
      else this.turn("have-local-offer");
      const ufrag = this.ufrag;
      for (let nth = 0; nth < 3; nth += 1) this.world.after(this.world.between(0, 200), () => this.found(ufrag, nth));
    });
  }

  /** @param {string} ufrag @param {number} nth */
  found(ufrag, nth) {
    if (this.signalingState === "closed") return;
    const candidate = { candidate: `candidate:${nth} udp`, usernameFragment: ufrag };
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { toJSON: () => candidate } }));
  }

  /** @param {{ type: string, sdp: string }} description */
  setRemoteDescription({ type, sdp }) {
    return this.operate("setRemoteDescription", () => {
      if (type === "answer" && this.signalingState !== "have-local-offer") throw new DOMException("answer", "InvalidStateError");
      if (type === "offer" && this.signalingState === "have-local-offer") this.ufrag = this.fresh();
      const [, ufrag, id] = /ice-ufrag:(\w+)\r\na=connection:(\d+)/.exec(sdp) ?? [];
      this.remoteDescription = { type, sdp, ufrag, id: Number(id) };
      if (type === "answer") return this.settle();
      if (this.transceivers.length === 0) this.transceivers = [this.line("audio"), this.line("video")];
      this.turn("have-remote-offer");
    });
  }

  /** @param {{ candidate: string, usernameFragment?: string }} candidate */
  addIceCandidate(candidate) {
    return this.operate("addIceCandidate", () => {
      if (!this.remoteDescription) throw new DOMException("no description", "InvalidStateError");
      if (candidate.usernameFragment !== this.remoteDescription.ufrag) throw new DOMException("of another", "OperationError");
      this.paths.add(candidate.usernameFragment ?? "");
      this.check();
    });
  }

  restartIce() {
    if (this.signalingState === "closed") return;
    this.isRestarting = true;
    this.need();
  }

  /** Offer and answer are applied here. */
  settle() {
    this.isRestarting = false;
    for (const transceiver of this.transceivers) transceiver.isAgreed = true;
    const isNew = this.agreed.local !== this.ufrag || this.agreed.remote !== this.remoteDescription.ufrag;
    this.agreed = { local: this.ufrag, remote: this.remoteDescription.ufrag };
    this.isNeeded = false;
    this.turn("stable");
    if (!isNew) return;
    this.checking = this.world.now;
    this.become("checking", this.connectionState === "new" || this.connectionState === "failed" ? "connecting" : this.connectionState);
    const since = this.checking;
    this.world.after(CHECKS_MS, () => this.checking === since && this.iceConnectionState === "checking" && this.become("failed", "failed"));
    this.check();
  }

  /** Two that have agreed with each other, and know a path, find it. */
  check() {
    const peer = this.world.connections[this.remoteDescription?.id - 1];
    if (!peer || !this.isAgreedWith(peer)) return;
    if (!this.paths.has(this.agreed.remote) && !peer.paths.has(peer.agreed.remote)) return;
    for (const one of [this, peer]) this.world.after(this.world.between(2, 150) * this.world.slowness, () => one.find(one === this ? peer : this));
  }

  /** @param {Connection} peer */
  isAgreedWith(peer) {
    return this.agreed.local !== "" && this.agreed.local === peer.agreed.remote && this.agreed.remote === peer.agreed.local;
  }

  /** @param {Connection} peer */
  find(peer) {
    if (!this.isAgreedWith(peer) || this.signalingState === "closed") return;
    if (peer.signalingState === "closed" || this.iceConnectionState === "connected" || this.iceConnectionState === "failed") return;
    const wait = this.world.networkDownUntil - this.world.now;
    if (wait > 0) return void this.world.after(wait + 1, () => this.find(peer));
    if (this.peer !== peer) this.shownFrom = this.world.now + this.world.between(0, 60);
    this.peer = peer;
    this.become("connected", "connected");
  }

  /** The way through the network is gone; it is noticed, and found again if it comes back in time. */
  lose() {
    if (this.iceConnectionState !== "connected") return;
    const peer = this.peer;
    this.world.after(this.world.between(0.5, 1) * NOTICED_MS, () => {
      const isBack = this.world.now >= this.world.networkDownUntil && peer?.signalingState !== "closed";
      if (isBack || this.iceConnectionState !== "connected" || this.signalingState === "closed") return;
      this.become("disconnected", "disconnected");
      this.checking = this.world.now;
      const since = this.checking;
      if (peer) this.world.after(Math.max(0, this.world.networkDownUntil - this.world.now) + 100, () => this.find(peer));
      this.world.after(CHECKS_MS, () => this.checking === since && this.iceConnectionState === "disconnected" && this.become("failed", "failed"));
    });
  }

  /** @param {string} ice @param {string} whole */
  become(ice, whole) {
    const before = [this.iceConnectionState, this.connectionState];
    [this.iceConnectionState, this.connectionState] = [ice, whole];
    if (before[0] !== ice) this.dispatchEvent(new Event("iceconnectionstatechange"));
    if (before[1] !== whole) this.dispatchEvent(new Event("connectionstatechange"));
  }

  /** @param {string} state */
  turn(state) {
    this.signalingState = state;
    this.need();
  }

  close() {
    if (this.signalingState === "closed") return;
    [this.signalingState, this.iceConnectionState, this.connectionState] = ["closed", "closed", "closed"];
    this.sctp.transport.state = "closed";
    this.peer?.lose();
  }
}
