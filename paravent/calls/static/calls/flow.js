/** For how long sound and picture flowed, and how often the link broke: numbers, never content. Thinks; touches nothing. */

const LONGEST_STEP_SECONDS = 15;
const COUNTED = /** @type {const} */ (["heard", "spoke", "talked", "seen", "shown", "faced", "interruptions"]);

/**
 * Sound from the patient, from us, both ways at once; then the same of the picture.
 * @typedef {{ heard: boolean, spoke: boolean, talked: boolean, seen: boolean, shown: boolean, faced: boolean }} Flowing
 */

/**
 * What moved between two looks at a link.
 * @param {import("./quality.js").Sample} before
 * @param {import("./quality.js").Sample} now
 * @returns {Flowing}
 */
export function flowing(before, now) {
  const [heard, spoke] = [now.heard > before.heard, now.spoke > before.spoke];
  const [seen, shown] = [now.frames > before.frames, now.shown > before.shown];
  return { heard, spoke, talked: heard && spoke, seen, shown, faced: seen && shown };
}

export class Flow {
  /** @param {string | null} [kept] what an earlier page of the same visit counted */
  constructor(kept) {
    this.heard = 0;
    this.spoke = 0;
    this.talked = 0;
    this.seen = 0;
    this.shown = 0;
    this.faced = 0;
    this.interruptions = 0;
    this.isConnected = false;
    this.remember(kept ?? "{}");
  }

  /** @param {string} kept */
  remember(kept) {
    const said = parsed(kept);
    for (const name of COUNTED) {
      const number = said[name];
      if (typeof number === "number" && Number.isFinite(number) && number > 0) this[name] = number;
    }
  }

  /** A computer that slept did not see what happened meanwhile. @param {Flowing} moved @param {number} seconds */
  add(moved, seconds) {
    const passed = Math.min(Math.max(seconds, 0), LONGEST_STEP_SECONDS);
    for (const name of COUNTED) if (name !== "interruptions" && moved[name]) this[name] += passed;
  }

  /** @param {string} state of the whole call */
  turn(state) {
    if (this.isConnected && state === "interrupted") this.interruptions += 1;
    if (state === "connected" || state === "interrupted") this.isConnected = state === "connected";
  }

  /** @returns {string} */
  told() {
    return JSON.stringify(Object.fromEntries(COUNTED.map((name) => [name, Math.round(this[name])])));
  }
}

/** @param {string} kept @returns {Record<string, unknown>} */
function parsed(kept) {
  try {
    return JSON.parse(kept) ?? {};
  } catch {
    return {};
  }
}
