/**
 * The quiet line under a text that asks for a call in a consumer app, with the better way one tap away. It blocks nothing.
 * What is typed is judged here and sent nowhere; what came of the line is counted by app and week, without anybody's name.
 */

import { detourIn, prepared } from "./detection.js";

const PAUSE_MS = 300;

const words = /** @type {HTMLTemplateElement | null} */ (document.querySelector("template[data-detours]"));

/** @type {ReturnType<typeof prepared> | null} */
let rules = null;

/** What was noticed in a field, and whether its writer waved it away. @type {WeakMap<Element, { app: string, line: HTMLElement | null, isHidden: boolean }>} */
const noticed = new WeakMap();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

async function read() {
  if (rules || !words) return rules;
  const answer = await fetch(words.dataset["rules"] ?? "");
  rules = prepared(await answer.json());
  return rules;
}

/** @param {EventTarget | null} target @returns {HTMLInputElement | HTMLTextAreaElement | null} */
function field(target) {
  const is = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return is && target.dataset["nudge"] ? target : null;
}

/** @param {string} kind @param {string} app @returns {HTMLElement | null} */
function made(kind, app) {
  const line = words?.content.querySelector(`[data-nudge-line="${kind}"]`)?.cloneNode(true);
  if (!(line instanceof HTMLElement)) return null;
  const name = line.querySelector("[data-nudge-app]");
  if (name) name.textContent = rules?.read.apps.find((one) => one.id === app)?.name ?? "";
  const elsewhere = line.querySelector("[data-nudge-elsewhere]");
  if (elsewhere instanceof HTMLAnchorElement) elsewhere.href += `?app=${app}`;
  line.dataset["app"] = app;
  return line;
}

/** @param {HTMLInputElement | HTMLTextAreaElement} text */
async function look(text) {
  if (!(await read()) || !rules) return;
  const app = detourIn(text.value, rules);
  const before = noticed.get(text);
  if (before && !app) before.line?.remove();
  if (!app || before?.isHidden || (before?.app === app && before.line?.isConnected)) return;
  before?.line?.remove();
  const line = made(text.dataset["nudge"] ?? "", app);
  if (!line) return;
  noticed.set(text, { app, line, isHidden: false });
  // In the call the field stands at the page's lower edge: what came after it would be out of sight.
  if (text.dataset["nudge"] === "chat" && text.form) text.form.before(line);
  else text.after(line);
}

/** @param {string} app @param {"heeded" | "sent"} heed */
function count(app, heed) {
  const address = words?.dataset["count"];
  if (!address) return;
  const body = new URLSearchParams({ app, heed });
  fetch(address, { method: "POST", body, headers: { "X-CSRFToken": words.dataset["csrf"] ?? "" }, keepalive: true }).catch(() => {});
}

document.addEventListener("input", ({ target }) => {
  const text = field(target);
  if (!text) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => look(text), PAUSE_MS);
});

// Before the form's own listener empties the field.
document.addEventListener(
  "submit",
  ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    for (const text of target.querySelectorAll("[data-nudge]")) {
      const before = noticed.get(text);
      const said = field(text);
      if (!before || !said || !rules) continue;
      if (!before.isHidden) count(before.app, detourIn(said.value, rules) ? "sent" : "heeded");
      before.line?.remove();
      noticed.delete(text);
    }
  },
  true,
);

document.addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element ? target.closest("[data-nudge-act]") : null;
  const line = pressed?.closest(".nudge");
  if (!(pressed instanceof HTMLElement) || !(line instanceof HTMLElement)) return;
  const act = pressed.dataset["nudgeAct"];
  if (act !== "hide") count(line.dataset["app"] ?? "", "heeded");
  if (act === "sound") soundAlone();
  if (act === "anew") location.reload();
  if (act === "start") choose(line);
  if (act === "start" || act === "phone" || act === "anew") return;
  for (const text of document.querySelectorAll("[data-nudge]")) {
    const before = noticed.get(text);
    if (before?.line === line) noticed.set(text, { ...before, line: null, isHidden: true });
  }
  line.remove();
});

/** The call's own buttons do it, so that the page knows. */
function soundAlone() {
  const offered = document.querySelector("[data-sound-alone]:not([hidden])");
  const camera = document.querySelector('[data-camera][aria-pressed="false"]');
  const button = offered ?? camera;
  if (button instanceof HTMLElement) button.click();
}

/** Whom the booking form is for is who it starts with. @param {HTMLElement} line */
function choose(line) {
  const to = line.querySelector("[data-nudge-patient]");
  const from = document.querySelector("form[data-booking] [name=patient]");
  if (to instanceof HTMLInputElement && from instanceof HTMLInputElement) to.value = from.value;
}

// What the other side writes: the line stands under their words.
const log = document.querySelector("[data-log]");
if (log && words) {
  new MutationObserver(async (changes) => {
    if (!(await read()) || !rules) return;
    for (const item of changes.flatMap((change) => [...change.addedNodes])) {
      if (!(item instanceof HTMLElement) || item.classList.contains("mine")) continue;
      const app = detourIn(item.querySelector("p")?.textContent ?? "", rules);
      const line = app ? made("chat", app) : null;
      if (line) item.append(line);
    }
  }).observe(log, { childList: true });
}
