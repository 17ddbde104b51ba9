/** Keeps the note while it is written. What another window wrote meanwhile is shown, and nothing is overwritten unseen. */

const SAVE_AFTER_MS = 900;
const CONFLICT = 409;

/** @typedef {"saved" | "failed" | "other"} Outcome */
/** @typedef {{ saved_at: string | null, signed: boolean, note: Record<string, string> }} Other */

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** One after the other: each says which text it has seen. @type {Promise<Outcome>} */
let last = Promise.resolve("saved");

/** The words that were sent last; their answer may have been lost on the way. @type {FormData | null} */
let sent = null;

export function watchNote() {
  document.addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? target.closest("form[data-note]") : null;
    if (!(form instanceof HTMLFormElement) || !form.dataset["autosave"]) return;
    state(form, "writing");
    clearTimeout(waiting);
    waiting = setTimeout(() => keepNote(form), SAVE_AFTER_MS);
  });
}

/** @param {HTMLFormElement} form @returns {Promise<Outcome>} */
export function keepNote(form) {
  clearTimeout(waiting);
  last = last.then(() => save(form));
  return last;
}

/** @param {HTMLFormElement} form @returns {Promise<Outcome>} */
async function save(form) {
  const before = sent;
  sent = new FormData(form);
  try {
    const answer = await fetch(form.dataset["autosave"] ?? "", { method: "POST", body: sent });
    if (answer.status === CONFLICT) return meet(form, await answer.json(), before);
    if (!answer.ok) throw new Error(String(answer.status));
    saw(form, (await answer.json()).saved_at);
    return state(form, "saved");
  } catch {
    // What was typed is still on the page; it is tried again until it is kept.
    waiting = setTimeout(() => keepNote(form), 4 * SAVE_AFTER_MS);
    return state(form, "failed");
  }
}

/** @param {HTMLFormElement} form @param {Other} other @param {FormData | null} before @returns {Promise<Outcome>} */
async function meet(form, other, before) {
  saw(form, other.saved_at);
  // What stands there is what this window sent before: only the answer was lost.
  if (!other.signed && before && saysTheSame(other.note, before)) return save(form);
  const place = /** @type {HTMLElement} */ (form.querySelector("[data-other-note]"));
  for (const line of place.querySelectorAll("[data-other]")) /** @type {HTMLElement} */ (line).hidden = (line.getAttribute("data-other") === "signed") !== other.signed;
  for (const part of place.querySelectorAll("[data-part]")) {
    part.textContent = other.note[part.getAttribute("data-part") ?? ""] ?? "";
    /** @type {HTMLElement} */ (part).hidden = !part.textContent;
  }
  place.hidden = false;
  return state(form, "other");
}

/** @param {HTMLFormElement} form @param {string | null} at */
function saw(form, at) {
  /** @type {HTMLInputElement} */ (form.elements.namedItem("seen")).value = at ?? "";
}

/** @param {Record<string, string>} there @param {FormData} mine @returns {boolean} */
export function saysTheSame(there, mine) {
  return Object.entries(there).every(([name, text]) => plain(text) === plain(String(mine.get(name) ?? "")));
}

/** Lines end otherwise on the wire, and the ends of a text are cut there. @param {string} text */
function plain(text) {
  return text.replaceAll("\r\n", "\n").trim();
}

/** @template {"writing" | Outcome} Which @param {HTMLFormElement} form @param {Which} which @returns {Which} */
function state(form, which) {
  for (const line of form.querySelectorAll("[data-saved]")) /** @type {HTMLElement} */ (line).hidden = line.getAttribute("data-saved") !== which;
  return which;
}
