import assert from "node:assert/strict";
import { test } from "node:test";

import { digestOf, noteSentAnyway, saidBefore } from "./whose-file.js";

const desk = { compareUrl: "/compared/", sentUrl: "/sent/", csrf: "token" };

/** @param {unknown} body @param {number} [status] */
function answers(body, status = 200) {
  return async () => new Response(JSON.stringify(body), { status });
}

test("a file is known by the SHA-256 of its bytes", async () => {
  // FIPS 180-2, appendix B.1.
  assert.equal(await digestOf(new Blob(["abc"])), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("what is another patient's is said, and what is asked is the hash alone", async () => {
  /** @type {[string, RequestInit][]} */
  const sent = [];
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    sent.push([url, init]);
    return new Response(JSON.stringify({ elsewhere: true, words: "This is from another patient's file." }));
  };
  assert.equal(await saidBefore("ab12", desk, { fetch }), "This is from another patient's file.");
  assert.equal(sent.length, 1);
  const [url, init] = /** @type {[string, RequestInit]} */ (sent[0]);
  assert.deepEqual([url, String(init.body), new Headers(init.headers).get("X-CSRFToken")], ["/compared/", "digest=ab12", "token"]);
});

for (const [what, fetch] of Object.entries({
  "it is nobody else's": answers({ elsewhere: false, words: "" }),
  "it was asked too often": answers({ error: "Too many attempts." }, 429),
  "somebody was signed out": answers("<!doctype html>", 200),
  "the answer is a refusal": answers({}, 403),
  "the server is away": async () => Promise.reject(new TypeError("Failed to fetch")),
})) {
  test(`nothing is said and nothing held up where ${what}`, async () => {
    assert.equal(await saidBefore("ab12", desk, { fetch }), "");
  });
}

test("a slow server is not waited for", async () => {
  /** @param {string} _url @param {RequestInit} init @returns {Promise<Response>} */
  const never = (_url, init) => new Promise((_, reject) => init.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
  assert.equal(await saidBefore("ab12", desk, { fetch: never, longest: 1 }), "");
});

test("a note that does not arrive stops nobody", async () => {
  await noteSentAnyway("ab12", desk, { fetch: async () => Promise.reject(new TypeError("Failed to fetch")) });
});
