import assert from "node:assert/strict";
import { test } from "node:test";
import { NotOurAnswer, SaidNo, atRandom, challengeOf, codeIn, exchange, question } from "./smart.js";

const BEGUN = { iss: "http://localhost/fhir", issuer: "http://localhost", token: "http://localhost/token", state: "s1", verifier: "v1" };
const ASKED = { client: "c1", address: "http://localhost/back", scope: "launch patient/Observation.rs", launch: "l1" };

test("the challenge is the one of RFC 7636, appendix B", async () => {
  assert.equal(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

test("no two secrets are alike, and each is long enough", () => {
  const made = new Set(Array.from({ length: 100 }, atRandom));
  assert.equal(made.size, 100);
  for (const one of made) assert.match(one, /^[\w-]{43}$/);
});

test("the question carries the challenge and never the verifier", async () => {
  const asked = new URL(await question("http://localhost/authorize", ASKED, BEGUN)).searchParams;
  assert.equal(asked.get("code_challenge"), await challengeOf("v1"));
  assert.equal(asked.get("aud"), BEGUN.iss);
  assert.ok(![...asked.values()].includes("v1"));
});

test("the answer to one's own question holds the code", () => {
  assert.equal(codeIn(new URLSearchParams({ code: "k", state: "s1", iss: "http://localhost" }), BEGUN), "k");
});

test("what answers another question, or comes from elsewhere, is not believed", () => {
  const good = { code: "k", state: "s1", iss: "http://localhost" };
  for (const changed of [{ state: "s2" }, { iss: "http://evil" }, { state: "" }])
    assert.throws(() => codeIn(new URLSearchParams({ ...good, ...changed }), BEGUN), NotOurAnswer);
  assert.throws(() => codeIn(new URLSearchParams(good), null), NotOurAnswer);
});

test("a no is one", () => {
  assert.throws(() => codeIn(new URLSearchParams({ error: "access_denied", state: "s1", iss: "http://localhost" }), BEGUN), SaidNo);
});

test("the verifier goes with the code", () => {
  assert.equal(exchange("k", "c1", "http://localhost/back", BEGUN).get("code_verifier"), "v1");
});
