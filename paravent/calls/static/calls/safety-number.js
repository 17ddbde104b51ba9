/**
 * Four pictures that are equal on both sides unless somebody sits between them.
 * Spec: docs/spec/call-encryption.md, section 5.
 */

import { framed, joined, sha256, utf8 } from "./bytes.js";

const TRANSCRIPT = utf8("paravent call v1 transcript");
const NUMBER = utf8("paravent call v1 safety number");

/** 64 pictures: six bits each. The order is part of the specification. @type {readonly [string, string, string][]} */
export const PICTURES = [
  ["🍎", "apple", "Apfel"], ["⚓", "anchor", "Anker"], ["🐝", "bee", "Biene"], ["🔔", "bell", "Glocke"],
  ["🚲", "bicycle", "Fahrrad"], ["📘", "book", "Buch"], ["🍞", "bread", "Brot"], ["🌉", "bridge", "Brücke"],
  ["🧹", "broom", "Besen"], ["🦋", "butterfly", "Schmetterling"], ["🕯️", "candle", "Kerze"], ["🥕", "carrot", "Karotte"],
  ["🏰", "castle", "Burg"], ["🐱", "cat", "Katze"], ["🪑", "chair", "Stuhl"], ["🧀", "cheese", "Käse"],
  ["🍒", "cherries", "Kirschen"], ["🕰️", "clock", "Uhr"], ["☁️", "cloud", "Wolke"], ["🌽", "corn", "Mais"],
  ["🦀", "crab", "Krebs"], ["👑", "crown", "Krone"], ["🥁", "drum", "Trommel"], ["🦆", "duck", "Ente"],
  ["🐘", "elephant", "Elefant"], ["🪶", "feather", "Feder"], ["🔥", "fire", "Feuer"], ["🐟", "fish", "Fisch"],
  ["🌸", "flower", "Blume"], ["🦊", "fox", "Fuchs"], ["🐸", "frog", "Frosch"], ["🍇", "grapes", "Trauben"],
  ["🎸", "guitar", "Gitarre"], ["🔨", "hammer", "Hammer"], ["🎩", "hat", "Hut"], ["🏠", "house", "Haus"],
  ["🔑", "key", "Schlüssel"], ["🪁", "kite", "Drachen"], ["🪜", "ladder", "Leiter"], ["🍋", "lemon", "Zitrone"],
  ["🦁", "lion", "Löwe"], ["🔒", "lock", "Schloss"], ["🌙", "moon", "Mond"], ["🏔️", "mountain", "Berg"],
  ["🍄", "mushroom", "Pilz"], ["🦉", "owl", "Eule"], ["✏️", "pencil", "Bleistift"], ["🐧", "penguin", "Pinguin"],
  ["🎹", "piano", "Klavier"], ["🍐", "pear", "Birne"], ["🌈", "rainbow", "Regenbogen"], ["💍", "ring", "Ring"],
  ["🚀", "rocket", "Rakete"], ["✂️", "scissors", "Schere"], ["🐚", "shell", "Muschel"], ["⛵", "ship", "Schiff"],
  ["🥄", "spoon", "Löffel"], ["⭐", "star", "Stern"], ["☀️", "sun", "Sonne"], ["⛺", "tent", "Zelt"],
  ["🚂", "train", "Zug"], ["🌳", "tree", "Baum"], ["☂️", "umbrella", "Schirm"], ["🐳", "whale", "Wal"],
];

/**
 * @param {Uint8Array} first   the encoded opening of the party with the smaller id
 * @param {Uint8Array} second
 */
export function transcript(first, second) {
  return sha256(framed(TRANSCRIPT, first, second));
}

/** The other side's key is of low order: the secret would be known to everybody (RFC 7748, section 6.1). */
export class KeyRefused extends Error {}

/**
 * @param {CryptoKey} ours
 * @param {Uint8Array<ArrayBuffer>} theirs  raw X25519 public key
 * @param {Uint8Array<ArrayBuffer>} salt    the transcript
 * @returns {Promise<number[]>} four indices into PICTURES; throws KeyRefused
 */
export async function safetyNumber(ours, theirs, salt) {
  return fromSecret(await sharedSecret(ours, theirs), salt);
}

/**
 * @param {CryptoKey} ours
 * @param {Uint8Array<ArrayBuffer>} theirs
 */
async function sharedSecret(ours, theirs) {
  try {
    const key = await crypto.subtle.importKey("raw", theirs, { name: "X25519" }, false, []);
    return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: key }, ours, 256));
  } catch (error) {
    throw new KeyRefused("X25519", { cause: error });
  }
}

/**
 * @param {Uint8Array<ArrayBuffer>} secret
 * @param {Uint8Array<ArrayBuffer>} salt
 * @returns {Promise<number[]>}
 */
export async function fromSecret(secret, salt) {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: joined(NUMBER) }, base, 24);
  const value = [...new Uint8Array(bits)].reduce((sum, byte) => sum * 256 + byte, 0);
  return [18, 12, 6, 0].map((shift) => Math.floor(value / 2 ** shift) % 64);
}

/**
 * @param {number[]} number
 * @param {string} language
 * @returns {{ picture: string, word: string }[]}
 */
export function inPictures(number, language) {
  return number.map((index) => {
    const [picture, english, german] = PICTURES[index] ?? ["?", "?", "?"];
    return { picture, word: language.startsWith("de") ? german : english };
  });
}
