/** The sample program's page: it asks to be let in, reads, and draws. It sends no cookie: its token alone counts. */

import { drawn, readingsIn } from "./pressures.js";
import { SaidNo, atRandom, codeIn, exchange, question } from "./smart.js";

const KEPT = "sample-program";
const SVG = "http://www.w3.org/2000/svg";

const main = /** @type {HTMLElement} */ (document.querySelector("[data-sample]"));
const client = main.dataset["sample"] ?? "";
const address = location.origin + location.pathname;

/** @param {string} state */
function show(state) {
  main.dataset["state"] = state;
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll("[data-when]"))) one.hidden = one.dataset["when"] !== state;
}

/** @param {string} url @param {RequestInit} [more] @returns {Promise<any>} */
async function told(url, more = {}) {
  const answer = await fetch(url, { ...more, credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** @param {URLSearchParams} query */
async function ask(query) {
  const iss = query.get("iss") ?? "";
  const found = await told(`${iss}/.well-known/smart-configuration`);
  const begun = { iss, issuer: found.issuer, token: found.token_endpoint, state: atRandom(), verifier: atRandom() };
  sessionStorage.setItem(KEPT, JSON.stringify(begun));
  const asked = { client, address, scope: main.dataset["asks"] ?? "", launch: query.get("launch") ?? "" };
  location.replace(await question(found.authorization_endpoint, asked, begun));
}

/** @param {URLSearchParams} query */
async function comeBack(query) {
  const begun = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  // Out of the address at once: a code is good once, and belongs into no history.
  history.replaceState(null, "", address);
  const given = await told(begun?.token, { method: "POST", body: exchange(codeIn(query, begun), client, address, begun) });
  show("reading");
  const headers = { Authorization: `Bearer ${given.access_token}`, Accept: "application/fhir+json" };
  const patient = await told(`${begun.iss}/Patient/${given.patient}`, { headers });
  const found = `${begun.iss}/Observation?patient=${given.patient}&code=85354-9&_sort=-date&_count=100`;
  draw(patient, readingsIn(await told(found, { headers })), Boolean(given.encounter));
}

/** @param {any} patient @param {import("./pressures.js").Reading[]} readings @param {boolean} inVisit */
function draw(patient, readings, inVisit) {
  const { lang } = document.documentElement;
  const day = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "medium" });
  const name = patient.name?.[0];
  write("[data-name]", name?.text ?? [...(name?.given ?? []), name?.family ?? ""].join(" "));
  write("[data-born]", patient.birthDate ? day.format(new Date(patient.birthDate)) : "–");
  /** @type {HTMLElement} */ (main.querySelector("[data-visit]")).hidden = !inVisit;
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return show("none");
  write("[data-first]", day.format(first.on));
  write("[data-last]", readings.length > 1 ? day.format(last.on) : "");
  fill(readings, day);
  show("shown");
  // Drawn for the room there is, so that its numbers stay legible on a phone.
  return new ResizeObserver(() => trace(readings)).observe(/** @type {Element} */ (main.querySelector("[data-drawing]")));
}

/** @param {string} where @param {string} text */
function write(where, text) {
  const place = main.querySelector(where);
  if (place) place.textContent = text;
}

/** @param {import("./pressures.js").Reading[]} readings @param {Intl.DateTimeFormat} day */
function fill(readings, day) {
  const rows = readings.toReversed().map(({ on, upper, lower }) => {
    const row = document.createElement("tr");
    for (const text of [day.format(on), String(upper), String(lower)]) row.insertCell().textContent = text;
    return row;
  });
  main.querySelector("[data-values]")?.replaceChildren(...rows);
}

/** @param {import("./pressures.js").Reading[]} readings */
function trace(readings) {
  const drawing = /** @type {SVGElement} */ (main.querySelector("[data-drawing]"));
  const { clientWidth: width, clientHeight: height } = drawing;
  const { lines, upper, lower } = drawn(readings, width, height);
  drawing.replaceChildren();
  for (const { y, value } of lines) {
    drawing.append(shape("line", { x1: 36, x2: width, y1: y, y2: y }));
    drawing.append(shape("text", { x: 0, y: y + 4 }, String(value)));
  }
  for (const [series, points] of /** @type {const} */ ([["upper", upper], ["lower", lower]])) {
    drawing.append(shape("polyline", { class: series, points: points.map(({ x, y }) => `${x},${y}`).join(" ") }));
    for (const { x, y } of points) drawing.append(shape("circle", { class: series, cx: x, cy: y, r: 3.5 }));
  }
}

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} text @returns {Element} */
function shape(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

async function begin() {
  const query = new URLSearchParams(location.search);
  if (query.has("launch")) return ask(query);
  if (query.has("state")) return comeBack(query);
  return show("alone");
}

if (client) begin().catch((error) => show(error instanceof SaidNo ? "refused" : "failed"));
