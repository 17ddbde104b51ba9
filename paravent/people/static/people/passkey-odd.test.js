import assert from "node:assert/strict";
import { test } from "node:test";

import { whyNot } from "./passkey-odd.js";

test("who cancels, waits too long or has none here is told of the device", () => {
  assert.equal(whyNot(new DOMException("", "NotAllowedError")), "device");
  assert.equal(whyNot(new DOMException("", "AbortError")), "device");
});

test("who adds a second one on the same device is told that there is one", () => {
  assert.equal(whyNot(new DOMException("", "InvalidStateError")), "known");
});

test("a server that gives no answer, or a wrong one, is no fault of the device", () => {
  assert.equal(whyNot(new TypeError("Failed to fetch")), "server");
  assert.equal(whyNot(new Error("Unable to fetch passkey data from server.")), "server");
});
