/** Notes what is copied out of a file by hand, and copies a letter as text where its button is pressed. */

import { told } from "./copied.js";

/** @returns {Record<string, string>} */
const headers = () => ({ "X-CSRFToken": /** @type {HTMLElement | null} */ (document.querySelector("[data-copied-url]"))?.dataset["csrf"] ?? "" });

document.addEventListener("copy", async ({ target }) => {
  const place = target instanceof Node ? (target instanceof Element ? target : target.parentElement)?.closest("[data-copied-url]") : null;
  const body = told(getSelection()?.toString() ?? "");
  if (!(place instanceof HTMLElement) || !body) return;
  const answer = await fetch(place.dataset["copiedUrl"] ?? "", { method: "POST", body, headers: headers() });
  const { nudge } = answer.ok ? await answer.json() : { nudge: "" };
  const said = place.querySelector("[data-copied-said]");
  if (said instanceof HTMLElement) {
    said.textContent = nudge;
    said.hidden = !nudge;
  }
});

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy-letter]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const answer = await fetch(button.dataset["copyLetter"] ?? "", { method: "POST", headers: headers() });
  if (answer.ok) await navigator.clipboard.writeText(await answer.text());
  button.textContent = (answer.ok ? button.dataset["copied"] : button.dataset["refused"]) ?? button.textContent;
});
