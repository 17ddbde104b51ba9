/** What a keyboard expects of every page: a form that came back begins at its error, Escape closes what is open, and a part that is replaced keeps the focus. */

/** What had the focus last, and what stands around it. @type {{ control: Element, around: HTMLElement[] } | null} */
let last = null;

document.addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" ? document.activeElement?.closest("details[open]") : null;
  if (!(open instanceof HTMLDetailsElement)) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof Element) last = { control: target, around: ancestors(target) };
});
// Whoever points elsewhere has let go of it.
document.addEventListener("pointerdown", () => (last = null), { capture: true });
for (const happened of ["htmx:afterSwap", "htmx:afterSettle"]) document.addEventListener(happened, catchFocus);

function catchFocus() {
  if (!last || last.control.isConnected || document.activeElement !== document.body) return;
  const place = last.around.find((one) => one.isConnected);
  if (!place) return;
  twin(last.control, place)?.focus();
  if (document.activeElement === document.body) arriveAt(place);
}

leadToError();

/** A form far down a long page came back: without this, nothing seems to have happened. */
function leadToError() {
  const wrong = document.querySelector('main [aria-invalid="true"]:not([type="hidden"])') ?? document.querySelector("main .errorlist");
  if (!(wrong instanceof HTMLElement)) return;
  const folded = wrong.closest("details");
  if (folded) folded.open = true;
  wrong.focus();
  wrong.scrollIntoView({ block: "center" });
}

/** @param {Element} one @returns {HTMLElement[]} from the nearest outwards */
function ancestors(one) {
  const parent = one.parentElement;
  return parent && parent !== document.body ? [parent, ...ancestors(parent)] : [];
}

/**
 * The same control in what came instead. Not just any: where "Admit" was, "Remove" may stand now.
 * @param {Element} one
 * @param {Element} place
 * @returns {HTMLElement | undefined}
 */
function twin(one, place) {
  const about = (/** @type {Element} */ control) => `${control.textContent} ${control.getAttribute("aria-describedby")}`;
  return /** @type {HTMLElement[]} */ ([...place.querySelectorAll(one.localName)]).find((other) => about(other) === about(one));
}

/** @param {HTMLElement} place */
function arriveAt(place) {
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
