/** Two sides of the handshake, joined by lists of messages that a test may read, swap and forge. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CommitmentBroken, freshKeys } from "./commitment.js";
import { Handshake } from "./handshake.js";

/** @typedef {import("./messages.js").Commit} Commit */
/** @typedef {import("./messages.js").Reveal} Reveal */

const VISIT = "0f8fad5b-d9cb-469f-a165-70867728950e";
const ALI = "11111111-1111-4111-8111-111111111111";
const BEA = "22222222-2222-4222-8222-222222222222";
const FINGERPRINTS = new Map([[ALI, "aa".repeat(32)], [BEA, "bb".repeat(32)]]);

/** @param {string} me @param {string} other */
async function side(me, other) {
  const own = await freshKeys(FINGERPRINTS.get(me) ?? "");
  /** @type {(Commit | Reveal)[]} */
  const sent = [];
  return { handshake: new Handshake({ visit: VISIT, me, other, own, send: (message) => sent.push(message) }), sent };
}

/** @typedef {Awaited<ReturnType<typeof side>>} Side */

/** @returns {Promise<[Side, Side]>} */
async function two() {
  return [await side(ALI, BEA), await side(BEA, ALI)];
}

/** Hand over everything that `from` has sent. @param {Side} from @param {Side} to */
async function deliver(from, to) {
  for (const message of from.sent.splice(0)) {
    if (message.tag === "commit") await to.handshake.onCommit(message);
    else await to.handshake.onReveal(message);
  }
}

/** @param {Side} one @param {Side} other */
async function settle(one, other) {
  while (one.sent.length + other.sent.length > 0) {
    await deliver(one, other);
    await deliver(other, one);
  }
}

/** Both committed, both reveals on their way. @returns {Promise<{ ali: Side, bea: Side, reveal: Reveal }>} */
async function beforeReveal() {
  const [ali, bea] = await two();
  await ali.handshake.start();
  await deliver(ali, bea);
  await deliver(bea, ali);
  const reveal = ali.sent.find((message) => message.tag === "reveal");
  assert.ok(reveal?.tag === "reveal");
  return { ali, bea, reveal };
}

test("two sides agree on one number, and on each other's certificate", async () => {
  const [ali, bea] = await two();
  await Promise.all([ali.handshake.start(), bea.handshake.start()]);
  await settle(ali, bea);
  assert.ok(ali.handshake.agreed && bea.handshake.agreed);
  assert.deepEqual(ali.handshake.agreed.number, bea.handshake.agreed.number);
  assert.equal(ali.handshake.agreed.fingerprint, FINGERPRINTS.get(BEA));
  assert.equal(bea.handshake.agreed.fingerprint, FINGERPRINTS.get(ALI));
});

test("it does not matter who comes first, nor that the other's first word was lost", async () => {
  const [ali, bea] = await two();
  await bea.handshake.start();
  bea.sent.splice(0);
  await ali.handshake.start();
  await settle(ali, bea);
  assert.ok(ali.handshake.agreed);
  assert.deepEqual(ali.handshake.agreed.number, bea.handshake.agreed?.number);
});

test("nobody reveals before the other has committed", async () => {
  const [ali, bea] = await two();
  await ali.handshake.start();
  await deliver(ali, bea);
  assert.deepEqual(bea.sent.map((message) => message.tag), ["commit"]);
  assert.deepEqual(ali.sent, []);
});

test("a commitment that does not know our session is answered with ours, not with a reveal", async () => {
  const [ali, bea] = await two();
  await Promise.all([ali.handshake.start(), bea.handshake.start()]);
  const [commit] = bea.sent.splice(0);
  ali.sent.splice(0);
  assert.ok(commit?.tag === "commit");
  await ali.handshake.onCommit({ ...commit, seen: "another session" });
  assert.deepEqual(ali.sent.map((message) => message.tag), ["commit"]);
});

test("a reveal without a commitment before it is ignored", async () => {
  const { reveal } = await beforeReveal();
  const other = await side(BEA, ALI);
  assert.equal(await other.handshake.onReveal(reveal), null);
  assert.deepEqual(other.sent, []);
});

for (const part of /** @type {const} */ (["session", "seen"])) {
  test(`a reveal with another ${part} is ignored`, async () => {
    const { bea, reveal } = await beforeReveal();
    assert.equal(await bea.handshake.onReveal({ ...reveal, [part]: crypto.randomUUID() }), null);
    assert.equal(bea.handshake.agreed, null);
  });
}

