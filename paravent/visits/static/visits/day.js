/** The day page's ear: reads the list anew when told that something changed. Nothing rings. */

const LONGEST_PAUSE_MS = 15_000;

/** @param {number} pause */
function listen(pause) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/day/`);
  socket.addEventListener("open", () => (pause = 500));
  socket.addEventListener("message", () => document.dispatchEvent(new CustomEvent("paravent:day")));
  socket.addEventListener("close", () => setTimeout(() => listen(Math.min(pause * 2, LONGEST_PAUSE_MS)), pause));
}

listen(500);
