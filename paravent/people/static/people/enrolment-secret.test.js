import assert from "node:assert/strict";
import { test } from "node:test";

import { secretIn } from "./enrolment-secret.js";

test("a whole link gives its secret", () => {
  assert.equal(secretIn("#Zm9vYmFyYmF6cXV4LV9_AA"), "Zm9vYmFyYmF6cXV4LV9_AA");
});

test("a link that was cut short, or has more in it, gives none", () => {
  assert.equal(secretIn(""), null);
  assert.equal(secretIn("#Zm9vYmFy"), null);
  assert.equal(secretIn("#Zm9vYmFyYmF6cXV4LV9_AA&next=elsewhere"), null);
  assert.equal(secretIn("#Zm9vYmFyYmF6cXV4LV9_A="), null);
});
