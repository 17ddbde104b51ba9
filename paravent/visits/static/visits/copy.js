/** Copies what a button names, and says so on the button. */

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-copy]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  await navigator.clipboard.writeText(document.querySelector(button.dataset["copy"] ?? "")?.textContent?.trim() ?? "");
  button.textContent = button.dataset["copied"] ?? button.textContent;
});
