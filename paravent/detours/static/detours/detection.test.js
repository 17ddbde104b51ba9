/** The browser's judgement, held against what Python makes of the same sentences (tests/vectors/detours.json). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { detourIn, linkedApp, prepared } from "./detection.js";

const rules = prepared(JSON.parse(readFileSync(new URL("./rules.json", import.meta.url), "utf8")));
const known = JSON.parse(readFileSync(new URL("../../../../tests/vectors/detours.json", import.meta.url), "utf8"));

for (const { text, app } of known.sentences) {
  test(`"${text}" is ${app || "no detour"}`, () => assert.equal(detourIn(text, rules), app));
}

for (const { address, app } of known.addresses) {
  test(`${address} leads to ${app || "none of them"}`, () => assert.equal(linkedApp(address, rules), app));
}

test("a long text is read in a moment, whatever stands in it", () => {
  assert.equal(detourIn("call ".repeat(100_000), rules), "");
  assert.equal(detourIn("x ".repeat(3_000) + "call me on whatsapp", rules), "whatsapp");
  assert.equal(detourIn("x ".repeat(5_000) + "call me on whatsapp", rules), "");
});
