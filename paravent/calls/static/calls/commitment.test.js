import assert from "node:assert/strict";
import { test } from "node:test";

import { hex } from "./bytes.js";
import { CommitmentBroken, commitmentTo, encoded, freshKeys, opened } from "./commitment.js";

const LINK = { visit: "0f8fad5b-d9cb-469f-a165-70867728950e", from: "11111111-1111-4111-8111-111111111111", to: "22222222-2222-4222-8222-222222222222" };
const FINGERPRINT = "ab".repeat(32);

/** @param {import("./commitment.js").Opening} opening */
function revealed({ key, nonce, fingerprint }) {
  return { key: hex(key), nonce: hex(nonce), fingerprint };
}

async function committed() {
  const { opening } = await freshKeys(FINGERPRINT);
  return { opening, reveal: revealed(opening), commitment: await commitmentTo(LINK, opening) };
}

test("a reveal opens the commitment that was made to it", async () => {
  const { opening, reveal, commitment } = await committed();
  assert.deepEqual(await opened(LINK, commitment, reveal), opening);
});

test("two sessions share neither key nor nonce", async () => {
  const [one, two] = [await freshKeys(FINGERPRINT), await freshKeys(FINGERPRINT)];
  assert.notDeepEqual(one.opening.key, two.opening.key);
  assert.notDeepEqual(one.opening.nonce, two.opening.nonce);
});

test("the private key does not leave the browser", async () => {
  const { pair } = await freshKeys(FINGERPRINT);
  await assert.rejects(crypto.subtle.exportKey("pkcs8", pair.privateKey));
});

test("a commitment to the same opening differs by visit, sender and receiver", async () => {
  const { opening, commitment } = await committed();
  const other = "33333333-3333-4333-8333-333333333333";
  for (const link of [{ ...LINK, visit: other }, { ...LINK, from: other }, { ...LINK, to: other }, { ...LINK, from: LINK.to, to: LINK.from }]) {
    assert.notEqual(await commitmentTo(link, opening), commitment);
  }
});

for (const part of /** @type {const} */ (["key", "nonce", "fingerprint"])) {
  test(`another ${part} than was committed to breaks the link`, async () => {
    const { reveal, commitment } = await committed();
    await assert.rejects(opened(LINK, commitment, { ...reveal, [part]: "cd".repeat(32) }), CommitmentBroken);
  });

  test(`a ${part} in a wrong form breaks the link`, async () => {
    const { reveal, commitment } = await committed();
    for (const wrong of ["", "ab", "zz".repeat(32), "AB".repeat(32), `${reveal[part]}00`]) {
      await assert.rejects(opened(LINK, commitment, { ...reveal, [part]: wrong }), CommitmentBroken);
    }
  });
}

test("a part that is no text breaks the link", async () => {
  const { reveal, commitment } = await committed();
  const forged = /** @type {any} */ ({ ...reveal, key: null });
  await assert.rejects(opened(LINK, commitment, forged), CommitmentBroken);
});

test("our own opening, sent back to us, does not open our commitment", async () => {
  const { reveal, commitment } = await committed();
  await assert.rejects(opened({ ...LINK, from: LINK.to, to: LINK.from }, commitment, reveal), CommitmentBroken);
});

test("a fingerprint that is not hex cannot be committed to", async () => {
  const { opening } = await committed();
  assert.throws(() => encoded(LINK, { ...opening, fingerprint: "AB:CD" }), TypeError);
});
