/** Presses what a person would press, the moment it is there: Ready on the patient's page, Admit on the clinician's. */

setInterval(() => {
  const form = document.querySelector("main[data-step=arrive] form[data-arrival]");
  if (form instanceof HTMLFormElement && !globalThis.isReady) {
    globalThis.isReady = true;
    globalThis.readyAt = performance.timeOrigin + performance.now();
    form.elements.namedItem("name").value = "Ali Demir";
    form.querySelector("button").click();
  }
  const admit = globalThis.admits && [...document.querySelectorAll("button")].find((one) => one.textContent === "Admit");
  // Until htmx has wired what it put there (20 ms), a press would load the whole page anew: nobody is that fast.
  if (admit && !admit.closest(".htmx-added")) {
    globalThis.admits = false;
    sessionStorage.setItem("admitAt", String(performance.timeOrigin + performance.now()));
    admit.click();
  }
}, 4);
