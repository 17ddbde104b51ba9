/** Vital signs a patient can measure: what is possible, and what makes one look again. LOINC and UCUM. */

/**
 * @typedef {{ name: string, loinc: string, unit: string, possible: [number, number], plausible: [number, number] }} Part
 * @typedef {{ type: string, parts: Part[] }} Vital
 */

/** @type {Record<string, Vital>} */
export const VITALS = {
  "blood-pressure": {
    type: "blood-pressure",
    parts: [
      { name: "systolic", loinc: "8480-6", unit: "mm[Hg]", possible: [40, 300], plausible: [80, 200] },
      { name: "diastolic", loinc: "8462-4", unit: "mm[Hg]", possible: [20, 200], plausible: [40, 120] },
    ],
  },
  pulse: single("pulse", "8867-4", "/min", [20, 300], [40, 140]),
  temperature: single("temperature", "8310-5", "Cel", [25, 45], [35, 40.5]),
  "oxygen-saturation": single("oxygen-saturation", "59408-5", "%", [40, 100], [90, 100]),
  weight: single("weight", "29463-7", "kg", [0.3, 500], [3, 250]),
  glucose: single("glucose", "2339-0", "mg/dL", [10, 1500], [50, 400]),
  "glucose-mmol": single("glucose-mmol", "15074-8", "mmol/L", [0.5, 85], [2.8, 22]),
};

/**
 * @param {string} type @param {string} loinc @param {string} unit
 * @param {[number, number]} possible @param {[number, number]} plausible
 * @returns {Vital}
 */
function single(type, loinc, unit, possible, plausible) {
  return { type, parts: [{ name: "value", loinc, unit, possible, plausible }] };
}

/**
 * @param {string} type
 * @param {Record<string, number>} values
 * @returns {"fine" | "look-again" | "impossible"}
 */
export function judged(type, values) {
  const vital = VITALS[type];
  if (!vital) return "impossible";
  const within = (/** @type {"possible" | "plausible"} */ range) =>
    vital.parts.every((part) => {
      const value = values[part.name];
      return value !== undefined && Number.isFinite(value) && value >= part[range][0] && value <= part[range][1];
    });
  const isUpsideDown = type === "blood-pressure" && Number(values["systolic"]) <= Number(values["diastolic"]);
  if (!within("possible") || isUpsideDown) return "impossible";
  return within("plausible") ? "fine" : "look-again";
}

/**
 * @param {string} type
 * @param {Record<string, number>} values
 * @returns {number} which value cannot be: the first that is out of its range; of a pressure upside down, the upper one
 */
export function wrongPart(type, values) {
  const isOut = (/** @type {Part} */ { name, possible }) => !((values[name] ?? Number.NaN) >= possible[0] && (values[name] ?? Number.NaN) <= possible[1]);
  return Math.max(0, (VITALS[type]?.parts ?? []).findIndex(isOut));
}

/** Mark the number that cannot be, and lead there; no other is marked any more. @param {Iterable<HTMLInputElement>} inputs @param {number} wrong */
export function mark(inputs, wrong) {
  [...inputs].forEach((input, at) => {
    input.removeAttribute("aria-invalid");
    if (at !== wrong) return;
    input.setAttribute("aria-invalid", "true");
    input.focus();
  });
}

/** @param {string} type @returns {string} what can be, as "40–300/20–200 mmHg" */
export function possibleInWords(type) {
  const ranges = (VITALS[type]?.parts ?? []).map(({ possible }) => possible.join("–"));
  return `${ranges.join("/")} ${unitOf(type)}`;
}

/**
 * @param {string} text  as typed, with a point or a comma
 * @returns {number} NaN for what is no number
 */
export function typed(text) {
  return /^\s*\d{1,4}([.,]\d{1,2})?\s*$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

const SHOWN = /** @type {Record<string, string>} */ ({ "mm[Hg]": "mmHg", Cel: "°C", "/min": "/min" });

/** @param {string} type */
export function unitOf(type) {
  const unit = VITALS[type]?.parts[0]?.unit ?? "";
  return SHOWN[unit] ?? unit;
}

/**
 * @param {string} type
 * @param {Record<string, number>} values
 */
export function inWords(type, values) {
  const parts = VITALS[type]?.parts ?? [];
  return `${parts.map((part) => values[part.name]).join("/")} ${unitOf(type)}`;
}
