import assert from "node:assert/strict";
import { test } from "node:test";

import { CHUNK_BYTES, Incoming, read, sendFile } from "./exchange.js";

const VITAL = { t: "vital", id: "1", type: "pulse", values: { value: 72 }, measured_at: "2026-05-04T09:00:00Z" };

/** A data channel as far as we use it: what was sent, and a buffer that empties only when told to. */
class Channel extends EventTarget {
  /** @type {any[]} */
  sent = [];
  readyState = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;

  /** @param {string | ArrayBuffer} message */
  send(message) {
    if (this.readyState !== "open") throw new DOMException("closed", "InvalidStateError");
    this.sent.push(typeof message === "string" ? JSON.parse(message) : message);
    if (typeof message !== "string") this.bufferedAmount += message.byteLength;
  }

  drain() {
    this.bufferedAmount = 0;
    this.dispatchEvent(new Event("bufferedamountlow"));
  }

  get pieces() {
    return this.sent.filter((message) => message instanceof ArrayBuffer);
  }

  /** @returns {RTCDataChannel} */
  get real() {
    return /** @type {any} */ (this);
  }
}

/** @param {number} size @param {string} name */
function file(size, name = "wound.jpg") {
  return Object.assign(new Blob([new Uint8Array(size).fill(7)]), { name });
}

/** @param {AbortController} [abort] */
function how(abort = new AbortController()) {
  /** @type {number[]} */
  const progress = [];
  return { id: "f1", signal: abort.signal, onProgress: (/** @type {number} */ sent) => progress.push(sent), progress };
}

/** Let everything run that can run. */
function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

for (const said of [
  { t: "chat", id: "1", text: "Hello" },
  { t: "file", id: "1", name: "a.pdf", size: 25 * 1024 * 1024 },
  { t: "file-cancel", id: "1" },
  { t: "kept", id: "1", kept: true },
  { t: "state", camera: true, microphone: false },
  { t: "poor", is: true },
  VITAL,
]) {
  test(`read: ${said.t}`, () => {
    assert.deepEqual(read(JSON.stringify(said)), said);
  });
}

for (const [why, said] of Object.entries({
  "an unknown kind": { t: "run", id: "1" },
  "no kind": { id: "1" },
  "a list": [1],
  "nothing": null,
  "no id": { t: "chat", text: "Hello" },
  "an id that is a number": { t: "chat", id: 1, text: "Hello" },
  "an id too long": { t: "chat", id: "x".repeat(65), text: "Hello" },
  "no text": { t: "chat", id: "1" },
  "a text too long": { t: "chat", id: "1", text: "x".repeat(4_001) },
  "a message too long": { t: "kept", id: "1", kept: true, more: "x".repeat(12_000) },
  "a file without a name": { t: "file", id: "1", size: 5 },
  "an empty file": { t: "file", id: "1", name: "a", size: 0 },
  "a file of less than nothing": { t: "file", id: "1", name: "a", size: -1 },
  "half a byte": { t: "file", id: "1", name: "a", size: 1.5 },
  "a file too large": { t: "file", id: "1", name: "a", size: 25 * 1024 * 1024 + 1 },
  "an impossible pulse": { ...VITAL, values: { value: 900 } },
  "a pulse in words": { ...VITAL, values: { value: "72" } },
  "no values": { ...VITAL, values: null },
  "an unknown measurement": { ...VITAL, type: "mood" },
  "a measurement of the object's own kind": { ...VITAL, type: "constructor" },
  "no time": { ...VITAL, measured_at: "yesterday" },
})) {
  test(`not read: ${why}`, () => {
    assert.equal(read(JSON.stringify(said)), null);
  });
}

test("not read: what is no JSON", () => {
  assert.equal(read("{"), null);
});

test("a file arrives as it was sent, in pieces, with its progress", async () => {
  const [channel, told] = [new Channel(), how()];
  await sendFile(channel.real, file(2 * CHUNK_BYTES + 5), told);
  const [begins, ...pieces] = channel.sent;
  assert.deepEqual(begins, { t: "file", id: "f1", name: "wound.jpg", size: 2 * CHUNK_BYTES + 5 });
  assert.deepEqual(told.progress, [CHUNK_BYTES, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 5]);
  const incoming = new Incoming(channel.sent[0]);
  assert.deepEqual(pieces.map((piece) => incoming.take(piece)), ["more", "more", "whole"]);
  assert.equal(incoming.whole().size, 2 * CHUNK_BYTES + 5);
});

test("what was sent is what the other side reads", async () => {
  const channel = new Channel();
  await sendFile(channel.real, file(5, "x".repeat(300)), how());
  const begins = read(JSON.stringify(channel.sent[0]));
  assert.ok(begins?.t === "file");
  assert.equal(begins.name.length, 120);
});

test("a full buffer is waited for", async () => {
  const channel = new Channel();
  const sending = sendFile(channel.real, file(2 * 1024 * 1024), how());
  while (channel.bufferedAmount <= 1024 * 1024) await settled();
  const before = channel.pieces.length;
  await settled();
  assert.equal(channel.pieces.length, before);
  channel.drain();
  await sending;
  assert.equal(channel.pieces.length, 128);
});

test("a cancelled file stops, and the other side is told", async () => {
  const [channel, abort] = [new Channel(), new AbortController()];
  const told = how(abort);
  await sendFile(channel.real, file(9 * CHUNK_BYTES), { ...told, onProgress: (sent) => sent >= 2 * CHUNK_BYTES && abort.abort() });
  assert.equal(channel.pieces.length, 2);
  assert.deepEqual(channel.sent.at(-1), { t: "file-cancel", id: "f1" });
});

test("a cancel gets through although the buffer is full", async () => {
  const [channel, abort] = [new Channel(), new AbortController()];
  const sending = sendFile(channel.real, file(2 * 1024 * 1024), how(abort));
  while (channel.bufferedAmount <= 1024 * 1024) await settled();
  abort.abort();
  await sending;
  assert.deepEqual(channel.sent.at(-1), { t: "file-cancel", id: "f1" });
});

test("a channel lost in the middle ends the sending, instead of waiting for ever", async () => {
  const channel = new Channel();
  const sending = sendFile(channel.real, file(2 * 1024 * 1024), how());
  while (channel.bufferedAmount <= 1024 * 1024) await settled();
  channel.readyState = "closed";
  channel.dispatchEvent(new Event("close"));
  await assert.rejects(sending, { name: "InvalidStateError" });
});

test("more bytes than were announced are too much", () => {
  const incoming = new Incoming({ t: "file", id: "1", name: "a", size: 10 });
  assert.equal(incoming.take(new ArrayBuffer(6)), "more");
  assert.equal(incoming.take(new ArrayBuffer(6)), "too-much");
  assert.equal(incoming.whole().size, 6);
});
