/** What a file is, by its first bytes; its name and the browser's word are not asked. */

/** @typedef {"image/jpeg" | "image/png" | "image/webp" | "application/pdf"} Kind */

export const TYPES = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf" };
export const LARGEST_BYTES = 25 * 1024 * 1024;

/** @type {[Kind, (bytes: Uint8Array) => boolean][]} */
const SIGNS = [
  ["image/jpeg", (bytes) => begins(bytes, [0xff, 0xd8, 0xff])],
  ["image/png", (bytes) => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ["image/webp", (bytes) => begins(bytes, [0x52, 0x49, 0x46, 0x46]) && begins(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50])],
  ["application/pdf", (bytes) => begins(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])],
];

/**
 * @param {Uint8Array} bytes  the beginning of the file
 * @returns {Kind | null}
 */
export function kindOf(bytes) {
  return SIGNS.find(([, fits]) => fits(bytes))?.[0] ?? null;
}

/**
 * Why a file is not sent, as the word for it; null where it may be.
 * @param {number} size  in bytes
 * @param {Uint8Array} start
 */
export function refusalOf(size, start) {
  if (!size) return "empty-file";
  if (!kindOf(start)) return "not-a-photo-or-pdf";
  return size > LARGEST_BYTES ? "too-large" : null;
}

const ENDINGS = { "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf" };

/**
 * The name under which a file is shown and kept: its ending says what it is, not what its sender called it.
 * @param {string} name
 * @param {Kind} kind
 */
export function titled(name, kind) {
  const bare = plain(name).replace(/\.(jpe?g|png|webp|pdf)$/i, "");
  return `${bare || "document"}.${ENDINGS[kind]}`;
}

/** Text without the marks that turn its direction round: "fdp.exe" must not read as "exe.pdf". @param {string} text */
export function plain(text) {
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, "");
}

/** @param {Uint8Array} bytes @param {number[]} sign */
function begins(bytes, sign) {
  return sign.every((byte, at) => bytes[at] === byte);
}

/**
 * @param {number} bytes
 * @param {string} language
 */
export function sizeInWords(bytes, language) {
  const [amount, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount)} ${unit}`;
}
