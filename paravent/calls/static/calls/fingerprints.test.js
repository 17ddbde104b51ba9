import assert from "node:assert/strict";
import { test } from "node:test";

import { hex, sha256, utf8 } from "./bytes.js";
import { FingerprintMissing, fingerprintOf, usedFingerprints } from "./fingerprints.js";

const OURS = Array(32).fill("AB").join(":");
const THEIRS = Array(32).fill("CD").join(":");

/** @param {string[]} lines */
function sdp(...lines) {
  return ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", ...lines, "a=ice-ufrag:x", ""].join("\r\n");
}

test("the one fingerprint is read, without colons and in lower case", () => {
  assert.equal(fingerprintOf(sdp(`a=fingerprint:sha-256 ${OURS}`)), "ab".repeat(32));
  assert.equal(fingerprintOf(sdp(`a=fingerprint:SHA-256 ${OURS.toLowerCase()}`)), "ab".repeat(32));
});

test("the same fingerprint on every line of media is one", () => {
  assert.equal(fingerprintOf(sdp(`a=fingerprint:sha-256 ${OURS}`, "m=audio 9", `a=fingerprint:sha-256 ${OURS}`)), "ab".repeat(32));
});

const forged = {
  "no fingerprint at all": [],
  "another one on the second line of media": [`a=fingerprint:sha-256 ${OURS}`, "m=video 9", `a=fingerprint:sha-256 ${THEIRS}`],
  "another one at the level of the session": [`a=fingerprint:sha-256 ${THEIRS}`, "m=audio 9", `a=fingerprint:sha-256 ${OURS}`],
  "an older algorithm": [`a=fingerprint:sha-1 ${Array(20).fill("AB").join(":")}`],
  "an older algorithm beside a good one": [`a=fingerprint:sha-256 ${OURS}`, `a=fingerprint:sha-1 ${Array(20).fill("AB").join(":")}`],
  "a longer algorithm beside a good one": [`a=fingerprint:sha-256 ${OURS}`, `a=fingerprint:sha-512 ${Array(64).fill("AB").join(":")}`],
  "too few digits": [`a=fingerprint:sha-256 ${OURS.slice(3)}`],
  "no colons": [`a=fingerprint:sha-256 ${OURS.replaceAll(":", "")}`],
  "two spaces beside a good one": [`a=fingerprint:sha-256 ${OURS}`, `a=fingerprint:sha-256  ${THEIRS}`],
  "a tab beside a good one": [`a=fingerprint:sha-256 ${OURS}`, `a=fingerprint:sha-256\t${THEIRS}`],
  "another spelling beside a good one": [`a=fingerprint:sha-256 ${OURS}`, `a=Fingerprint:sha-256 ${THEIRS}`],
  "a space before it beside a good one": [`a=fingerprint:sha-256 ${OURS}`, ` a=fingerprint:sha-256 ${THEIRS}`],
  "something behind it": [`a=fingerprint:sha-256 ${OURS} ${THEIRS}`],
  "a good one only for those who break lines at a lone CR": [`a=x:\ra=fingerprint:sha-256 ${OURS}`, `a=fingerprint:sha-256 ${THEIRS}`],
};

for (const [name, lines] of Object.entries(forged)) {
  test(`refused: ${name}`, () => {
    assert.throws(() => fingerprintOf(sdp(...lines)), FingerprintMissing);
  });
}

/** A connection as far as we look at it. @param {object} parts @returns {RTCPeerConnection} */
function connection(parts) {
  return /** @type {any} */ ({ sctp: null, currentRemoteDescription: null, getReceivers: () => [], ...parts });
}

/** @param {string} certificate */
function transport(certificate) {
  return { getRemoteCertificates: () => (certificate ? [utf8(certificate).buffer] : []) };
}

test("the certificate in use is hashed, once for each transport", async () => {
  const bundled = transport("der");
  const found = await usedFingerprints(connection({ sctp: { transport: bundled }, getReceivers: () => [{ transport: bundled }] }));
  assert.deepEqual(found, [hex(await sha256(utf8("der")))]);
});

test("a transport with another certificate does not hide behind the first", async () => {
  const found = await usedFingerprints(connection({ sctp: { transport: transport("der") }, getReceivers: () => [{ transport: transport("else") }] }));
  assert.equal(new Set(found).size, 2);
});

test("a transport without a certificate has a fingerprint that fits nothing", async () => {
  assert.deepEqual(await usedFingerprints(connection({ sctp: { transport: transport("") } })), [""]);
});

test("a browser that shows no certificates is asked for the description that it applied", async () => {
  const applied = { type: "answer", sdp: sdp(`a=fingerprint:sha-256 ${OURS}`) };
  assert.deepEqual(await usedFingerprints(connection({ sctp: { transport: {} }, currentRemoteDescription: applied })), ["ab".repeat(32)]);
  await assert.rejects(usedFingerprints(connection({ sctp: { transport: {} } })), FingerprintMissing);
});

test("a certificate that shows a moment later than the connection is waited for", async () => {
  let looks = 0;
  const late = { state: "connecting", getRemoteCertificates: () => ((looks += 1) > 2 ? [utf8("der").buffer] : []) };
  assert.deepEqual(await usedFingerprints(connection({ sctp: { transport: late } })), [hex(await sha256(utf8("der")))]);
});
