const FEW = 5;
const GOOD = 20;

/** @typedef {"short" | "long" | "common" | "alike" | "enough" | "good"} Strength */

/**
 * Says how good a password is, by what the server goes by too: its length, and whether everybody guesses it.
 * Kinds of characters count for nothing (NIST SP 800-63B, 5.1.1.2).
 * @param {string} text what was typed
 * @param {{ least: number, most: number, common: Set<string> }} rules lengths in characters; common passwords in lower case
 * @returns {Strength}
 */
export function strengthOf(text, { least, most, common }) {
  const characters = [...text];
  if (characters.length < least) return "short";
  if (characters.length > most) return "long";
  if (common.has(text.trim().toLowerCase())) return "common";
  if (new Set(characters).size < FEW) return "alike";
  return characters.length < GOOD ? "enough" : "good";
}

/**
 * @param {Strength} strength
 * @returns {number} from 0, nothing yet, to 3, good
 */
export function asNumber(strength) {
  return { short: 0, long: 1, common: 1, alike: 1, enough: 2, good: 3 }[strength];
}
