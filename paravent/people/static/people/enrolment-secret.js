/**
 * The secret of an enrolment link: 128 random bits, base64url, behind '#'.
 * @param {string} fragment what the address holds from '#' on
 * @returns {string | null} the secret; null where the link was cut short or carries something else
 */
export function secretIn(fragment) {
  return /^#([A-Za-z0-9_-]{22})$/.exec(fragment)?.[1] ?? null;
}
