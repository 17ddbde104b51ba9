import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "./exchange.js";
import { Pace, SENT_WITHIN_MS } from "./live-text.js";

/** @param {import("node:test").TestContext} context */
function typing({ mock }) {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const told = [];
  return { told, pace: new Pace((text) => told.push(text)), tick: (/** @type {number} */ ms) => mock.timers.tick(ms) };
}

test("the first letter is told at once, the others together, and the last one always", (context) => {
  const { told, pace, tick } = typing(context);
  for (const text of ["H", "Ha", "Hal"]) pace.type(text);
  assert.deepEqual(told, ["H"]);
  tick(SENT_WITHIN_MS);
  assert.deepEqual(told, ["H", "Hal"]);
  pace.type("Ha");
  tick(SENT_WITHIN_MS);
  tick(SENT_WITHIN_MS);
  assert.deepEqual(told, ["H", "Hal", "Ha"], "what is taken back is told too, and nothing twice");
});

test("what the standard allows is half a second", () => assert.ok(SENT_WITHIN_MS <= 500 / 2));

test("after the message nothing of the draft follows it", (context) => {
  const { told, pace, tick } = typing(context);
  pace.type("H");
  pace.type("Hallo");
  pace.sent();
  tick(10 * SENT_WITHIN_MS);
  assert.deepEqual(told, ["H"]);
  pace.type("");
  assert.deepEqual(told, ["H"]);
});

test("of another page nothing is taken that ours would not send", () => {
  assert.deepEqual(read('{"t":"typing","text":"Hal"}'), { t: "typing", text: "Hal" });
  assert.equal(read(JSON.stringify({ t: "typing", text: "x".repeat(4_001) })), null);
  assert.equal(read('{"t":"typing","text":7}'), null);
  assert.equal(read('{"t":"signing","is":"yes"}'), null);
  assert.deepEqual(read('{"t":"signing","is":true}'), { t: "signing", is: true });
});
