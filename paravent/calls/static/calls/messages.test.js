import assert from "node:assert/strict";
import { test } from "node:test";

import { RELAYED, TOLD, parsed } from "./messages.js";

for (const tag of [...RELAYED, ...TOLD]) {
  test(`${tag} is read`, () => {
    assert.deepEqual(parsed(JSON.stringify({ tag })), { tag });
  });
}

for (const text of ["", "{", "null", "[]", "7", '"commit"', "{}", '{"tag":"run"}', '{"tag":["commit"]}', '{"tag":null}']) {
  test(`${text || "nothing"} is not a message of ours`, () => {
    assert.equal(parsed(text), null);
  });
}

test("a message that any page may send is none that only the server says", () => {
  assert.deepEqual(RELAYED.filter((tag) => /** @type {readonly string[]} */ (TOLD).includes(tag)), []);
});
