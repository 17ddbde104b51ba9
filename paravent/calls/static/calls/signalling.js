/** The WebSocket to our server. It may go and come back; a running call does not need it. */

import { parsed } from "./messages.js";

const LONGEST_PAUSE_MS = 8_000;
const SESSION_OVER = 4401;
/** Three times what lies between two signs of the server's. */
const SILENCE_MS = 45_000;

export class Signalling {
  /**
   * @param {string} path
   * @param {{ onMessage: (message: import("./messages.js").Relayed | import("./messages.js").News) => void,
   *   onOpen: () => void, onLost: () => void, onSignedOut?: () => void }} events
   */
  constructor(path, events) {
    this.url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    this.events = events;
    this.pause = 250;
    this.isClosed = false;
    /** @type {string[]} */
    this.unsent = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.open();
  }

  open() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.socket) return;
      this.heard();
      this.pause = 250;
      for (const text of this.unsent.splice(0)) socket.send(text);
      this.events.onOpen();
    });
    socket.addEventListener("message", ({ data }) => {
      // What an old one hears, as that somebody else has taken its seat, is about itself.
      if (socket !== this.socket) return;
      this.heard();
      const message = parsed(String(data));
      if (message && message.tag !== "here") this.events.onMessage(message);
    });
    socket.addEventListener("close", ({ code }) => socket === this.socket && this.lost(code));
  }

  /** A phone that changes its network keeps a socket that is open and dead: whoever waits would hear nothing, for good. */
  heard() {
    clearTimeout(this.silence);
    if (this.isClosed) return;
    this.silence = setTimeout(() => {
      this.events.onLost();
      this.again();
    }, SILENCE_MS);
  }

  /** @param {number} code */
  lost(code) {
    clearTimeout(this.silence);
    if (code === SESSION_OVER) this.events.onSignedOut?.();
    // 44xx: the server has said no; asking again would be the same no, and end a call that goes on.
    if (code >= 4400 && code < 4500) this.isClosed = true;
    if (this.isClosed) return;
    this.events.onLost();
    this.waiting = setTimeout(() => this.isClosed || this.open(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  /** Open another socket in the place of one that only seems to be open: the server takes it for a page that came back. */
  again() {
    const before = this.socket;
    if (before?.readyState !== WebSocket.OPEN) return;
    this.open();
    before.close();
  }

  /** A device that found a network again waits for nothing that was begun in the one before, nor for the end of a pause. */
  hurry() {
    if (this.isClosed) return;
    const before = this.socket;
    clearTimeout(this.waiting);
    clearTimeout(this.silence);
    this.pause = 250;
    this.open();
    before?.close();
  }

  /** @param {import("./messages.js").Relayed} message */
  send(message) {
    const text = JSON.stringify(message);
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
    else this.unsent.push(text);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.silence);
    this.socket?.close();
  }
}
