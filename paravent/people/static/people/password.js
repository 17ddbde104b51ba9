import { asNumber, strengthOf } from "./password-strength.js";

/** @param {string | undefined} id */
const fieldOf = (id) => /** @type {HTMLInputElement | null} */ (document.getElementById(id ?? ""));

for (const shows of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-shows]"))) {
  const field = fieldOf(shows.dataset.shows);
  if (!field) continue;
  shows.closest("label")?.removeAttribute("hidden");
  shows.addEventListener("change", () => (field.type = shows.checked ? "text" : "password"));
  // As a text it would be offered again by the browser's own memory of forms.
  field.form?.addEventListener("submit", () => (field.type = "password"));
}

for (const said of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-strength-of]"))) {
  const field = fieldOf(said.dataset.strengthOf);
  if (!field) continue;
  const { least, most, common } = said.dataset;
  const rules = { least: Number(least), most: Number(most), common: new Set(common?.split("\n")) };
  const tell = () => {
    const strength = strengthOf(field.value, rules);
    const meter = said.querySelector("meter");
    if (meter) meter.value = asNumber(strength);
    for (const words of said.querySelectorAll("[data-strength]")) words.toggleAttribute("hidden", words.getAttribute("data-strength") !== strength);
  };
  field.addEventListener("input", tell);
  said.removeAttribute("hidden");
  tell();
}
