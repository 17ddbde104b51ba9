import assert from "node:assert/strict";
import { test } from "node:test";

import { Flow, flowing } from "./flow.js";

const NOTHING = { packets: 0, lost: 0, frames: 0, width: 0, height: 0, jitter: 0, roundTrip: 0, heard: 0, spoke: 0, shown: 0 };
const BOTH = { heard: true, spoke: true, talked: true, seen: true, shown: true, faced: true };

test("what moved between two looks flowed, what stood still did not", () => {
  const before = { ...NOTHING, heard: 10, frames: 5, shown: 7 };
  assert.deepEqual(flowing(before, { ...before, heard: 11 }), { heard: true, spoke: false, talked: false, seen: false, shown: false, faced: false });
  assert.deepEqual(flowing(before, { ...before, frames: 6, shown: 8 }), { heard: false, spoke: false, talked: false, seen: true, shown: true, faced: true });
});

test("a reload goes on where the page before it stopped", () => {
  const first = new Flow();
  first.add(BOTH, 10);
  first.turn("connected");
  first.turn("interrupted");

  const second = new Flow(first.told());
  second.add({ ...BOTH, seen: false, faced: false }, 5);

  assert.deepEqual(JSON.parse(second.told()), { heard: 15, spoke: 15, talked: 15, seen: 10, shown: 15, faced: 10, interruptions: 1 });
});

test("one break is one interruption, however often it is said, and a call that never stood was not interrupted", () => {
  const flow = new Flow();
  flow.turn("interrupted");
  for (const state of ["connecting", "connected", "interrupted", "interrupted", "connecting", "connected"]) flow.turn(state);
  assert.equal(flow.interruptions, 1);
});

test("an hour asleep is not an hour of sound", () => {
  const flow = new Flow();
  flow.add(BOTH, 3600);
  flow.add(BOTH, -5);
  assert.equal(flow.heard, 15);
});

for (const kept of ["not json", "null", '{"heard":"x","seen":-3,"shown":null}']) {
  test(`nothing is made of ${kept}`, () => {
    assert.deepEqual(JSON.parse(new Flow(kept).told()), { heard: 0, spoke: 0, talked: 0, seen: 0, shown: 0, faced: 0, interruptions: 0 });
  });
}
