import assert from "node:assert/strict";
import { test } from "node:test";

import { asNumber, strengthOf } from "./password-strength.js";

const rules = { least: 12, most: 128, common: new Set(["cookiemonster"]) };

for (const [text, strength] of /** @type {const} */ ([
  ["", "short"],
  ["Tr0ub4dor&3", "short"],
  ["🔑".repeat(11), "short"],
  ["CookieMonster ", "common"],
  ["aaaaaaaaaaaab", "alike"],
  ["correct horse", "enough"],
  ["correct horse battery staple", "good"],
  ["correct horse battery ".repeat(6), "long"],
])) {
  test(`"${text}" is ${strength}`, () => assert.equal(strengthOf(text, rules), strength));
}

test("as a number, nothing that the server refuses reaches what it takes", () => {
  const refused = /** @type {const} */ (["short", "long", "common"]).map(asNumber);
  assert.ok(Math.max(...refused) < asNumber("enough"));
  assert.ok(asNumber("enough") < asNumber("good"));
});
