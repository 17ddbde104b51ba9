import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Signalling } from "./signalling.js";

/** The browser's WebSocket, whose server is the test. */
class Socket extends EventTarget {
  static OPEN = 1;
  /** @type {Socket[]} */
  static all = [];
  readyState = 0;
  /** @type {string[]} */
  sent = [];

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    Socket.all.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  accept() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  /** @param {unknown} message */
  says(message) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  close(code = 1006) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

const BYE = /** @type {const} */ ({ tag: "bye", to: "22222222-2222-4222-8222-222222222222" });

Object.assign(globalThis, { WebSocket: Socket, location: { protocol: "https:", host: "practice.example" } });

beforeEach(() => {
  Socket.all = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

function begun() {
  /** @type {unknown[]} */
  const told = [];
  const signalling = new Signalling("/ws/visits/1/", {
    onMessage: (message) => told.push(message),
    onOpen: () => told.push("open"),
    onLost: () => told.push("lost"),
  });
  return { signalling, told };
}

/** @returns {Socket} */
function newest() {
  return /** @type {Socket} */ (Socket.all.at(-1));
}

test("a page that came encrypted opens its socket encrypted", () => {
  begun();
  assert.equal(newest().url, "wss://practice.example/ws/visits/1/");
});

test("what is said before the socket is open goes out once it is", () => {
  const { signalling, told } = begun();
  signalling.send(BYE);
  assert.deepEqual(newest().sent, []);
  newest().accept();
  assert.deepEqual(newest().sent, [JSON.stringify(BYE)]);
  assert.deepEqual(told, ["open"]);
});

test("only messages of ours are handed on", () => {
  const { told } = begun();
  newest().says({ tag: "run" });
  newest().says({ tag: "elsewhere" });
  assert.deepEqual(told, [{ tag: "elsewhere" }]);
});

test("a lost socket is opened again, and what was said meanwhile goes out", () => {
  const { signalling, told } = begun();
  newest().accept();
  newest().close();
  signalling.send(BYE);
  mock.timers.tick(250);
  assert.equal(Socket.all.length, 2);
  newest().accept();
  assert.deepEqual(told, ["open", "lost", "open"]);
  assert.deepEqual(newest().sent, [JSON.stringify(BYE)]);
});

test("the longer the server is away, the less often it is asked, yet at least every 8 seconds", () => {
  begun();
  const pauses = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000];
  for (const [tries, pause] of pauses.entries()) {
    newest().close();
    mock.timers.tick(pause - 1);
    assert.equal(Socket.all.length, tries + 1);
    mock.timers.tick(1);
    assert.equal(Socket.all.length, tries + 2);
  }
});

for (const code of [4400, 4403, 4410]) {
  test(`the server's no (${code}) is taken for an answer`, () => {
    const { signalling, told } = begun();
    newest().close(code);
    mock.timers.tick(60_000);
    signalling.hurry();
    assert.equal(Socket.all.length, 1);
    assert.deepEqual(told, []);
  });
}

test("a page that has closed its socket does not open another", () => {
  const { signalling } = begun();
  newest().close();
  signalling.close();
  mock.timers.tick(60_000);
  assert.equal(Socket.all.length, 1);
});

test("a socket that only seems to be open is replaced, and the old one is not heard any more", () => {
  const { signalling, told } = begun();
  const before = newest();
  before.accept();
  signalling.again();
  assert.equal(Socket.all.length, 2);
  assert.equal(before.readyState, 3);
  before.says({ tag: "elsewhere" });
  signalling.send(BYE);
  newest().accept();
  mock.timers.tick(40_000);
  assert.equal(Socket.all.length, 2);
  assert.deepEqual(newest().sent, [JSON.stringify(BYE)]);
  assert.deepEqual(told, ["open", "open"]);
});

test("a socket that is on its way is not replaced", () => {
  const { signalling } = begun();
  signalling.again();
  assert.equal(Socket.all.length, 1);
});

for (const [what, before] of /** @type {const} */ ([
  ["open", () => newest().accept()],
  ["on its way", () => {}],
  ["lost, and waits for the next try", () => newest().close()],
])) {
  test(`a network that is there again is used at once, whether the socket of the one before is ${what}`, () => {
    const { signalling } = begun();
    const old = newest();
    before();
    signalling.hurry();
    assert.equal(Socket.all.length, 2);
    assert.equal(old.readyState, 3);
    newest().accept();
    mock.timers.tick(40_000);
    assert.equal(Socket.all.length, 2);
  });
}

test("after its end a page opens no socket, whatever network there is", () => {
  const { signalling } = begun();
  signalling.close();
  signalling.hurry();
  assert.equal(Socket.all.length, 1);
});

test("a server that is not heard for long is asked anew, and what waited is told that it was away", () => {
  const { told } = begun();
  newest().accept();
  mock.timers.tick(44_000);
  newest().says({ tag: "here" });
  mock.timers.tick(44_000);
  assert.equal(Socket.all.length, 1);
  mock.timers.tick(1_000);
  assert.equal(Socket.all.length, 2);
  newest().accept();
  assert.deepEqual(told, ["open", "lost", "open"]);
});

test("silence is not counted while there is no socket, nor after the end", () => {
  const { signalling } = begun();
  newest().accept();
  newest().close();
  mock.timers.tick(250);
  assert.equal(Socket.all.length, 2);
  mock.timers.tick(100_000);
  assert.equal(Socket.all.length, 2);
  newest().accept();
  signalling.close();
  mock.timers.tick(100_000);
  assert.equal(Socket.all.length, 2);
});
