import assert from "node:assert/strict";
import { test } from "node:test";

import { Steady, judgedQuality, sampled } from "./quality.js";

const NOTHING = { packets: 0, lost: 0, frames: 0, width: 0, height: 0, jitter: 0, roundTrip: 0, heard: 0, spoke: 0, shown: 0 };

/** @param {object[]} stats @returns {RTCStatsReport} */
function report(...stats) {
  return /** @type {any} */ (new Map(stats.map((stat, at) => [String(at), stat])));
}

test("sound and picture are counted together, the worst jitter counts", () => {
  const sample = sampled(
    report(
      { type: "inbound-rtp", kind: "audio", packetsReceived: 100, packetsLost: 1, jitter: 0.02 },
      { type: "inbound-rtp", kind: "video", packetsReceived: 50, packetsLost: 2, jitter: 0.01, framesDecoded: 30, frameWidth: 1280, frameHeight: 720 },
      { type: "outbound-rtp", kind: "video", packetsSent: 999 },
      { type: "outbound-rtp", kind: "audio", packetsSent: 77 },
      { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
      { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.05 },
    ),
  );
  assert.deepEqual(sample, { packets: 150, lost: 3, frames: 30, width: 1280, height: 720, jitter: 0.02, roundTrip: 0.05, heard: 100, spoke: 77, shown: 999 });
});

test("a report that says nothing is a sample of nothing", () => {
  assert.deepEqual(sampled(report({ type: "inbound-rtp", kind: "video" }, { type: "candidate-pair", nominated: true })), NOTHING);
});

for (const [what, now, verdict] of /** @type {const} */ ([
  ["all packets arrive", { packets: 100 }, "good"],
  ["3 in 100 are lost", { packets: 97, lost: 3 }, "good"],
  ["5 in 100 are lost", { packets: 95, lost: 5 }, "fair"],
  ["20 in 100 are lost", { packets: 80, lost: 20 }, "poor"],
  ["nothing arrives at all", {}, "poor"],
  ["half a second there and back", { packets: 100, roundTrip: 0.5 }, "fair"],
  ["a whole second there and back", { packets: 100, roundTrip: 1 }, "poor"],
  ["some jitter", { packets: 100, jitter: 0.1 }, "fair"],
  ["much jitter", { packets: 100, jitter: 0.2 }, "poor"],
  ["late packets that were lost before", { packets: 100, lost: -2 }, "good"],
])) {
  test(`${what}: ${verdict}`, () => {
    assert.equal(judgedQuality(NOTHING, { ...NOTHING, ...now }), verdict);
  });
}

test("only what came since the last look is judged", () => {
  const before = { ...NOTHING, packets: 1000, lost: 500 };
  assert.equal(judgedQuality(before, { ...before, packets: 1100 }), "good");
});

test("one bad moment does not change what is shown", () => {
  const steady = new Steady();
  assert.deepEqual(/** @type {const} */ (["poor", "good", "poor", "poor", "good"]).map((judged) => steady.see(judged)), ["good", "good", "good", "good", "good"]);
});

test("three bad moments in a row do, and three good ones change it back", () => {
  const steady = new Steady();
  const shown = /** @type {const} */ (["poor", "poor", "poor", "good", "good", "good"]).map((judged) => steady.see(judged));
  assert.deepEqual(shown, ["good", "good", "poor", "poor", "poor", "good"]);
});
