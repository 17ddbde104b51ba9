/** What a session description and a certificate say about the key behind them. Spec: section 2. */

import { hex, sha256 } from "./bytes.js";

/** A session description without exactly one SHA-256 fingerprint. */
export class FingerprintMissing extends Error {}

/**
 * The one fingerprint of a session description. Several equal lines are one; two different ones are an attack.
 * @param {string} sdp
 * @returns {string} 64 lower-case hex digits
 */
export function fingerprintOf(sdp) {
  const lines = [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm)];
  const found = new Set(lines.map(([, algorithm, value]) => `${algorithm?.toLowerCase()} ${value?.replaceAll(":", "").toLowerCase()}`));
  const [only] = found;
  const match = /^sha-256 ([0-9a-f]{64})$/.exec(only ?? "");
  if (found.size !== 1 || !match?.[1]) throw new FingerprintMissing("fingerprint");
  return match[1];
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
  const certificates = [...transports].map((transport) => transport.getRemoteCertificates()[0]);
  return Promise.all(certificates.map(async (der) => (der ? hex(await sha256(new Uint8Array(der))) : "")));
}
