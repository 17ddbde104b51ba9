/** What a session description and a certificate say about the key behind them. Spec: docs/spec/call-encryption.md, section 2. */

import { hex, sha256 } from "./bytes.js";

const LOOKS = 100;
const BETWEEN_LOOKS_MS = 20;
const LINE = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\s*$/i;

/** A session description without exactly one SHA-256 fingerprint. */
export class FingerprintMissing extends Error {}

/**
 * The one fingerprint of a session description. Several equal lines are one; two different ones are an attack.
 * @param {string} sdp
 * @returns {string} 64 lower-case hex digits
 */
export function fingerprintOf(sdp) {
  // Every mention counts: a line that we could not read, a browser might.
  const mentions = sdp.match(/^.*fingerprint.*$/gim) ?? [];
  const found = new Set(mentions.map((line) => LINE.exec(line)?.[1]?.replaceAll(":", "").toLowerCase() ?? ""));
  const [only] = found;
  if (found.size !== 1 || !only) throw new FingerprintMissing("fingerprint");
  return only;
}

/**
 * The fingerprints of the certificates that the other side really used.
 * @param {RTCPeerConnection} connection
 * @returns {Promise<string[]>}
 */
export async function usedFingerprints(connection) {
  const transports = new Set(
    [connection.sctp?.transport, ...connection.getReceivers().map((receiver) => receiver.transport)].filter((found) => found != null),
  );
  return Promise.all([...transports].map((transport) => usedOn(transport, connection)));
}

/** @param {RTCDtlsTransport} transport @param {RTCPeerConnection} connection */
async function usedOn(transport, connection) {
  // Firefox before 153 does not show the certificate. It has compared it with the description that it applied (RFC 8122).
  if (!("getRemoteCertificates" in transport)) return fingerprintOf(connection.currentRemoteDescription?.sdp ?? "");
  const der = await shownBy(transport);
  return der ? hex(await sha256(new Uint8Array(der))) : "";
}

/**
 * A connection may say that it stands a moment before its transport shows with whom: that moment is no attack, so it is waited for.
 * Whoever never shows a certificate is not let off: there is none then, and no call.
 * @param {RTCDtlsTransport} transport
 * @returns {Promise<ArrayBuffer | undefined>}
 */
async function shownBy(transport) {
  for (let look = 0; look < LOOKS; look += 1) {
    const [der] = transport.getRemoteCertificates();
    if (der || transport.state === "closed" || transport.state === "failed") return der;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
  }
  return undefined;
}
