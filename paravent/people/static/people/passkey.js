import { whyNot } from "./passkey-odd.js";

// allauth wires its buttons once the page stands, and this module runs before that moment: a button that is pressed
// earlier would do nothing at all, so each one waits, disabled, until there is something behind it.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("button[data-passkey]")) button.removeAttribute("disabled");
});

document.addEventListener("allauth.error", (event) => {
  const { exception } = /** @type {CustomEvent<{ exception: unknown }>} */ (event).detail;
  const why = whyNot(exception);
  for (const said of document.querySelectorAll("[data-passkey-odd]")) said.toggleAttribute("hidden", said.getAttribute("data-passkey-odd") !== why);
});
