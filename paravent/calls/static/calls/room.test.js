/** Links that do not come about, or do not come back: each is given longer for its own tries, not for those of others. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CommitmentBroken } from "./commitment.js";
import { CallRoom } from "./room.js";

const ME = { party_id: "me", name: "Bea", kind: "clinician", state: "admitted" };
const OTHERS = ["ali", "eve"].map((party_id) => ({ party_id, name: party_id, kind: "patient", state: "admitted" }));
const FIRST_MS = 8_000;

class Silence extends EventTarget {
  static OPEN = 1;
  close() {}
}

class Nothing {
  static generateCertificate() {
    return new Promise(() => {});
  }
}

/** @param {import("node:test").TestContext} context */
function begun({ mock }) {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  mock.method(console, "info", () => {});
  Object.assign(globalThis, { WebSocket: Silence, RTCPeerConnection: Nothing, location: { protocol: "https:", host: "a.example" } });
  /** @type {[string, number][]} */
  const links = [];
  /** @type {string[]} */
  const states = [];
  const ignored = () => {};
  const room = new CallRoom(
    /** @type {any} */ ({ visit_id: "visit", socket_path: "/ws/", ice_servers: [] }),
    () => [],
    /** @type {any} */ ({
      onRoom: ignored, onGone: ignored, onClosed: ignored, onServer: ignored,
      onLink: (/** @type {{ party_id: string }} */ party, /** @type {number} */ tries) => links.push([party.party_id, tries]),
      onLinkState: (/** @type {unknown} */ _party, /** @type {string} */ state) => states.push(state),
    }),
  );
  /** @param {object[]} others */
  const seat = (others) => room.seat(/** @type {any} */ ({ tag: "room", me: ME, parties: [ME, ...others], has_ended: false }));
  const link = () => /** @type {import("./peer-link.js").PeerLink} */ (room.links.get("ali"));
  return { room, links, states, seat, link, tick: (/** @type {number} */ ms) => mock.timers.tick(ms) };
}

test("a link that is slow does not slow the links to others, and each try is told", (context) => {
  const { room, links, seat, tick } = begun(context);
  seat(OTHERS);
  tick(FIRST_MS);
  assert.deepEqual(links, [["ali", 0], ["eve", 0], ["ali", 1], ["eve", 1]]);
  tick(FIRST_MS * 1.5);
  assert.deepEqual(links.slice(4), [["ali", 2], ["eve", 2]]);
  room.close("over");
});

test("a link that came about is watched no more, until it is interrupted for long", (context) => {
  const { room, links, seat, link, tick } = begun(context);
  seat(OTHERS.slice(0, 1));
  room.look = async () => {};
  room.linkState(link(), "connected");
  tick(600_000);
  assert.equal(links.length, 1);

  room.linkState(link(), "interrupted");
  tick(29_000);
  room.linkState(link(), "interrupted");
  assert.equal(links.length, 1);
  tick(1_000);
  assert.deepEqual(links.slice(1), [["ali", 1]]);
  room.close("over");
});

test("an interruption that is over in time is forgotten", (context) => {
  const { room, links, seat, link, tick } = begun(context);
  seat(OTHERS.slice(0, 1));
  room.look = async () => {};
  for (const state of /** @type {const} */ (["connected", "interrupted", "connected"])) room.linkState(link(), state);
  tick(600_000);
  assert.equal(links.length, 1);
  room.close("over");
});

test("a mishap is begun anew soon, and then less soon", (context) => {
  const { room, links, states, seat, link, tick } = begun(context);
  seat(OTHERS.slice(0, 1));
  room.look = async () => {};
  room.linkState(link(), "connected");
  for (const [tries, pause] of [500, 1_000, 2_000].entries()) {
    link().fail(new DOMException("x", "OperationError"));
    tick(pause - 1);
    assert.equal(links.length, tries + 1);
    tick(1);
    assert.deepEqual(links.at(-1), ["ali", tries + 1]);
  }
  assert.deepEqual(states, ["connected", "interrupted"]);
  room.close("over");
});

test("what is broken for safety is not begun anew, however long it lasts, nor when the server comes back", (context) => {
  const { room, links, states, seat, link, tick } = begun(context);
  seat(OTHERS.slice(0, 1));
  link().fail(new CommitmentBroken("x"));
  tick(600_000);
  room.serverIsBack();
  link().fail(new DOMException("x", "OperationError"));
  tick(600_000);
  assert.equal(links.length, 1);
  assert.deepEqual(states, ["broken"]);
  room.close("over");
});

test("every second try asks the server anew as well", (context) => {
  const { room, seat, tick } = begun(context);
  let asked = 0;
  room.signalling.again = () => void (asked += 1);
  seat(OTHERS.slice(0, 1));
  for (const [tries, expected] of [0, 1, 1, 2].entries()) {
    tick(FIRST_MS * 1.5 ** tries);
    assert.equal(asked, expected);
  }
  room.close("over");
});

test("a server that is back is used at once to repair what is interrupted, and begins nothing anew that only broke off", (context) => {
  const { room, links, seat, link } = begun(context);
  seat(OTHERS.slice(0, 1));
  room.look = async () => {};
  let hurried = 0;
  link().hurry = () => void (hurried += 1);
  for (const state of /** @type {const} */ (["connected", "interrupted"])) room.linkState(link(), state);

  room.serverIsBack();

  assert.equal(hurried, 1);
  assert.equal(links.length, 1);
  room.close("over");
});

test("a device that has a network again asks the server over that one", (context) => {
  const { room } = begun(context);
  const before = room.signalling.socket;
  room.networkIsBack();
  assert.notEqual(room.signalling.socket, before);
  room.close("over");
});
