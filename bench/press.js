/** Presses what a person would press, the moment it is there: Ready on the patient's page, Admit on the clinician's. */

setInterval(() => {
  const form = document.querySelector("main[data-step=arrive] form[data-arrival]");
  if (form instanceof HTMLFormElement && !globalThis.isReady) {
    globalThis.isReady = true;
    form.elements.namedItem("name").value = "Ali Demir";
    form.querySelector("button").click();
  }
  const admit = globalThis.admits && [...document.querySelectorAll("button")].find((one) => one.textContent === "Admit");
  if (admit) {
    globalThis.admits = false;
    admit.click();
  }
}, 4);
