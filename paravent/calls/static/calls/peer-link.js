/**
 * One encrypted connection to one other party: keys first, then media, and repaired when the network goes.
 * Spec: docs/spec/call-encryption.md.
 */

import { CannotEncrypt, CommitmentBroken, freshKeys } from "./commitment.js";
import { FingerprintMissing, fingerprintOf, usedFingerprints } from "./fingerprints.js";
import { Handshake } from "./handshake.js";
import { preferMotion } from "./motion.js";
import { KeyRefused } from "./safety-number.js";

/** Somebody may be in the middle: what was agreed and what is used differ. There is no call. */
export class InTheMiddle extends Error {}

/** What ends a link for good. Anything else that goes wrong is a mishap of this browser, and begun anew. */
const FOR_GOOD = [CannotEncrypt, CommitmentBroken, FingerprintMissing, InTheMiddle, KeyRefused];

/**
 * @typedef {import("./messages.js").Relayed} Relayed
 * @typedef {import("./messages.js").Party} Party
 * @typedef {"connecting" | "connected" | "interrupted" | "broken"} LinkState
 * @typedef {object} Events
 * @property {(state: LinkState, error?: unknown) => void} onState
 * @property {(number: number[]) => void} onNumber
 * @property {(stream: MediaStream) => void} onStream
 * @property {(channel: RTCDataChannel) => void} onChannel
 * @property {(commit: import("./messages.js").Commit) => void} onBegunAnew  the other side has new keys; so must we
 * @property {() => void} onMishap  something of the browser's failed: this link is closed, and another may be begun
 */

const REPAIR_AFTER_MS = 2_500;
const LONGEST_REPAIR_MS = 10_000;

export class PeerLink {
  /**
   * @param {{ visit: string, me: string, other: Party, rtc: RTCConfiguration, tracks: () => MediaStreamTrack[],
   *   send: (message: Relayed) => void } & Events} parts
   */
  constructor(parts) {
    this.parts = parts;
    this.isFirst = parts.me < parts.other.party_id;
    /** @type {RTCIceCandidateInit[]} */
    this.early = [];
    /** @type {Relayed[]} */
    this.inbox = [];
    this.isMakingOffer = false;
    this.isVerified = false;
    this.isClosed = false;
    this.looks = false;
    this.isSigning = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.repairing = undefined;
    this.repairs = 0;
    this.work = Promise.resolve();
  }

  /** Make certificate, connection and keys, and commit to them. What arrives meanwhile waits its turn. */
  start() {
    this.enqueue(() => this.begin());
  }

  async begin() {
    const certificate = await RTCPeerConnection.generateCertificate(
      /** @type {AlgorithmIdentifier} */ ({ name: "ECDSA", namedCurve: "P-256" }),
    );
    if (this.isClosed) return;
    this.connection = new RTCPeerConnection({ ...this.parts.rtc, certificates: [certificate], bundlePolicy: "max-bundle" });
    this.listen(this.connection);
    this.addMedia(this.connection);
    const { sdp } = await this.connection.createOffer();
    const own = await freshKeys(fingerprintOf(sdp ?? ""));
    this.handshake = new Handshake({
      visit: this.parts.visit,
      me: this.parts.me,
      other: this.parts.other.party_id,
      own,
      send: (message) => this.parts.send(message),
    });
    if (this.isClosed) this.connection.close();
    else await this.handshake.start();
  }

  /** @param {RTCPeerConnection} connection */
  addMedia(connection) {
    const channel = connection.createDataChannel("exchange", { negotiated: true, id: 0, ordered: true });
    channel.binaryType = "arraybuffer";
    this.parts.onChannel(channel);
    if (!this.isFirst) return;
    // Both kinds always, whatever devices there are: later changes replace tracks and need no new agreement.
    for (const kind of /** @type {const} */ (["audio", "video"])) {
      const track = this.track(kind);
      this.keep(kind, connection.addTransceiver(track ?? kind, { direction: "sendrecv" }).sender);
    }
  }

