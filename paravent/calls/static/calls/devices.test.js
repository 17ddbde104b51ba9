import assert from "node:assert/strict";
import { test } from "node:test";

import { reasonOf } from "./devices.js";

for (const [name, reason] of /** @type {const} */ ([
  ["NotAllowedError", "refused"],
  ["SecurityError", "refused"],
  ["NotReadableError", "busy"],
  ["AbortError", "busy"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
])) {
  test(`a device that fails with ${name} is ${reason}`, () => {
    assert.equal(reasonOf(new DOMException("", name)), reason);
  });
}

test("whatever else a browser throws, the device is missing", () => {
  assert.equal(reasonOf(new TypeError("no constraints")), "missing");
  assert.equal(reasonOf("odd"), "missing");
});
