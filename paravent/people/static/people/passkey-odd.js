/**
 * Says which of the sentences on the page tells a person why no passkey came.
 * Names of errors as in Web Authentication Level 2, sections 5.1.3 and 5.1.4.1.
 * @param {unknown} error what the browser threw
 * @returns {"device" | "known" | "server"}
 */
export function whyNot(error) {
  if (!(error instanceof DOMException)) return "server";
  return error.name === "InvalidStateError" ? "known" : "device";
}
