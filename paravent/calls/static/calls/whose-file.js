/** Whether a file that is about to be sent is another patient's: its hash is compared, never the file itself. */

import { hex, sha256 } from "./bytes.js";

/** A server that is away or slow holds no file up. */
export const LONGEST_MS = 1_000;

/**
 * @typedef {{ compareUrl: string, sentUrl: string, csrf: string }} Desk
 * @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch
 */

/** @param {Blob} file */
export async function digestOf(file) {
  return hex(await sha256(new Uint8Array(await file.arrayBuffer())));
}

/**
 * Return what to say before the file is sent; nothing where there is nothing to say, or nobody answered in time.
 * @param {string} digest
 * @param {Desk} desk
 * @param {{ fetch?: Fetch, longest?: number }} [how]
 */
export async function saidBefore(digest, desk, { fetch = globalThis.fetch, longest = LONGEST_MS } = {}) {
  try {
    const answer = await fetch(desk.compareUrl, asked(digest, desk, { signal: AbortSignal.timeout(longest) }));
    if (!answer.ok) return "";
    const found = await answer.json();
    return found.elsewhere === true ? String(found.words) : "";
  } catch {
    return "";
  }
}

/**
 * Note that it was sent all the same. The sending does not wait for it.
 * @param {string} digest
 * @param {Desk} desk
 * @param {{ fetch?: Fetch }} [how]
 */
export async function noteSentAnyway(digest, desk, { fetch = globalThis.fetch } = {}) {
  try {
    await fetch(desk.sentUrl, asked(digest, desk, { keepalive: true }));
  } catch {
    // The log has the question; an answer that does not arrive stops nobody.
  }
}

/** @param {string} digest @param {Desk} desk @param {RequestInit} more @returns {RequestInit} */
function asked(digest, desk, more) {
  return { method: "POST", body: new URLSearchParams({ digest }), headers: { "X-CSRFToken": desk.csrf }, ...more };
}
