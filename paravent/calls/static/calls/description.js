/** Which certificate a session description names (call-encryption.md § 6). */

import { areEqual } from "./bytes.js";
import { fingerprintBytes } from "./commitment.js";

/** @typedef {import("./bytes.js").Bytes} Bytes */

const SETUP = { offer: ["actpass"], answer: ["active", "passive"] };

/**
 * Tell why a description must not be used. Every fingerprint in it must be the one that was revealed.
 * @param {"offer" | "answer"} type
 * @param {string} sdp
 * @param {Bytes} fingerprint
 * @returns {null | "no-fingerprint" | "other-hash" | "other-fingerprint" | "setup" | "not-encrypted"}
 */
export function faultOf(type, sdp, fingerprint) {
  const lines = sdp.split(/\r\n|\r|\n/);
  const said = valuesOf(lines, "fingerprint");
  if (said.length === 0) return "no-fingerprint";
  if (said.some((value) => !/^sha-256 /i.test(value))) return "other-hash";
  const named = said.map((value) => fingerprintBytes(value.slice("sha-256 ".length).trim()));
  if (!named.every((one) => one !== null && areEqual(one, fingerprint))) return "other-fingerprint";
  const setups = valuesOf(lines, "setup");
  if (setups.length === 0 || setups.some((value) => !SETUP[type].includes(value))) return "setup";
  return areSealed(lines) ? null : "not-encrypted";
}

/** @param {string[]} lines @param {string} name @returns {string[]} */
function valuesOf(lines, name) {
  const start = `a=${name}:`;
  return lines.filter((line) => line.toLowerCase().startsWith(start)).map((line) => line.slice(start.length).trim());
}

/**
 * Media over DTLS-SRTP or a data channel over DTLS, nothing else; no key of the older SDES kind.
 * @param {string[]} lines
 */
function areSealed(lines) {
  const protocols = lines.filter((line) => line.startsWith("m=")).map((line) => line.split(" ")[2] ?? "");
  const allowed = ["UDP/TLS/RTP/SAVPF", "UDP/DTLS/SCTP"];
  return protocols.every((one) => allowed.includes(one)) && !lines.some((line) => line.startsWith("a=crypto:"));
}
