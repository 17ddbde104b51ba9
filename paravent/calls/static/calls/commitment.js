/**
 * Commit, then reveal: nobody learns the other's key before having fixed their own.
 * Spec: docs/spec/call-encryption.md, section 4.
 */

import { framed, hex, sha256, same, unhex, utf8 } from "./bytes.js";

const DOMAIN = utf8("paravent call v1 opening");
const KEY_BYTES = 32;
const NONCE_BYTES = 32;

/** The other side's reveal does not open what it committed to. */
export class CommitmentBroken extends Error {}

/** This browser cannot make the keys; there is no call without them. */
export class CannotEncrypt extends Error {}

/**
 * @typedef {{ visit: string, from: string, to: string }} Link  who speaks to whom, in which visit
 * @typedef {{ key: Uint8Array<ArrayBuffer>, nonce: Uint8Array<ArrayBuffer>, fingerprint: string }} Opening
 * @typedef {{ pair: CryptoKeyPair, opening: Opening }} Own
 */

/**
 * Fresh keys for one connection.
 * @param {string} fingerprint  SHA-256 of our DTLS certificate, 64 lower-case hex digits
 * @returns {Promise<Own>}
 */
export async function freshKeys(fingerprint) {
  try {
    const pair = /** @type {CryptoKeyPair} */ (
      await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"])
    );
    const key = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    return { pair, opening: { key, nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)), fingerprint } };
  } catch (error) {
    throw new CannotEncrypt("X25519", { cause: error });
  }
}

/**
 * The bytes a commitment is made of.
 * @param {Link} link
 * @param {Opening} opening
 */
export function encoded(link, opening) {
  return framed(
    DOMAIN,
    utf8(link.visit),
    utf8(link.from),
    utf8(link.to),
    opening.key,
    opening.nonce,
    unhex(opening.fingerprint),
  );
}

/**
 * @param {Link} link
 * @param {Opening} opening
 * @returns {Promise<string>} hex
 */
export async function commitmentTo(link, opening) {
  return hex(await sha256(encoded(link, opening)));
}

/**
 * Check a reveal against the commitment that came before it.
 * @param {Link} link  from the other side to us
 * @param {string} commitment
 * @param {{ key: string, nonce: string, fingerprint: string }} reveal
 * @returns {Promise<Opening>}
 */
export async function opened(link, commitment, reveal) {
  const opening = { key: bytes(reveal.key, KEY_BYTES), nonce: bytes(reveal.nonce, NONCE_BYTES), fingerprint: reveal.fingerprint };
  bytes(reveal.fingerprint, 32);
  if (!same(await sha256(encoded(link, opening)), bytes(commitment, 32))) throw new CommitmentBroken("commitment");
  return opening;
}

/**
 * @param {string} text
 * @param {number} count
 */
function bytes(text, count) {
  try {
    const found = unhex(text);
    if (found.length === count) return found;
  } catch {
    // Falls through: not hex is as broken as too short.
  }
  throw new CommitmentBroken("form");
}
