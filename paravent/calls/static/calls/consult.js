/** The clinician's page: the call beside the file. */

import { Flow } from "./flow.js";
import { keepNote, watchNote } from "./note.js";
import { Stage } from "./stage.js";

const SAID = /** @type {Record<number, string>} */ ({ 403: "not-open", 409: "room-full" });

const main = /** @type {HTMLElement} */ (document.querySelector("main[data-consult]"));

/** What billing asks of a call: for how long, with picture or sound alone, how often it broke. A reload goes on counting. */
const keptAs = `flow ${location.pathname}`;
/** @type {import("./messages.js").Room | null} */
let seen = null;
const flow = new Flow(sessionStorage.getItem(keptAs));

if (main.hasAttribute("data-live")) {
  const stage = new Stage(main, {
    onRoom: follow,
    onState: (state) => flow.turn(state),
    onFlow: (moved, seconds) => {
      flow.add(moved, seconds);
      sessionStorage.setItem(keptAs, flow.told());
    },
    onClosed: (reason) => reason === "ended" && location.reload(),
  });
  void stage.openDevices();
  // The seat is taken at once: a link made later sends whatever devices are open by then.
  stage.enter();
  document.addEventListener("htmx:afterSwap", () => callKnown(stage));
  // htmx leaves the page as it was when something is refused; whoever pressed hears why.
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = /** @type {CustomEvent<{ xhr: XMLHttpRequest }>} */ (event).detail;
    stage.say("notice", stage.word(SAID[xhr.status] ?? "failed"));
  });
}

/** Whom the clinician has just noted to know is called so at once, in the picture and in the list. @param {Stage} stage */
function callKnown(stage) {
  const unknown = (seen?.parties ?? []).filter((party) => party.kind === "patient" && !party.is_verified);
  if (!unknown.length || !document.querySelector(".identity .verified")) return;
  for (const party of unknown) {
    party.is_verified = true;
    stage.rename(party);
  }
  document.dispatchEvent(new CustomEvent("paravent:room"));
}

/** @param {import("./messages.js").Room} room */
function follow(room) {
  seen = room;
  document.dispatchEvent(new CustomEvent("paravent:room"));
  const patient = room.parties.find((party) => party.kind === "patient");
  const title = document.querySelector("[data-patient-name]");
  if (patient && title) title.textContent = patient.name;
  const invitation = document.querySelector("[data-invitation]");
  if (invitation instanceof HTMLDetailsElement && patient?.state === "admitted" && main.dataset["folded"] !== "yes") {
    main.dataset["folded"] = "yes";
    invitation.open = false;
  }
}

watchNote();

document.querySelector("form[data-end]")?.addEventListener("submit", async (event) => {
  const end = /** @type {HTMLFormElement} */ (event.target);
  const measured = end.elements.namedItem("flow");
  if (measured instanceof HTMLInputElement) measured.value = flow.told();
  const note = document.querySelector("form[data-note]");
  if (!(note instanceof HTMLFormElement) || !note.dataset["autosave"] || end.dataset["noteKept"]) return;
  event.preventDefault();
  const told = note.elements.namedItem("for_patient");
  const field = end.elements.namedItem("for_patient");
  if (told instanceof HTMLTextAreaElement && field instanceof HTMLInputElement) field.value = told.value;
  // What another window wrote is read first: the end of a visit leaves this page and what was typed on it.
  if ((await keepNote(note)) === "other") return note.scrollIntoView();
  end.dataset["noteKept"] = "yes";
  end.submit();
});
