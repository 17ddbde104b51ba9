/** Two pages that begin anew while messages are on their way: whatever the order, they meet, and soon. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { freshKeys } from "./commitment.js";
import { Handshake } from "./handshake.js";

/** @typedef {import("./messages.js").Commit | import("./messages.js").Reveal} Message */

const VISIT = "0f8fad5b-d9cb-469f-a165-70867728950e";
const ALI = "11111111-1111-4111-8111-111111111111";
const BEA = "22222222-2222-4222-8222-222222222222";
const MOST_SESSIONS = 8;

/** One page as `CallRoom` and `PeerLink` make it: messages wait until the keys are there; who begins anew takes the commitment along. */
class Side {
  /** @param {string} me @param {string} other */
  constructor(me, other) {
    this.me = me;
    this.other = other;
    /** @type {Message[]} */
    this.way = [];
    this.sessions = 0;
    this.begin();
  }

  /** @param {Message} [first] */
  begin(first) {
    this.sessions += 1;
    this.handshake = undefined;
    /** @type {Message[]} */
    this.inbox = first ? [first] : [];
  }

  async makeKeys() {
    const own = await freshKeys("aa".repeat(32));
    this.handshake = new Handshake({ visit: VISIT, me: this.me, other: this.other, own, send: (message) => this.way.push(message) });
    await this.handshake.start();
    for (const message of this.inbox?.splice(0) ?? []) await this.take(message);
  }

  /** @param {Message} message */
  async take(message) {
    if (!this.handshake) this.inbox?.push(message);
    else if (message.tag === "reveal") await this.handshake.onReveal(message);
    else if (!(await this.handshake.onCommit(message))) this.begin(message);
  }
}

/** A repeatable chance (mulberry32). @param {number} seed */
function chance(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {Side} ali @param {Side} bea */
function possible(ali, bea) {
  return [[ali, bea], [bea, ali]].flatMap(([one, other]) => {
    if (!one || !other) return [];
    const steps = one.handshake ? [] : [() => one.makeKeys()];
    const [next] = one.way;
    return next ? [...steps, () => other.take(/** @type {Message} */ (one.way.shift()))] : steps;
  });
}

for (let seed = 0; seed < 150; seed += 1) {
  test(`begun anew at any moment, the two meet (${seed})`, async () => {
    const draw = chance(seed);
    const [ali, bea] = [new Side(ALI, BEA), new Side(BEA, ALI)];
    // The server came back, a page was loaded anew, a try took too long: each side begins anew now and then, at first.
    const anew = [draw(), draw(), draw(), draw()].map((one) => Math.floor(one * 14));
    for (let step = 0; ; step += 1) {
      for (const [at, when] of anew.entries()) if (when === step) (at % 2 ? ali : bea).begin();
      const steps = possible(ali, bea);
      if (steps.length === 0 && step > 14) break;
      await steps[Math.floor(draw() * steps.length)]?.();
      assert.ok(ali.sessions + bea.sessions < MOST_SESSIONS + anew.length, "they chase each other");
    }
    assert.ok(ali.handshake?.agreed && bea.handshake?.agreed, "nothing is on its way, and they have not met");
    assert.deepEqual(ali.handshake.agreed.number, bea.handshake.agreed.number);
  });
}
