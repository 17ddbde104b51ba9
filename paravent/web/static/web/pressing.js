/**
 * What is pressed just now stays where it is: a list that is replaced between pressing and releasing would swallow the click,
 * and nobody would be let in. What came meanwhile is asked for again once the button is released.
 */

/** @type {Element | null} */
let pressed = null;
/** Parts of the page that wait for the release. @type {Set<Element>} */
const waiting = new Set();

document.addEventListener("pointerdown", ({ target }) => (pressed = target instanceof Element ? target : null), { capture: true });
for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, release, { capture: true });

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent<{ target: Element, elt: Element, shouldSwap: boolean, requestConfig: { verb: string } }>} */ (event);
  if (!pressed || detail.requestConfig.verb !== "get" || !detail.target.contains(pressed)) return;
  detail.shouldSwap = false;
  waiting.add(detail.elt);
});

function release() {
  pressed = null;
  // The click comes after this event; only then may what was clicked go.
  setTimeout(() => {
    for (const part of waiting) part.dispatchEvent(new CustomEvent("paravent:again"));
    waiting.clear();
  });
}
