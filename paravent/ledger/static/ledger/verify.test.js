import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import "./verify.js";

const FOLDER = new URL("../../../../tests/vectors/ledger/", import.meta.url);
/** @type {{ keys: string[], witness: string, seen: Record<string, number>, faults: Record<string, string | null> }} */
const VECTORS = JSON.parse(readFileSync(new URL("faults.json", FOLDER), "utf8"));
/** @type {{ check: (text: string, keys?: string[], witnesses?: string[]) => Promise<any> }} */
const { check } = /** @type {any} */ (globalThis).ParaventReceipts;

/** @param {string} name */
function vector(name) {
  return readFileSync(new URL(`${name}.txt`, FOLDER), "utf8");
}

/** @param {string} text @param {string[]} [keys] */
async function faultOf(text, keys = VECTORS.keys) {
  try {
    await check(text, keys, [VECTORS.witness]);
    return null;
  } catch (error) {
    return /** @type {any} */ (error).fault ?? error;
  }
}

for (const [name, fault] of Object.entries(VECTORS.faults))
  test(`${name} is judged as the other verifier judges it`, async () => {
    assert.equal(await faultOf(vector(name)), fault);
  });

test("a witness's time is read from their line", async () => {
  const { seen } = await check(vector("valid/seen-by-a-witness"), VECTORS.keys, [VECTORS.witness]);
  assert.deepEqual(seen, { "watcher.example": VECTORS.seen["valid/seen-by-a-witness"] });
});

test("without a key of one's own the receipt's key counts, and that is said", async () => {
  const stranger = vector("forged/signed-by-another-key");
  assert.equal((await check(vector("valid/the-first-of-three"))).isPinned, false);
  assert.equal(await faultOf(stranger), "signature");
});

test("whatever character is changed, nothing that is proved becomes something else", async () => {
  const text = vector("valid/the-first-of-three");
  const { receipt, head } = await check(text, VECTORS.keys);
  for (let at = 0; at < text.length; at += 7) {
    const bent = `${text.slice(0, at)}${text[at] === "0" ? "1" : "0"}${text.slice(at + 1)}`;
    if ((await faultOf(bent)) !== null) continue;
    const proved = await check(bent, VECTORS.keys);
    assert.deepEqual([proved.receipt.leaf, proved.receipt.opens, proved.head], [receipt.leaf, receipt.opens, head]);
  }
});
