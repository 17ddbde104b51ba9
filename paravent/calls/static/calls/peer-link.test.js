/** What ends a link for good, what does not, and how it is repaired. Whole calls are tried in liveness.test.js, attacks in tests/journeys/test_middle.py. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CannotEncrypt, CommitmentBroken, commitmentTo } from "./commitment.js";
import { FingerprintMissing } from "./fingerprints.js";
import { InTheMiddle, PeerLink } from "./peer-link.js";
import { KeyRefused } from "./safety-number.js";
import { World } from "./world.test.js";

/** @typedef {import("./messages.js").Relayed} Relayed */

const VISIT = "0f8fad5b-d9cb-469f-a165-70867728950e";
const [ONE, OTHER] = ["10000000-0000-4000-8000-000000000000", "20000000-0000-4000-8000-000000000000"];

/** @param {string} me @param {string} other @param {(message: any) => void} send */
function link(me, other, send) {
  /** @type {string[]} */
  const told = [];
  const made = new PeerLink(
    /** @type {any} */ ({
      visit: VISIT, me, other: { party_id: other }, rtc: { iceServers: [{ urls: me }] }, tracks: () => [], send,
      onState: (/** @type {string} */ state, /** @type {Error | undefined} */ error) => told.push(error ? `${state}: ${error.constructor.name}` : state),
      onMishap: () => told.push("mishap"),
      onNumber: () => told.push("number"),
      onStream() {}, onChannel() {}, onBegunAnew() {},
    }),
  );
  made.start();
  return { link: made, told };
}

/** Two links, and a way between them on which a message may get lost or be changed. @param {World} world @param {(message: any) => any} [way] */
function pair(world, way = (message) => message) {
  const carry = (/** @type {() => PeerLink} */ to) => (/** @type {Relayed} */ message) => {
    const carried = way(structuredClone(message));
    if (carried) world.after(20, () => to().take(carried));
  };
  const one = link(ONE, OTHER, carry(() => other.link));
  /** @type {ReturnType<typeof link>} */
  const other = link(OTHER, ONE, carry(() => one.link));
  return [one, other];
}

const areConnected = (/** @type {ReturnType<typeof link>[]} */ links) => () => links.every(({ told }) => told.at(-1) === "connected");

for (const error of [new DOMException("x", "OperationError"), new DOMException("x", "InvalidStateError"), new TypeError("x")]) {
  test(`a mishap of the browser's (${error.name}) is no alarm`, async () => {
    const world = new World(1);
    const { link: mine, told } = link(ONE, OTHER, () => {});
    mine.enqueue(() => Promise.reject(error));
    await world.pass(1_000);
    assert.deepEqual(told, ["mishap"]);
    assert.ok(mine.isClosed);
  });
}

for (const Found of [CannotEncrypt, CommitmentBroken, FingerprintMissing, InTheMiddle, KeyRefused]) {
  test(`${Found.name} ends a link for good`, async () => {
    const world = new World(1);
    const { link: mine, told } = link(ONE, OTHER, () => {});
    mine.enqueue(() => Promise.reject(new Found("x")));
    await world.pass(1_000);
    assert.deepEqual(told, [`broken: ${Found.name}`]);
    assert.ok(mine.isClosed);
  });
}

test("a key of low order is an alarm, though the browser calls it a failed operation", async () => {
  const world = new World(1);
  const opening = { key: new Uint8Array(32), nonce: new Uint8Array(32), fingerprint: "aa".repeat(32) };
  const commitment = await world.done(commitmentTo({ visit: VISIT, from: OTHER, to: ONE }, opening));
  /** @type {any[]} */
  const said = [];
  const { link: mine, told } = link(ONE, OTHER, (message) => said.push(message));
  await world.pass(1_000, () => said.length > 0);
  const seen = said[0].session;
  mine.take({ tag: "commit", to: ONE, session: "theirs", seen, commitment });
  mine.take({ tag: "reveal", to: ONE, session: "theirs", seen, key: "00".repeat(32), nonce: "00".repeat(32), fingerprint: opening.fingerprint });
  await world.pass(world.now + 1_000);
  assert.deepEqual(told, ["broken: KeyRefused"]);
});

