/** A browser's connection in the world that calls are tried in (world.test.js). */

/** @typedef {import("./world.test.js").World} World */

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
    return { sender: { replaceTrack: () => this.world.pause(0, 5) }, receiver: { track: { kind }, transport: this.sctp.transport, getSynchronizationSources: () => [] }, direction: "sendrecv", isAgreed: false };
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
      for (let nth = 0; nth < 3; nth += 1) this.world.after(this.world.between(0, 200), () => this.found(ufrag, `candidate:${nth} udp`));
      // The end of a generation is a candidate too (4.8.2.1): Firefox says it, Chromium does not.
      this.world.after(200, () => this.found(ufrag, ""));
    });
  }

  /** @param {string} ufrag @param {string} candidate */
  found(ufrag, candidate) {
    if (this.signalingState === "closed") return;
    const found = { candidate, usernameFragment: ufrag };
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { candidate, toJSON: () => found } }));
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
