/** Puts the patient found by the search into the booking form. */

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-choose]") : null;
  const form = document.querySelector("form[data-booking]");
  if (!(button instanceof HTMLElement) || !(form instanceof HTMLFormElement)) return;
  const name = button.dataset["chooseName"] ?? "";
  fill(form, "patient", button.dataset["choose"] ?? "");
  fill(form, "patient_name", name);
  /** @type {HTMLElement} */ (form.querySelector("[data-chosen]")).textContent = name;
  document.getElementById("found")?.replaceChildren();
  form.querySelector("select")?.focus();
});

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
