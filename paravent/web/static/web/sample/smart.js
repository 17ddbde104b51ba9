/** Signing in as a program, without a library: SMART App Launch 2 with PKCE (RFC 7636). */

/**
 * @typedef {object} Begun what a program remembers while somebody decides
 * @property {string} iss the FHIR server
 * @property {string} issuer who will send the answer
 * @property {string} token where a code is exchanged
 * @property {string} state
 * @property {string} verifier
 */

/**
 * @typedef {object} Asked
 * @property {string} client
 * @property {string} address where the answer is wanted
 * @property {string} scope
 * @property {string} launch
 */

/** What was brought back is not the answer to what was asked. */
export class NotOurAnswer extends Error {}

/** Somebody said no. */
export class SaidNo extends Error {}

/** @param {Uint8Array} bytes @returns {string} */
const inBase64Url = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @returns {string} 256 random bits */
export const atRandom = () => inBase64Url(crypto.getRandomValues(new Uint8Array(32)));

/** @param {string} verifier @returns {Promise<string>} */
export async function challengeOf(verifier) {
  return inBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

/**
 * Where somebody is asked.
 * @param {string} endpoint @param {Asked} asked @param {Begun} begun @returns {Promise<string>}
 */
export async function question(endpoint, { client, address, scope, launch }, { iss, state, verifier }) {
  const told = {
    response_type: "code",
    client_id: client,
    redirect_uri: address,
    scope,
    launch,
    state,
    aud: iss,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
  };
  return `${endpoint}?${new URLSearchParams(told)}`;
}

/**
 * The code in what was brought back; throws NotOurAnswer and SaidNo.
 * @param {URLSearchParams} brought @param {Begun | null} begun @returns {string}
 */
export function codeIn(brought, begun) {
  // Before anything else is believed: an answer to somebody else's question would mix up two patients.
  if (!begun || brought.get("state") !== begun.state || brought.get("iss") !== begun.issuer) throw new NotOurAnswer();
  const code = brought.get("code");
  if (!code) throw new SaidNo(brought.get("error") ?? "");
  return code;
}

/**
 * What is sent for a token.
 * @param {string} code @param {string} client @param {string} address @param {Begun} begun @returns {URLSearchParams}
 */
export function exchange(code, client, address, { verifier }) {
  return new URLSearchParams({
    grant_type: "authorization_code",
    code,
    client_id: client,
    redirect_uri: address,
    code_verifier: verifier,
  });
}
