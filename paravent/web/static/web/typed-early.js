/**
 * What was typed before this page's scripts were there counts too: whoever types a name at once would otherwise wait for a
 * search that never begins. Each such field says once more that something was typed, when there is somebody to hear it.
 */

document.addEventListener("htmx:load", ({ target }) => target === document.body && typedEarly(document).forEach(say));

/** @param {Document} page */
function typedEarly(page) {
  return [...page.querySelectorAll("input, textarea")].filter(
    (field) =>
      (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue,
  );
}

/** @param {Element} field */
function say(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
