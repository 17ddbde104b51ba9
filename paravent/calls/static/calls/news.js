/** Says that something came while the list of messages is out of sight. It neither rings nor moves the page. */

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} button  leads there
 */
export function tellNews(list, button) {
  const pane = /** @type {HTMLElement} */ (list.closest("[data-exchange]") ?? list);
  let isSeen = true;
  new IntersectionObserver(([entry]) => {
    isSeen = entry?.isIntersecting ?? true;
    if (isSeen) button.hidden = true;
  }).observe(pane);
  new MutationObserver((changes) => {
    const came = changes.flatMap((change) => [...change.addedNodes]);
    if (!isSeen && came.some((node) => node instanceof HTMLElement && !node.classList.contains("mine"))) button.hidden = false;
  }).observe(list, { childList: true });
  button.addEventListener("click", () => {
    pane.scrollIntoView({ block: "end" });
    pane.querySelector("h2")?.focus({ preventScroll: true });
  });
}