test("another certificate in a description is an alarm", async () => {
  const world = new World(1);
  const change = (/** @type {string} */ sdp) => sdp.replace(/(sha-256 )\S\S/, "$1FF").replace(/(sha-256 FF:)\S\S/, "$1FF");
  const links = pair(world, (message) => (message.tag === "description" ? { ...message, description: { ...message.description, sdp: change(message.description.sdp) } } : message));
  await world.pass(3_000);
  assert.deepEqual(links[1]?.told, ["number", "broken: InTheMiddle"]);
  assert.ok(!links[0]?.told.includes("connected"));
});

test("a connection that is gone before it showed with whom it stood is no alarm", async () => {
  const world = new World(1);
  const links = pair(world);
  await world.pass(3_000, () => world.connections.some(({ connectionState }) => connectionState === "connected"));
  world.networkDownUntil = Infinity;
  for (const connection of world.connections.filter(({ connectionState }) => connectionState === "connected")) {
    connection.shownFrom = Infinity;
    connection.sctp.transport.state = "closed";
    connection.become("disconnected", "disconnected");
  }
  await world.pass(world.now + 4_000);
  for (const { told } of links) assert.ok(told.every((word) => !word.startsWith("broken") && word !== "connected"), told.join());
});

test("whoever shows no certificate is not let off", async () => {
  const world = new World(1);
  const links = pair(world);
  await world.pass(3_000, () => {
    for (const connection of world.connections) connection.shownFrom = Infinity;
    return false;
  });
  await world.pass(world.now + 4_000);
  assert.deepEqual(links.map(({ told }) => told.at(-1)), ["broken: InTheMiddle", "broken: InTheMiddle"]);
});

test("a path that does not fit is one path less, and not the end", async () => {
  const world = new World(1);
  const links = pair(world, (message) => {
    if (message.tag === "candidate" && message.candidate.candidate.startsWith("candidate:0")) message.candidate.usernameFragment = "of another";
    return message;
  });
  assert.ok(await world.pass(3_000, areConnected(links)));
});

test("a browser that says when it has found all paths asks for no other ones by that", async () => {
  const world = new World(1);
  /** @type {Relayed[]} */
  const offers = [];
  const links = pair(world, (message) => {
    if (message.description?.type === "offer") offers.push(message);
    return message;
  });
  assert.ok(await world.pass(3_000, areConnected(links)));
  await world.pass(world.now + 10_000);
  assert.equal(offers.length, 1);
});

test("an offer whose answer was lost while a network was repaired is made again", async () => {
  const world = new World(1);
  let lost = 0;
  const links = pair(world, (message) => {
    const isLost = areConnectedBefore && message.description?.type === "answer" && lost === 0;
    lost += isLost ? 1 : 0;
    return isLost ? undefined : message;
  });
  let areConnectedBefore = false;
  assert.ok(await world.pass(3_000, areConnected(links)));
  areConnectedBefore = true;

  world.networkDownUntil = world.now + 20_000;
  for (const connection of world.connections) connection.lose();
  await world.pass(world.networkDownUntil + 10);
  assert.ok(await world.pass(world.now + 30_000, areConnected(links)), links.map(({ told }) => told.join()).join("; "));
  assert.equal(lost, 1);
});

test("a repair that waits for its next try makes it at once when it is told to hurry, and a sound link makes none", async () => {
  const world = new World(1);
  let asked = 0;
  const links = pair(world, (message) => {
    asked += message.tag === "restart" ? 1 : 0;
    return message;
  });
  assert.ok(await world.pass(3_000, areConnected(links)));
  const asks = /** @type {ReturnType<typeof link>} */ (links[1]).link;
  asks.hurry();
  assert.equal(asked, 0);

  world.networkDownUntil = world.now + 60_000;
  for (const connection of world.connections) connection.lose();
  await world.pass(world.now + 20_000);
  const before = asked;
  asks.hurry();
  assert.equal(asked, before + 1);
});

test("a link that was closed while its certificate was made makes no connection", async () => {
  const world = new World(1);
  const { link: mine } = link(ONE, OTHER, () => assert.fail("nobody is spoken to"));
  mine.close();
  await world.pass(1_000);
  assert.equal(world.connections.length, 0);
});
