/** The WebSocket to our server. It may go and come back; a running call does not need it. */

import { parsed } from "./messages.js";

const LONGEST_PAUSE_MS = 8_000;
const SESSION_OVER = 4401;

export class Signalling {
  /**
   * @param {string} path
   * @param {{ onMessage: (message: import("./messages.js").Relayed | import("./messages.js").Told) => void,
   *   onOpen: () => void, onLost: () => void, onSignedOut?: () => void }} events
   */
  constructor(path, events) {
    this.url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    this.events = events;
    this.pause = 250;
    this.isClosed = false;
    /** @type {string[]} */
    this.unsent = [];
    this.open();
  }

  open() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.socket) return;
      this.pause = 250;
      for (const text of this.unsent.splice(0)) socket.send(text);
      this.events.onOpen();
    });
    socket.addEventListener("message", ({ data }) => {
      const message = parsed(String(data));
      // What an old one hears, as that somebody else has taken its seat, is about itself.
      if (message && socket === this.socket) this.events.onMessage(message);
    });
    socket.addEventListener("close", ({ code }) => socket === this.socket && this.lost(code));
  }

  /** @param {number} code */
  lost(code) {
    if (code === SESSION_OVER) this.events.onSignedOut?.();
    // 44xx: the server has said no; asking again would be the same no.
    if (this.isClosed || (code >= 4400 && code < 4500)) return;
    this.events.onLost();
    setTimeout(() => this.isClosed || this.open(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  /** Open another socket in the place of one that only seems to be open: the server takes it for a page that came back. */
  again() {
    const before = this.socket;
    if (before?.readyState !== WebSocket.OPEN) return;
    this.open();
    before.close();
  }

  /** @param {import("./messages.js").Relayed} message */
  send(message) {
    const text = JSON.stringify(message);
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
    else this.unsent.push(text);
  }

  close() {
    this.isClosed = true;
    this.socket?.close();
  }
}
