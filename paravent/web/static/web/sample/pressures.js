/** Blood pressures out of FHIR's Observations, and where they stand in a drawing. */

/** @typedef {{ on: Date, upper: number, lower: number }} Reading */
/** @typedef {{ x: number, y: number }} Point */

const PANEL = "85354-9";
const UPPER = "8480-6";
const LOWER = "8462-4";
const STEP = 20;
/** Room at the left for the numbers of the lines, and at the right for half a dot. */
const [LEFT, RIGHT] = [40, 8];

/** @param {any} concept @param {string} code @returns {boolean} */
const says = (concept, code) => (concept?.coding ?? []).some((/** @type {any} */ one) => one.code === code);

/**
 * The blood pressures in a Bundle, oldest first; whatever is incomplete or was taken back is left out.
 * @param {any} bundle @returns {Reading[]}
 */
export function readingsIn(bundle) {
  const found = (bundle.entry ?? []).map((/** @type {any} */ entry) => readingOf(entry.resource));
  return found.filter(Boolean).sort((/** @type {Reading} */ a, /** @type {Reading} */ b) => a.on.getTime() - b.on.getTime());
}

/** @param {any} observation @returns {Reading | null} */
function readingOf(observation) {
  if (observation?.resourceType !== "Observation" || !says(observation.code, PANEL)) return null;
  if (["entered-in-error", "cancelled"].includes(observation.status)) return null;
  const on = new Date(observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? "");
  const upper = valueIn(observation, UPPER);
  const lower = valueIn(observation, LOWER);
  return Number.isNaN(on.getTime()) || upper === null || lower === null ? null : { on, upper, lower };
}

/** @param {any} observation @param {string} code @returns {number | null} */
function valueIn(observation, code) {
  const part = (observation.component ?? []).find((/** @type {any} */ one) => says(one.code, code));
  const value = part?.valueQuantity?.value;
  return typeof value === "number" ? value : null;
}

/**
 * Where readings stand in a drawing of some size, and the lines behind them.
 * @param {Reading[]} readings at least one @param {number} width @param {number} height
 * @returns {{ lines: { y: number, value: number }[], upper: Point[], lower: Point[] }}
 */
export function drawn(readings, width, height) {
  const low = Math.floor((Math.min(...readings.map((one) => one.lower)) - 1) / STEP) * STEP;
  const high = Math.ceil((Math.max(...readings.map((one) => one.upper)) + 1) / STEP) * STEP;
  const times = readings.map((one) => one.on.getTime());
  const first = Math.min(...times);
  const spell = Math.max(...times) - first;
  const room = width - LEFT - RIGHT;
  /** @param {number} value */
  const y = (value) => Math.round(((high - value) / (high - low)) * (height - STEP) + STEP / 2);
  /** @param {Date} on One alone stands in the middle. */
  const x = (on) => Math.round(LEFT + (spell ? (on.getTime() - first) / spell : 0.5) * room);
  const lines = Array.from({ length: (high - low) / STEP + 1 }, (_, step) => ({ value: low + step * STEP, y: y(low + step * STEP) }));
  return {
    lines,
    upper: readings.map((one) => ({ x: x(one.on), y: y(one.upper) })),
    lower: readings.map((one) => ({ x: x(one.on), y: y(one.lower) })),
  };
}