  /** The side that answers takes the lines of the offer: lines of its own would double them. @param {RTCPeerConnection} connection */
  async answerMedia(connection) {
    for (const transceiver of connection.getTransceivers()) {
      const kind = transceiver.receiver.track.kind === "audio" ? "audio" : "video";
      if ((kind === "audio" ? this.audio : this.video) === transceiver.sender) continue;
      transceiver.direction = "sendrecv";
      // Kept first: a device that opens just now finds the sender.
      this.keep(kind, transceiver.sender);
      await transceiver.sender.replaceTrack(this.track(kind) ?? null);
    }
  }

  /** @param {"audio" | "video"} kind */
  track(kind) {
    return this.parts.tracks().find((found) => found.kind === kind);
  }

  /** @param {"audio" | "video"} kind @param {RTCRtpSender} sender */
  keep(kind, sender) {
    if (kind === "audio") this.audio = sender;
    else this.video = sender;
  }

  /** @param {RTCPeerConnection} connection */
  listen(connection) {
    const stream = new MediaStream();
    connection.addEventListener("track", ({ track }) => {
      stream.addTrack(track);
      this.parts.onStream(stream);
    });
    connection.addEventListener("icecandidate", ({ candidate }) => {
      // Firefox also says that there are no more, with an empty one: nobody waits for that.
      if (candidate?.candidate) this.say({ tag: "candidate", candidate: candidate.toJSON() });
    });
    connection.addEventListener("connectionstatechange", () => this.enqueue(() => this.onConnection(connection)));
    connection.addEventListener("iceconnectionstatechange", () => {
      if (connection.iceConnectionState === "disconnected") this.interrupted();
    });
    connection.addEventListener("negotiationneeded", () => {
      if (this.isVerified) this.enqueue(() => this.offer());
    });
  }

  /** @param {RTCPeerConnection} connection */
  async onConnection(connection) {
    if (connection.connectionState === "failed") this.interrupted();
    if (connection.connectionState !== "connected" || !(await this.isWithWhomWeAgreed(connection))) return;
    clearTimeout(this.repairing);
    [this.repairing, this.repairs] = [undefined, 0];
    this.parts.onState("connected");
  }

  /** @param {RTCPeerConnection} connection @returns {Promise<boolean>} false: it is not connected any more, and shows nobody */
  async isWithWhomWeAgreed(connection) {
    const used = await usedFingerprints(connection);
    if (connection.connectionState !== "connected") return false;
    const agreed = this.handshake?.agreed?.fingerprint;
    if (!agreed || used.length === 0 || used.some((fingerprint) => fingerprint !== agreed)) throw new InTheMiddle("certificate");
    return true;
  }

  /** Say so, and try another way through the network; the other side tries too. */
  interrupted() {
    if (this.isClosed) return;
    this.parts.onState("interrupted");
    if (this.repairing !== undefined) return;
    this.repair();
  }

  /** Again and again, with growing pauses: where a network is slow, the next try would end the one before. */
  repair() {
    this.repairing = setTimeout(() => this.repair(), Math.min(REPAIR_AFTER_MS * 1.5 ** this.repairs, LONGEST_REPAIR_MS));
    this.repairs += 1;
    // One side restarts, or two offers would meet again and again.
    if (!this.isFirst) this.say({ tag: "restart" });
    // An offer without an answer: one of the two was lost, and no other can be made before.
    else if (this.connection?.signalingState === "have-local-offer") this.describe();
    else this.connection?.restartIce();
  }

  /** A connection that is being repaired is tried at once, not after the pause. */
  hurry() {
    if (this.repairing === undefined || this.isClosed) return;
    clearTimeout(this.repairing);
    this.repairs = 0;
    this.repair();
  }

  /**
   * Messages are worked on one after the other, in the order they came.
   * @param {Relayed} message
   */
  take(message) {
    this.enqueue(() => this.handle(message));
  }

  /** @param {() => Promise<void>} work */
  enqueue(work) {
    this.work = this.work.then(work).catch((error) => this.fail(error));
  }

  /** @param {Relayed} message */
  async handle(message) {
    if (this.isClosed) return;
    if (message.tag === "commit") await this.onCommit(message);
    else if (message.tag === "reveal") await this.onReveal(message);
    else if (message.tag === "description") await this.onDescription(message);
    else if (message.tag === "candidate") await this.onCandidate(message);
    else if (message.tag === "restart") this.onRestart(message);
  }

