/**
 * One side of commit-then-reveal, as a state machine without a network.
 * Spec: docs/spec/call-encryption.md, section 4.
 */

import { commitmentTo, encoded, freshKeys, opened } from "./commitment.js";
import { hex } from "./bytes.js";
import { safetyNumber, transcript } from "./safety-number.js";

/**
 * @typedef {import("./messages.js").Commit} Commit
 * @typedef {import("./messages.js").Reveal} Reveal
 * @typedef {import("./commitment.js").Own} Own
 * @typedef {{ fingerprint: string, number: number[] }} Agreed
 */

export class Handshake {
  /**
   * @param {{ visit: string, me: string, other: string, own: Own, send: (message: Commit | Reveal) => void }} parts
   */
  constructor({ visit, me, other, own, send }) {
    this.session = crypto.randomUUID();
    this.theirSession = "";
    this.theirCommitment = "";
    this.out = { visit, from: me, to: other };
    this.in = { visit, from: other, to: me };
    this.own = own;
    this.send = send;
    this.hasRevealed = false;
    /** @type {Agreed | null} */
    this.agreed = null;
  }

  async start() {
    const commitment = await commitmentTo(this.out, this.own.opening);
    this.send({ tag: "commit", to: this.out.to, session: this.session, seen: this.theirSession, commitment });
  }

  /**
   * Take the other's commitment. Only when they hold ours, and we theirs, do we reveal.
   * @param {Commit} message
   * @returns {Promise<boolean>} false: they have begun anew, and so must we, with new keys
   */
  async onCommit(message) {
    const isAnother = this.theirSession !== "" && message.session !== this.theirSession;
    // Nothing is revealed yet, so nothing is lost by taking their new session for the old one. Were we to begin anew as well, two sides that
    // do so at the same time would each answer the other's last session with a new one, and chase each other for ever.
    if (isAnother && this.hasRevealed) return false;
    // A second commitment in one session would let them choose after they have seen ours.
    if (!isAnother && this.theirCommitment && message.commitment !== this.theirCommitment) return false;
    this.theirSession = message.session;
    this.theirCommitment = message.commitment;
    if (message.seen === this.session) this.reveal();
    else await this.start();
    return true;
  }

  reveal() {
    if (this.hasRevealed) return;
    this.hasRevealed = true;
    const { key, nonce, fingerprint } = this.own.opening;
    this.send({ tag: "reveal", to: this.out.to, session: this.session, seen: this.theirSession, key: hex(key), nonce: hex(nonce), fingerprint });
  }

  /**
   * @param {Reveal} message
   * @returns {Promise<Agreed | null>} null where it does not belong to this session
   */
  async onReveal(message) {
    if (!this.theirCommitment || message.session !== this.theirSession || message.seen !== this.session) return null;
    const theirs = await opened(this.in, this.theirCommitment, message);
    this.reveal();
    const mine = encoded(this.out, this.own.opening);
    const other = encoded(this.in, theirs);
    const salt = await (this.out.from < this.out.to ? transcript(mine, other) : transcript(other, mine));
    const number = await safetyNumber(this.own.pair.privateKey, theirs.key, salt);
    this.agreed = { fingerprint: theirs.fingerprint, number };
    return this.agreed;
  }
}

export { freshKeys };
