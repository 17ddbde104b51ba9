/**
 * A world to try calls in: a clock that jumps, a server, sockets and browsers' connections that are slow, out of order, lost and broken, as a
 * seed says. What they do when nothing is wrong follows W3C WebRTC 1.0 (operations chain, 4.4.1.2; negotiation needed, 4.7.3).
 */

import { createHash } from "node:crypto";

import { Connection } from "./world-connection.test.js";
import { Socket } from "./world-server.test.js";

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
    const cancel = (/** @type {number} */ id) => this.cancelled.add(id);
    const later = (/** @type {() => unknown} */ act, /** @type {number} */ pause = 0) => this.after(pause, act);
    class Stream {
      addTrack() {}
    }
    Object.assign(globalThis, {
      setTimeout: later, clearTimeout: cancel, clearInterval: cancel, MediaStream: Stream, location: { protocol: "https:", host: "practice.example" },
      setInterval: (/** @type {() => unknown} */ act, /** @type {number} */ pause) => this.every(act, pause),
      WebSocket: this.ownSocket(), RTCPeerConnection: this.ownConnection(),
    });
    this.slowKeys();
  }

  /** @param {() => unknown} act @param {number} pause */
  every(act, pause) {
    const id = this.nth + 1;
    const again = () => Promise.resolve(act()).then(() => this.cancelled.has(id) || this.after(pause, again));
    return this.after(pause, again);
  }

  ownSocket() {
    const world = this;
    return class extends Socket {
      /** @param {string} url */
      constructor(url) {
        super(world, url);
      }
    };
  }

  ownConnection() {
    const world = this;
    return class extends Connection {
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
    };
  }

  /** Keys are the real ones; how long they take is this world's matter. */
  slowKeys() {
    for (const name of /** @type {const} */ (["generateKey", "exportKey", "importKey", "deriveBits", "digest"])) {
      const done = /** @type {any} */ (Object.getPrototypeOf(real.subtle))[name];
      /** @type {any} */ (real.subtle)[name] = async (/** @type {unknown[]} */ ...words) => {
        const [result] = await Promise.all([counted(done.apply(real.subtle, words)), this.pause(0, 8)]);
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
