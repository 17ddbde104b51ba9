import assert from "node:assert/strict";
import { test } from "node:test";

import { saysTheSame } from "./note.js";

/** @param {Record<string, string>} fields */
function typed(fields) {
  const form = new FormData();
  for (const [name, text] of Object.entries(fields)) form.set(name, text);
  return form;
}

const THERE = { subjective: "coughs\r\nat night", plan: "rest" };

test("a text that came back with other line ends is the same text", () => {
  assert.ok(saysTheSame(THERE, typed({ subjective: " coughs\nat night ", plan: "rest", label: "N" })));
});

test("a text that differs in one part is another text", () => {
  assert.ok(!saysTheSame(THERE, typed({ subjective: "coughs\nat night", plan: "walk" })));
  assert.ok(!saysTheSame(THERE, typed({ subjective: "coughs\nat night" })));
});
