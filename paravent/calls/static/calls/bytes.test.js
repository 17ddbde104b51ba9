import assert from "node:assert/strict";
import { test } from "node:test";

import { framed, hex, joined, same, sha256, unhex, utf8 } from "./bytes.js";

test("no two lists of parts read alike", () => {
  assert.notDeepEqual(framed(utf8("a"), utf8("bc")), framed(utf8("ab"), utf8("c")));
  assert.notDeepEqual(framed(), framed(utf8("")));
});

test("joined parts keep their order", () => {
  assert.deepEqual([...joined(Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3))], [1, 2, 3]);
});

test("hex goes there and back", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  assert.deepEqual(unhex(hex(bytes)), bytes);
});

for (const text of ["0", "0G", "AB", "ab ", "0x00", "a\nb0"]) {
  test(`${JSON.stringify(text)} is not lower-case hex`, () => {
    assert.throws(() => unhex(text), TypeError);
  });
}

test("SHA-256 of abc is the one of FIPS 180-2", async () => {
  assert.equal(hex(await sha256(utf8("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("bytes are the same only in full", () => {
  assert.ok(same(Uint8Array.of(1, 2), Uint8Array.of(1, 2)));
  assert.ok(!same(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
  assert.ok(!same(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)));
  assert.ok(!same(Uint8Array.of(1, 2), Uint8Array.of(1)));
});