for (const part of /** @type {const} */ (["fingerprint", "key", "nonce"])) {
  test(`a ${part} changed on the way breaks the link`, async () => {
    const { bea, reveal } = await beforeReveal();
    await assert.rejects(bea.handshake.onReveal({ ...reveal, [part]: "ee".repeat(32) }), CommitmentBroken);
    assert.equal(bea.handshake.agreed, null);
    assert.deepEqual(bea.sent, [], "nothing is revealed to whoever broke it");
  });
}

test("a reveal swapped for that of another session breaks the link", async () => {
  const [one, another] = [await beforeReveal(), await beforeReveal()];
  const { key, nonce, fingerprint } = another.reveal;
  await assert.rejects(one.bea.handshake.onReveal({ ...one.reveal, key, nonce, fingerprint }), CommitmentBroken);
});

test("our own commitment and reveal, sent back to us, break the link", async () => {
  const [ali] = await two();
  await ali.handshake.start();
  const [commit] = ali.sent.splice(0);
  assert.ok(commit?.tag === "commit");
  await ali.handshake.onCommit({ ...commit, seen: commit.session });
  const [reveal] = ali.sent.splice(0);
  assert.ok(reveal?.tag === "reveal");
  await assert.rejects(ali.handshake.onReveal({ ...reveal, seen: reveal.session }), CommitmentBroken);
});

test("a second commitment in one session is refused, and answered with nothing", async () => {
  const [ali, bea] = await two();
  await ali.handshake.start();
  const [commit] = ali.sent.splice(0);
  assert.ok(commit?.tag === "commit");
  assert.equal(await bea.handshake.onCommit(commit), true);
  bea.sent.splice(0);
  assert.equal(await bea.handshake.onCommit({ ...commit, commitment: "00".repeat(32) }), false);
  assert.deepEqual(bea.sent, []);
});

test("whoever begins anew after we revealed is not mistaken for the old session", async () => {
  const { bea, reveal } = await beforeReveal();
  await bea.handshake.onReveal(reveal);
  const again = await side(ALI, BEA);
  await again.handshake.start();
  const [commit] = again.sent;
  assert.ok(commit?.tag === "commit");
  assert.equal(await bea.handshake.onCommit(commit), false);
});

test("whoever begins anew before we revealed is followed, and their old session opens nothing any more", async () => {
  const { bea, reveal } = await beforeReveal();
  const again = await side(ALI, BEA);
  await again.handshake.start();
  await deliver(again, bea);
  assert.equal(await bea.handshake.onReveal(reveal), null);
  await settle(bea, again);
  assert.deepEqual(bea.handshake.agreed?.number, again.handshake.agreed?.number);
});

test("begun anew on both sides, they agree on another number", async () => {
  const [ali, bea] = await two();
  await ali.handshake.start();
  await settle(ali, bea);
  const [aliAgain, beaAgain] = await two();
  await aliAgain.handshake.start();
  await settle(aliAgain, beaAgain);
  assert.deepEqual(aliAgain.handshake.agreed?.number, beaAgain.handshake.agreed?.number);
  assert.notDeepEqual(aliAgain.handshake.agreed?.number, ali.handshake.agreed?.number);
});

test("a reveal goes out once, however often the other commits", async () => {
  const { ali, bea } = await beforeReveal();
  const commit = { tag: /** @type {const} */ ("commit"), to: BEA, session: ali.handshake.session, seen: bea.handshake.session, commitment: bea.handshake.theirCommitment };
  await bea.handshake.onCommit(commit);
  await bea.handshake.onCommit(commit);
  assert.equal(bea.sent.filter((message) => message.tag === "reveal").length, 1);
});

test("somebody in the middle who relays both handshakes is seen: the numbers differ", async () => {
  const [ali, bea] = await two();
  const [asBea, asAli] = [await side(BEA, ALI), await side(ALI, BEA)];
  await ali.handshake.start();
  await settle(ali, asBea);
  await bea.handshake.start();
  await settle(bea, asAli);
  assert.ok(ali.handshake.agreed && bea.handshake.agreed);
  assert.notDeepEqual(ali.handshake.agreed.number, bea.handshake.agreed.number);
});
