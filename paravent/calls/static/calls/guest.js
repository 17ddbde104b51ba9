/** The patient's page: get ready, wait, talk. One page, so that nothing is loaded between tap and picture. */

import { Stage } from "./stage.js";

const TAKEN = 409;

const main = /** @type {HTMLElement} */ (document.querySelector("main[data-guest]"));
const stage = new Stage(main, { onRoom: follow, onClosed: over });
const opening = stage.openDevices().then(showChecks);

/** @param {string} step */
function show(step) {
  const isNew = main.dataset["step"] !== undefined && main.dataset["step"] !== step;
  main.dataset["step"] = step;
  for (const part of main.querySelectorAll("[data-step-part]")) {
    const steps = part.getAttribute("data-step-part")?.split(" ") ?? [];
    /** @type {HTMLElement} */ (part).hidden = !steps.includes(step);
  }
  if (isNew) arrive();
}

/** What had the focus is gone; whoever listens to the page hears where they are now. */
function arrive() {
  const heading = [...main.querySelectorAll("h1")].find((one) => one.checkVisibility());
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

/** @param {import("./devices.js").Devices} devices */
function showChecks(devices) {
  for (const kind of /** @type {const} */ (["camera", "microphone"])) check(kind, devices[kind]);
  fetch(main.dataset["alive"] ?? "", { cache: "no-store" }).then(
    (answer) => check("network", answer.ok ? "ready" : "missing"),
    () => check("network", "missing"),
  );
}

/** @param {string} kind @param {string} found */
function check(kind, found) {
  const line = main.querySelector(`[data-check="${kind}"]`);
  if (!line) return;
  line.textContent = stage.word(`${kind}-${found}`);
  line.setAttribute("data-found", found);
}

/** @param {import("./messages.js").Room} room */
function follow(room) {
  show(room.me.state === "admitted" ? "call" : "waiting");
  stage.say("taken", room.is_taken ? stage.word("taken") : "");
}

/** @param {string} reason */
function over(reason) {
  // The same address now shows what the patient keeps of the visit.
  if (reason === "ended") location.reload();
  else show("over");
}

function enter() {
  show("waiting");
  stage.enter();
}

main.querySelector("form[data-arrival]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = form.querySelector("button");
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const body = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) await opening.then(enter);
    else complain(form, body.errors ?? (answer.status === TAKEN ? { "": [stage.word("taken")] } : undefined));
  } catch {
    complain(form, undefined);
  }
  if (button) button.disabled = false;
});

/** @param {HTMLFormElement} form @param {Record<string, string[]> | undefined} errors */
function complain(form, errors) {
  const line = /** @type {HTMLElement} */ (form.querySelector("[data-error]"));
  line.textContent = errors ? Object.values(errors).flat().join(" ") : stage.word("failed");
  const [first] = Object.keys(errors ?? {});
  const field = first ? form.elements.namedItem(first) : null;
  if (field instanceof HTMLElement) field.focus();
}

main.querySelector("[data-send-on]")?.addEventListener("click", async () => {
  const link = sessionStorage.getItem("paravent-link") ?? "";
  const said = /** @type {HTMLElement} */ (main.querySelector("[data-link-said]"));
  if (navigator.share) await navigator.share({ url: link }).catch(() => {});
  else await navigator.clipboard.writeText(link).then(() => (said.hidden = false));
});

// Who comes back takes the seat at once: a link made now sends the devices as they open.
if (main.hasAttribute("data-seated")) enter();
else show("arrive");
