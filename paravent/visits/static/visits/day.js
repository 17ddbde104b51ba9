/** The day page's ear: reads the list anew when told that something changed. Nothing rings. */

const LONGEST_PAUSE_MS = 15_000;
const SESSION_OVER = 4401;

/** @param {number} pause */
function listen(pause) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/day/`);
  socket.addEventListener("open", () => (pause = 500));
  socket.addEventListener("message", () => document.dispatchEvent(new CustomEvent("paravent:day")));
  socket.addEventListener("close", ({ code }) => {
    // Signed out: the page asks for a sign-in. In a call it does not: the call goes on without us.
    if (code === SESSION_OVER) return document.querySelector("[data-live]") || location.reload();
    return setTimeout(() => listen(Math.min(pause * 2, LONGEST_PAUSE_MS)), pause);
  });
}

listen(500);
