import { secretIn } from "./enrolment-secret.js";

// The link is used only when somebody presses the button: programs that open links to look at them use up nothing.
const page = document.querySelector("[data-enrolment]");
const form = page?.querySelector("[data-form]");
const incomplete = page?.querySelector("[data-incomplete]");

if (form instanceof HTMLFormElement && incomplete instanceof HTMLElement) {
  const secret = secretIn(location.hash);
  // Neither the history nor a photograph of the screen keeps the secret.
  history.replaceState(null, "", location.pathname);
  const field = form.elements.namedItem("secret");
  if (secret && field instanceof HTMLInputElement) {
    field.value = secret;
    form.hidden = false;
  } else {
    incomplete.hidden = false;
  }
}
