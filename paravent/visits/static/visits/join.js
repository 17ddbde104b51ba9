/** Presents the secret behind the '#' once, by POST: it is never part of an address that a server sees. */

const form = document.querySelector("form[data-present]");
// Who reads on in another language comes back without the secret: this tab kept the link.
const kept = new URL(sessionStorage.getItem("paravent-link") ?? location.href);
const secret = location.hash.slice(1) || kept.hash.slice(1);

if (form instanceof HTMLFormElement && secret) {
  // Kept for this tab alone, so that the patient can send the link on to another device.
  if (location.hash) sessionStorage.setItem("paravent-link", location.href);
  const field = form.elements.namedItem("secret");
  if (field instanceof HTMLInputElement) field.value = secret;
  history.replaceState(null, "", location.pathname);
  form.submit();
} else {
  // Whoever pastes the whole link into this very page changes only what stands behind the '#': nothing would happen.
  addEventListener("hashchange", () => location.reload());
  document.querySelector("[data-opening]")?.setAttribute("hidden", "");
  document.querySelector("[data-incomplete]")?.removeAttribute("hidden");
}
