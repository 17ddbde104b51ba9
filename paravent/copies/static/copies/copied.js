/** What is told about a copy by hand: its length, never its words; and nothing where there is nothing to tell. */

/** @param {string} text @returns {number} how many characters people would count */
export function charactersIn(text) {
  return [...text.trim()].length;
}

/** @param {string} text @returns {URLSearchParams | null} what the server is told, or nothing for an empty copy */
export function told(text) {
  const characters = charactersIn(text);
  return characters ? new URLSearchParams({ characters: String(characters) }) : null;
}