  /** @param {import("./messages.js").Commit} message */
  async onCommit(message) {
    const isOurs = await this.handshake?.onCommit(message);
    if (isOurs === false) this.parts.onBegunAnew(message);
  }

  /** @param {import("./messages.js").Reveal} message */
  async onReveal(message) {
    const agreed = await this.handshake?.onReveal(message);
    if (!agreed) return;
    this.isVerified = true;
    this.parts.onNumber(agreed.number);
    if (this.isFirst) await this.offer();
    const waiting = this.inbox.splice(0);
    for (const early of waiting) await this.handle(early);
  }

  async offer() {
    const connection = this.connection;
    // While an agreement is under way there is nothing to offer; what is still needed fires again once it is done.
    if (!connection || connection.signalingState !== "stable") return;
    try {
      this.isMakingOffer = true;
      await connection.setLocalDescription();
      this.describe();
    } finally {
      this.isMakingOffer = false;
    }
  }

  describe() {
    const description = this.connection?.localDescription;
    if (description) this.say({ tag: "description", description: { type: description.type, sdp: description.sdp } });
  }

  /** @param {import("./messages.js").Description} message */
  async onDescription(message) {
    const connection = this.connection;
    if (!this.isVerified || !connection) {
      this.inbox.push(message);
      return;
    }
    if (message.session !== this.handshake?.theirSession) return;
    if (fingerprintOf(message.description.sdp) !== this.handshake.agreed?.fingerprint) throw new InTheMiddle("description");
    const collides = message.description.type === "offer" && (this.isMakingOffer || connection.signalingState !== "stable");
    if (collides && this.isFirst) return;
    // An answer to an offer that has been taken back meanwhile.
    if (message.description.type === "answer" && connection.signalingState !== "have-local-offer") return;
    await connection.setRemoteDescription(message.description);
    for (const candidate of this.early.splice(0)) await this.addPath(connection, candidate);
    if (message.description.type === "offer") {
      await this.answerMedia(connection);
      await connection.setLocalDescription();
      this.describe();
    }
  }

  /** @param {import("./messages.js").Candidate} message */
  async onCandidate(message) {
    const connection = this.connection;
    if (message.session !== this.handshake?.theirSession || !connection) return;
    if (connection.remoteDescription) await this.addPath(connection, message.candidate);
    else this.early.push(message.candidate);
  }

  /** The other side asks for a way around a broken network; only the first may begin one. @param {import("./messages.js").Restart} message */
  onRestart(message) {
    const connection = this.connection;
    if (message.session !== this.handshake?.theirSession || !connection) return;
    if (this.isFirst && connection.connectionState !== "new") connection.restartIce();
  }

  /**
   * A path that does not fit, as of an offer that was taken back, is one path less and not the end.
   * @param {RTCPeerConnection} connection @param {RTCIceCandidateInit} candidate
   */
  async addPath(connection, candidate) {
    await connection.addIceCandidate(candidate).catch(() => {});
  }

  /** @param {{ tag: "restart" } | { tag: "candidate", candidate: RTCIceCandidateInit } | { tag: "description", description: { type: RTCSdpType, sdp: string } }} message */
  say(message) {
    this.parts.send({ ...message, to: this.parts.other.party_id, session: this.handshake?.session ?? "" });
  }

  /** @param {unknown} error */
  fail(error) {
    if (this.isClosed) return;
    this.close();
    if (FOR_GOOD.some((kind) => error instanceof kind)) this.parts.onState("broken", error);
    else this.parts.onMishap();
  }

  /** @param {"audio" | "video"} kind @param {MediaStreamTrack | null} track */
  async replace(kind, track) {
    await (kind === "audio" ? this.audio : this.video)?.replaceTrack(track);
    if (kind === "video" && this.isSigning) await this.sign(true);
  }

  /** Send motion before sharpness, or both alike again. @param {boolean} isSigning */
  async sign(isSigning) {
    this.isSigning = isSigning;
    if (this.video) await preferMotion(this.video, isSigning);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.repairing);
    this.connection?.close();
  }
}
