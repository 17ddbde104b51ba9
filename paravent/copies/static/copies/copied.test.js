import assert from "node:assert/strict";
import { test } from "node:test";
import { charactersIn, told } from "./copied.js";

test("the length is what people would count", () => {
  assert.equal(charactersIn("  Äpfel 🍎 \n"), 7);
});

test("the server is told the length and not one word", () => {
  assert.equal(String(told("Penicillin")), "characters=10");
});

test("an empty copy is not told at all", () => {
  assert.equal(told(" \n "), null);
});
