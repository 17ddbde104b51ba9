import assert from "node:assert/strict";
import { test } from "node:test";

import { Voice, loudness, preferMotion, sufficesForSigns } from "./motion.js";

/** @param {string} hint */
function sender(hint = "") {
  const parameters = { transactionId: "1", encodings: [{}] };
  return {
    track: { contentHint: hint },
    /** @type {any[]} */
    set: [],
    getParameters: () => parameters,
    async setParameters(/** @type {any} */ wanted) {
      this.set.push({ ...wanted });
    },
  };
}

test("for signs motion comes before sharpness, and afterwards both again", async () => {
  const camera = sender();
  await preferMotion(/** @type {any} */ (camera), true);
  assert.deepEqual([camera.track.contentHint, camera.set[0].degradationPreference], ["motion", "maintain-framerate"]);
  await preferMotion(/** @type {any} */ (camera), false);
  assert.deepEqual([camera.track.contentHint, camera.set[1].degradationPreference], ["", "balanced"]);
  assert.equal(camera.set[1].transactionId, "1");
});

test("a screen that is shared stays sharp, and a browser that refuses is left alone", async () => {
  const screen = sender("detail");
  await preferMotion(/** @type {any} */ (screen), true);
  assert.equal(screen.track.contentHint, "detail");
  screen.setParameters = () => Promise.reject(new DOMException("no", "InvalidStateError"));
  await preferMotion(/** @type {any} */ (screen), true);
});

test("twenty pictures a second and QVGA are enough, in whichever way the phone is held", () => {
  const before = { frames: 100 };
  assert.ok(sufficesForSigns(before, { frames: 140, width: 320, height: 240 }, 2));
  assert.ok(sufficesForSigns(before, { frames: 140, width: 240, height: 320 }, 2));
  assert.ok(!sufficesForSigns(before, { frames: 139, width: 640, height: 480 }, 2));
  assert.ok(!sufficesForSigns(before, { frames: 160, width: 319, height: 240 }, 2));
  assert.ok(!sufficesForSigns(before, { frames: 160, width: 640, height: 200 }, 2));
});

test("somebody speaks until a pause is longer than one between words", () => {
  const voice = new Voice();
  assert.equal(voice.speaks(0, 0), false);
  assert.equal(voice.speaks(0.2, 100), true);
  assert.equal(voice.speaks(0.001, 600), true);
  assert.equal(voice.speaks(0.001, 701), false);
});

test("the loudest of what arrives counts, and pictures make no sound", () => {
  const receivers = [
    { track: { kind: "video" }, getSynchronizationSources: () => [{ audioLevel: 1 }] },
    { track: { kind: "audio" }, getSynchronizationSources: () => [{ audioLevel: 0.25 }, {}] },
  ];
  assert.equal(loudness(/** @type {any} */ ({ getReceivers: () => receivers })), 0.25);
  assert.equal(loudness(/** @type {any} */ ({ getReceivers: () => [] })), 0);
});
