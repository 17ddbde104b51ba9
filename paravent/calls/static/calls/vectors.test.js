/** The browser's handshake, held against what Python makes of the same specification (paravent/calls/tests/vectors.py). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { framed, hex, joined, unhex } from "./bytes.js";
import { commitmentTo, encoded } from "./commitment.js";
import { fromSecret, safetyNumber, transcript } from "./safety-number.js";

/**
 * @typedef {{ party: string, private: string, key: string, nonce: string, fingerprint: string, encoding: string, commitment: string }} Side
 * @typedef {{ name: string, visit: string, first: Side, other: Side, transcript: string, secret: string, number: number[] }} Case
 */

const known = JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

// RFC 8410, section 7: what stands before the 32 bytes of an X25519 private key in PKCS #8.
const PKCS8 = unhex("302e020100300506032b656e04220420");

/** @param {Side} side */
function opening(side) {
  return { key: unhex(side.key), nonce: unhex(side.nonce), fingerprint: side.fingerprint };
}

/** @param {Side} side */
function privateKey(side) {
  return crypto.subtle.importKey("pkcs8", joined(PKCS8, unhex(side.private)), { name: "X25519" }, false, ["deriveBits"]);
}

for (const { parts, framed: whole } of known.framed) {
  test(`${parts.length} parts are framed as in the vectors: ${whole.slice(0, 24)}`, () => {
    assert.equal(hex(framed(...parts.map(unhex))), whole);
  });
}

for (const found of /** @type {Case[]} */ (known.handshakes)) {
  const { first, other } = found;
  const directions = /** @type {const} */ ([[first, other], [other, first]]);

  test(`${found.name}: openings and commitments`, async () => {
    for (const [from, to] of directions) {
      const link = { visit: found.visit, from: from.party, to: to.party };
      assert.equal(hex(encoded(link, opening(from))), from.encoding);
      assert.equal(await commitmentTo(link, opening(from)), from.commitment);
    }
  });

  test(`${found.name}: transcript and number`, async () => {
    const salt = await transcript(unhex(first.encoding), unhex(other.encoding));
    assert.equal(hex(salt), found.transcript);
    assert.deepEqual(await fromSecret(unhex(found.secret), salt), found.number);
  });

  test(`${found.name}: the number from the keys, on both sides`, async () => {
    for (const [own, theirs] of directions) {
      assert.deepEqual(await safetyNumber(await privateKey(own), unhex(theirs.key), unhex(found.transcript)), found.number);
    }
  });
}
