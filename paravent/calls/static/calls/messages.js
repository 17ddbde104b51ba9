/**
 * What goes over the wire between two pages, and from our server to a page.
 * Spec: docs/spec/call-encryption.md, section 3. The server's twin: paravent/calls/terms.py.
 *
 * @typedef {{ tag: "commit", to: string, from?: string, session: string, seen: string, commitment: string }} Commit
 * @typedef {{ tag: "reveal", to: string, from?: string, session: string, seen: string, key: string, nonce: string, fingerprint: string }} Reveal
 * @typedef {{ tag: "description", to: string, from?: string, session: string, description: { type: RTCSdpType, sdp: string } }} Description
 * @typedef {{ tag: "candidate", to: string, from?: string, session: string, candidate: RTCIceCandidateInit }} Candidate
 * @typedef {{ tag: "restart", to: string, from?: string, session: string }} Restart
 * @typedef {{ tag: "bye", to: string, from?: string }} Bye
 * @typedef {Commit | Reveal | Description | Candidate | Restart | Bye} Relayed
 *
 * @typedef {"clinician" | "patient"} Kind
 * @typedef {{ party_id: string, name: string, kind: Kind, state: "waiting" | "admitted" | "left", is_verified: boolean }} Party
 * @typedef {{ tag: "room", me: Party, parties: Party[], has_ended: boolean, is_taken: boolean }} Room
 * @typedef {{ tag: "elsewhere" }} Elsewhere
 * @typedef {{ tag: "refused", reason: string }} RefusedBy
 * @typedef {{ tag: "here" }} Here
 * @typedef {Room | Elsewhere | RefusedBy} News
 * @typedef {News | Here} Told
 */

/** Tags that may be relayed; a test holds them against the server's. */
export const RELAYED = /** @type {const} */ (["commit", "reveal", "description", "candidate", "restart", "bye"]);

/** Tags our server says. */
export const TOLD = /** @type {const} */ (["room", "elsewhere", "refused", "here"]);

/**
 * @param {string} text
 * @returns {Relayed | Told | null} null for what no page and no server of ours sends
 */
export function parsed(text) {
  try {
    const message = JSON.parse(text);
    const tags = /** @type {readonly string[]} */ ([...RELAYED, ...TOLD]);
    return tags.includes(message?.tag) ? message : null;
  } catch {
    return null;
  }
}
