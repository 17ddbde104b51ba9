import assert from "node:assert/strict";
import { test } from "node:test";

import { utf8 } from "./bytes.js";
import { KeyRefused, PICTURES, fromSecret, inPictures, safetyNumber, transcript } from "./safety-number.js";

const SALT = new Uint8Array(32).fill(1);
const SECRET = new Uint8Array(32).fill(2);

async function keys() {
  const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]));
  return { own: pair.privateKey, shown: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

test("there are 64 pictures, all different, with words all different in both languages", () => {
  for (const column of /** @type {const} */ ([0, 1, 2])) {
    assert.equal(new Set(PICTURES.map((row) => row[column])).size, 64);
  }
});

test("the order of the pictures is the specification's", () => {
  const words = PICTURES.map(([, english]) => english);
  assert.deepEqual([words[0], words[10], words[31], words[32], words[48], words[63]], ["apple", "candle", "grapes", "guitar", "piano", "whale"]);
});

test("a number is four pictures of the table", async () => {
  const number = await fromSecret(SECRET, SALT);
  assert.equal(number.length, 4);
  assert.ok(number.every((index) => Number.isInteger(index) && index >= 0 && index < 64));
});

test("both sides of an exchange reach the same number", async () => {
  const [one, two] = [await keys(), await keys()];
  assert.deepEqual(await safetyNumber(one.own, two.shown, SALT), await safetyNumber(two.own, one.shown, SALT));
});

test("another transcript gives another number", async () => {
  assert.notDeepEqual(await fromSecret(SECRET, SALT), await fromSecret(SECRET, new Uint8Array(32).fill(3)));
});

test("a transcript tells its first from its second", async () => {
  assert.notDeepEqual(await transcript(utf8("a"), utf8("b")), await transcript(utf8("b"), utf8("a")));
});

// RFC 7748, section 6.1: with these a stranger would know the secret beforehand.
for (const [name, low] of /** @type {[string, Uint8Array<ArrayBuffer>][]} */ ([
  ["zero", new Uint8Array(32)],
  ["one", Uint8Array.of(1, ...new Uint8Array(31))],
])) {
  test(`the key ${name}, of low order, gives no number`, async () => {
    const { own } = await keys();
    await assert.rejects(safetyNumber(own, low, SALT), KeyRefused);
  });
}

test("pictures speak the reader's language, English where there is no other", () => {
  assert.deepEqual(inPictures([0, 63], "de-AT"), [{ picture: "🍎", word: "Apfel" }, { picture: "🐳", word: "Wal" }]);
  assert.deepEqual(inPictures([0], "fr"), [{ picture: "🍎", word: "apple" }]);
});
