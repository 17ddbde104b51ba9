/** Links that do not come about: each is given longer for its own tries, not for those of others. */

import assert from "node:assert/strict";
import { test } from "node:test";

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

test("a link that is slow does not slow the links to others", ({ mock }) => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  Object.assign(globalThis, { WebSocket: Silence, RTCPeerConnection: Nothing, location: { protocol: "https:", host: "a.example" } });
  /** @type {string[]} */
  const begun = [];
  const ignored = () => {};
  const room = new CallRoom(
    /** @type {any} */ ({ visit_id: "visit", socket_path: "/ws/", ice_servers: [] }),
    () => [],
    /** @type {any} */ ({ onRoom: ignored, onGone: ignored, onClosed: ignored, onLink: (/** @type {{ party_id: string }} */ party) => begun.push(party.party_id) }),
  );

  room.seat(/** @type {any} */ ({ tag: "room", me: ME, parties: [ME, ...OTHERS], has_ended: false }));
  mock.timers.tick(FIRST_MS);
  assert.deepEqual(begun, ["ali", "eve", "ali", "eve"]);
  mock.timers.tick(FIRST_MS * 1.5);
  assert.deepEqual(begun.slice(4), ["ali", "eve"]);

  room.close("over");
});
