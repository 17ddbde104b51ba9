/** Presents the secret behind the '#' once, by POST: it is never part of an address that a server sees. */

const form = document.querySelector("form[data-present]");
const secret = location.hash.slice(1);

if (form instanceof HTMLFormElement && secret) {
  // Kept for this tab alone, so that the patient can send the link on to another device.
  sessionStorage.setItem("paravent-link", location.href);
  const field = form.elements.namedItem("secret");
  if (field instanceof HTMLInputElement) field.value = secret;
  history.replaceState(null, "", location.pathname);
  form.submit();
} else {
  document.querySelector("[data-opening]")?.setAttribute("hidden", "");
  document.querySelector("[data-incomplete]")?.removeAttribute("hidden");
}
