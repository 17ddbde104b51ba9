/** Copies what a button names, and says so on the button; hands a link on to another app, where the device can. */

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy], [data-hand-on]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const named = document.querySelector(button.dataset["copy"] ?? button.dataset["handOn"] ?? "");
  const text = named?.textContent?.trim() ?? "";
  // Whoever closes the list of apps has not failed.
  if (button.dataset["handOn"]) return navigator.share({ url: text }).catch(() => {});
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset["copied"] ?? button.textContent;
  } catch {
    // The browser lets nobody copy here: what was named is selected, and can be copied by hand.
    if (named) getSelection()?.selectAllChildren(named);
  }
});

function offer() {
  for (const button of document.querySelectorAll("[data-hand-on]")) if (button instanceof HTMLElement) button.hidden = !navigator.share;
}

offer();
document.addEventListener("htmx:afterSwap", offer);
