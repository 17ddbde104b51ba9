import assert from "node:assert/strict";
import { test } from "node:test";

import { VITALS, inWords, judged, possibleInWords, typed, unitOf, wrongPart } from "./vitals.js";

for (const [type, values, verdict] of /** @type {[string, Record<string, number>, string][]} */ ([
  ["blood-pressure", { systolic: 120, diastolic: 80 }, "fine"],
  ["blood-pressure", { systolic: 210, diastolic: 100 }, "look-again"],
  ["blood-pressure", { systolic: 80, diastolic: 120 }, "impossible"],
  ["blood-pressure", { systolic: 100, diastolic: 100 }, "impossible"],
  ["blood-pressure", { systolic: 120 }, "impossible"],
  ["blood-pressure", { systolic: 301, diastolic: 80 }, "impossible"],
  ["pulse", { value: 72 }, "fine"],
  ["pulse", { value: 30 }, "look-again"],
  ["pulse", { value: 20 }, "look-again"],
  ["pulse", { value: 19 }, "impossible"],
  ["temperature", { value: 36.6 }, "fine"],
  ["temperature", { value: 41 }, "look-again"],
  ["temperature", { value: 98.6 }, "impossible"],
  ["oxygen-saturation", { value: 97 }, "fine"],
  ["oxygen-saturation", { value: 88 }, "look-again"],
  ["oxygen-saturation", { value: 101 }, "impossible"],
  ["weight", { value: 70 }, "fine"],
  ["weight", { value: 0.7 }, "look-again"],
  ["weight", { value: 0 }, "impossible"],
  ["glucose", { value: 100 }, "fine"],
  ["glucose", { value: 500 }, "look-again"],
  ["glucose", { value: 5.5 }, "impossible"],
  ["glucose-mmol", { value: 5.6 }, "fine"],
  ["glucose-mmol", { value: 25 }, "look-again"],
  ["glucose-mmol", { value: 110 }, "impossible"],
  ["pulse", { value: Number.NaN }, "impossible"],
  ["pulse", { value: Number.POSITIVE_INFINITY }, "impossible"],
  ["pulse", {}, "impossible"],
  ["mood", { value: 5 }, "impossible"],
])) {
  test(`${type} ${JSON.stringify(values)} is ${verdict}`, () => {
    assert.equal(judged(type, values), verdict);
  });
}

test("what is plausible is possible", () => {
  for (const { parts } of Object.values(VITALS)) {
    for (const { possible, plausible } of parts) {
      assert.ok(possible[0] <= plausible[0] && plausible[0] < plausible[1] && plausible[1] <= possible[1]);
    }
  }
});

for (const [text, value] of /** @type {const} */ ([
  ["36,6", 36.6],
  ["36.6", 36.6],
  [" 120 ", 120],
  ["1234", 1234],
])) {
  test(`${JSON.stringify(text)} is typed for ${value}`, () => {
    assert.equal(typed(text), value);
  });
}

for (const text of ["", " ", "12345", "36,666", "1e3", "-5", "120/80", "0x10", "12 0"]) {
  test(`${JSON.stringify(text)} is no number`, () => {
    assert.ok(Number.isNaN(typed(text)));
  });
}

for (const [type, values, part] of /** @type {[string, Record<string, number>, number][]} */ ([
  ["blood-pressure", { systolic: 1480, diastolic: 92 }, 0],
  ["blood-pressure", { systolic: 148, diastolic: 920 }, 1],
  ["blood-pressure", { systolic: 148, diastolic: Number.NaN }, 1],
  ["blood-pressure", { systolic: 80, diastolic: 120 }, 0],
  ["pulse", { value: 5 }, 0],
])) {
  test(`in ${type} ${JSON.stringify(values)} it is number ${part} that cannot be`, () => {
    assert.equal(wrongPart(type, values), part);
  });
}

test("what can be is said with its unit", () => {
  assert.equal(possibleInWords("blood-pressure"), "40–300/20–200 mmHg");
  assert.equal(possibleInWords("temperature"), "25–45 °C");
});

test("units are shown as people write them", () => {
  assert.deepEqual(["blood-pressure", "temperature", "pulse", "weight", "mood"].map(unitOf), ["mmHg", "°C", "/min", "kg", ""]);
});

test("a measurement is said in words", () => {
  assert.equal(inWords("blood-pressure", { systolic: 120, diastolic: 80 }), "120/80 mmHg");
  assert.equal(inWords("temperature", { value: 36.6 }), "36.6 °C");
});
