/**
 * What parties send each other over the encrypted data channel: words, files, measurements. Nothing of it passes the server;
 * of a clinician's file it is told the hash (whose-file.js).
 * Spec: docs/spec/call-encryption.md, section 7.
 *
 * @typedef {{ t: "chat", id: string, text: string }} Chat
 * @typedef {{ t: "file", id: string, name: string, size: number }} FileBegins
 * @typedef {{ t: "file-cancel", id: string }} FileCancel
 * @typedef {{ t: "vital", id: string, type: string, values: Record<string, number>, measured_at: string }} VitalSent
 * @typedef {{ t: "kept", id: string, kept: boolean }} Kept   told back: taken into the file, or not
 * @typedef {{ t: "state", camera: boolean, microphone: boolean }} State
 * @typedef {{ t: "poor", is: boolean }} Poor
 * @typedef {{ t: "typing", text: string }} Typing      what stands in the field, not yet sent
 * @typedef {{ t: "signing", is: boolean }} Signing     hands are spoken with: motion before sharpness, on both sides
 * @typedef {Chat | FileBegins | FileCancel | VitalSent | Kept | State | Poor | Typing | Signing} Said
 */

import { LARGEST_BYTES, plain } from "./file-kind.js";
import { judged } from "./vitals.js";

export const CHUNK_BYTES = 16 * 1024;
const FULL_BYTES = 1024 * 1024;
const LONGEST_TEXT = 4_000;
const KINDS = ["chat", "file", "file-cancel", "vital", "kept", "state", "poor", "typing", "signing"];

/**
 * Read what the other side says; what our own page would not send is null.
 * @param {string} text
 * @returns {Said | null}
 */
export function read(text) {
  if (text.length > 3 * LONGEST_TEXT) return null;
  try {
    const said = JSON.parse(text);
    if (!KINDS.includes(said?.t) || !isSound(said)) return null;
    for (const part of ["text", "name"]) if (part in said) said[part] = plain(said[part]);
    return said;
  } catch {
    return null;
  }
}

/** @param {any} said */
function isSound(said) {
  if (["state", "poor"].includes(said.t)) return true;
  if (said.t === "signing") return typeof said.is === "boolean";
  if (said.t === "typing") return typeof said.text === "string" && said.text.length <= LONGEST_TEXT;
  if (typeof said.id !== "string" || said.id.length > 64) return false;
  if (said.t === "chat") return typeof said.text === "string" && said.text.length <= LONGEST_TEXT;
  if (said.t === "file") return typeof said.name === "string" && Number.isInteger(said.size) && said.size > 0 && said.size <= LARGEST_BYTES;
  if (said.t === "vital") return judged(said.type, said.values ?? {}) !== "impossible" && !Number.isNaN(Date.parse(said.measured_at));
  return true;
}

/**
 * Send a file in pieces, never filling the channel's buffer, so that a cancel or a word gets through.
 * @param {RTCDataChannel} channel
 * @param {Blob & { name: string }} file
 * @param {{ id: string, signal: AbortSignal, onProgress: (sent: number) => void }} how
 */
export async function sendFile(channel, file, { id, signal, onProgress }) {
  channel.send(JSON.stringify({ t: "file", id, name: file.name.slice(0, 120), size: file.size }));
  channel.bufferedAmountLowThreshold = FULL_BYTES / 2;
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    if (signal.aborted) {
      channel.send(JSON.stringify({ t: "file-cancel", id }));
      return;
    }
    channel.send(await file.slice(at, at + CHUNK_BYTES).arrayBuffer());
    onProgress(Math.min(at + CHUNK_BYTES, file.size));
    if (channel.bufferedAmount > FULL_BYTES) await drained(channel, signal);
  }
}

/** Wait for room in the buffer; a cancel or a lost channel ends the wait, or a queue of files would stand still. @param {RTCDataChannel} channel @param {AbortSignal} signal */
function drained(channel, signal) {
  return new Promise((resolve) => {
    for (const event of ["bufferedamountlow", "close"]) channel.addEventListener(event, resolve, { once: true });
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/** Puts the pieces of one incoming file together; refuses more than was announced. */
export class Incoming {
  /** @param {FileBegins} begins */
  constructor(begins) {
    this.id = begins.id;
    this.name = begins.name;
    this.size = begins.size;
    this.received = 0;
    /** @type {ArrayBuffer[]} */
    this.pieces = [];
  }

  /**
   * @param {ArrayBuffer} piece
   * @returns {"more" | "whole" | "too-much"}
   */
  take(piece) {
    this.received += piece.byteLength;
    if (this.received > this.size) return "too-much";
    this.pieces.push(piece);
    return this.received === this.size ? "whole" : "more";
  }

  whole() {
    return new Blob(this.pieces);
  }
}
