import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, readingsIn } from "./pressures.js";

/** @param {string} on @param {number | string} upper @param {number} lower @param {object} more */
const measured = (on, upper, lower, more = {}) => ({
  resource: {
    resourceType: "Observation",
    status: "final",
    code: { coding: [{ code: "85354-9" }] },
    effectiveDateTime: on,
    component: [
      { code: { coding: [{ code: "8480-6" }] }, valueQuantity: { value: upper } },
      { code: { coding: [{ code: "8462-4" }] }, valueQuantity: { value: lower } },
    ],
    ...more,
  },
});

test("readings come oldest first", () => {
  const found = readingsIn({ entry: [measured("2026-03-04", 150, 90), measured("2025-01-02", 120, 80)] });
  assert.deepEqual(found.map((one) => one.upper), [120, 150]);
});

test("what is incomplete, taken back or something else is left out", () => {
  const entry = [
    measured("", 120, 80),
    measured("2026-03-04", "120", 80),
    measured("2026-03-04", 120, 80, { component: [] }),
    measured("2026-03-04", 120, 80, { status: "entered-in-error" }),
    measured("2026-03-04", 120, 80, { code: { coding: [{ code: "8867-4" }] } }),
    { resource: { resourceType: "OperationOutcome" } },
    {},
  ];
  assert.deepEqual(readingsIn({ entry }), []);
  assert.deepEqual(readingsIn({}), []);
});

test("a higher pressure stands higher, and time goes to the right", () => {
  const found = readingsIn({ entry: [measured("2025-01-02", 120, 80), measured("2026-03-04", 150, 90)] });
  const { upper, lower } = drawn(found, 600, 300);
  assert.ok(/** @type {any} */ (upper[1]).y < /** @type {any} */ (upper[0]).y);
  assert.ok(/** @type {any} */ (upper[1]).x > /** @type {any} */ (upper[0]).x);
  assert.ok(/** @type {any} */ (lower[0]).y > /** @type {any} */ (upper[0]).y);
});

test("everything stands inside, between lines that hold every value", () => {
  const found = readingsIn({ entry: [measured("2025-01-02", 200, 40), measured("2026-03-04", 140, 80)] });
  const { lines, upper, lower } = drawn(found, 600, 300);
  for (const point of [...upper, ...lower]) assert.ok(point.x >= 0 && point.x <= 600 && point.y >= 0 && point.y <= 300);
  assert.equal(lines[0]?.value, 20);
  assert.equal(lines.at(-1)?.value, 220);
});

test("one reading alone stands in the middle of the lines", () => {
  assert.equal(drawn(readingsIn({ entry: [measured("2026-03-04", 120, 80)] }), 600, 300).upper[0]?.x, 316);
});
