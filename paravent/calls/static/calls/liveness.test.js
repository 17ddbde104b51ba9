/** Whatever is slow, out of order, lost or broken: once it is over, the two see each other, without anybody doing anything. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { CallRoom } from "./room.js";
import { place, Server } from "./world-server.test.js";
import { World } from "./world.test.js";

const SEEDS = Number(process.env["SEEDS"] ?? 150);
const FROM = Number(process.env["FROM"] ?? 0);
const TROUBLES = ["reload", "socket lost", "server lost", "socket deaf", "network down"];
const SOON_MS = 8_000;
const IN_THE_END_MS = 90_000;

console.info = () => {};

/** Somebody's page, loaded anew now and then. */
class Person {
  /** @param {World} world @param {string} id */
  constructor(world, id) {
    this.world = world;
    this.id = id;
    this.sessions = 0;
    this.load();
  }

  load() {
    this.leave();
    this.state = "waiting";
    this.number = "";
    this.room = new CallRoom(
      /** @type {any} */ ({ visit_id: "0f8fad5b-d9cb-469f-a165-70867728950e", socket_path: `/${this.id}`, ice_servers: [{ urls: this.id }] }),
      () => [],
      /** @type {any} */ (this.events()),
    );
  }

  events() {
    const ignored = () => {};
    return {
      onRoom: ignored, onServer: ignored, onStream: ignored, onChannel: ignored, onQuality: ignored, onGone: () => (this.state = "waiting"),
      onClosed: (/** @type {string} */ reason) => (this.state = `closed: ${reason}`),
      onLink: () => {
        this.sessions += 1;
        this.state = "connecting";
      },
      onLinkState: (/** @type {unknown} */ _party, /** @type {string} */ state, /** @type {unknown} */ error) => {
        this.state = state;
        if (error) this.world.told.push(`${Math.round(this.world.now)} ${this.id}: ${error}`);
      },
      onNumber: (/** @type {unknown} */ _party, /** @type {number[]} */ number) => (this.number = number.join()),
    };
  }

  /** The page goes, and says nothing to anybody. */
  leave() {
    if (!this.room) return;
    this.room.isClosed = true;
    this.room.signalling.close();
    for (const link of this.room.links.values()) link.close();
    this.room.links.clear();
  }
}

/** @param {World} world */
function twoPeople(world) {
  // Either may be the first of the two.
  const [one, other] = world.draw() < 0.5 ? ["1", "2"] : ["2", "1"];
  const ids = [one, other].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`);
  place.server = new Server(world, [
    { party_id: ids[0] ?? "", name: "Bea", kind: "clinician", state: "admitted", is_verified: true },
    { party_id: ids[1] ?? "", name: "Ali", kind: "patient", state: "waiting", is_verified: false },
  ]);
  const people = ids.map((id) => new Person(world, id));
  world.after(world.between(0, 1_500), () => place.server?.admit(ids[1] ?? ""));
  return people;
}

/** @param {Person[]} people */
const see = (people) => () => people.every(({ state }) => state === "connected") && people[0]?.number === people[1]?.number;

/** What may happen until it is calm. @param {World} world @param {Person[]} people */
function trouble(world, people) {
  for (let nth = 0; nth < 1 + world.draw() * 5; nth += 1) {
    const one = people[Math.floor(world.draw() * 2)];
    const what = Math.floor(world.draw() * TROUBLES.length);
    world.after(world.between(0, world.calmAt - 1), () => {
      world.told.push(`${Math.round(world.now)} ${TROUBLES[what]} ${one?.id[0]}`);
      if (what === 0) one?.load();
      else if (what === 1) world.sockets.findLast(({ party }) => party === one?.id)?.lose();
      else if (what === 2) for (const socket of world.sockets) socket.lose();
      else if (what === 3) world.sockets.filter(({ party }) => party === one?.id).forEach((socket) => (socket.isDeaf = true));
      else {
        world.networkDownUntil = Math.min(world.calmAt, world.now + world.between(500, 20_000));
        for (const socket of world.sockets) if (world.draw() < 0.5) socket.lose();
        for (const connection of world.connections) connection.lose();
      }
    });
  }
}

/** @param {World} world @param {Person[]} people @param {number} seed */
function said(world, people, seed) {
  const pages = people.map(({ id, state, sessions }) => `${id[0]} ${state} (${sessions})`).join(", ");
  const now = world.connections.slice(-4).map((one) => `${one.owner[0]} ${one.signalingState} ${one.iceConnectionState}`).join("; ");
  return `seed ${seed}, ${Math.round(world.now)} ms: ${pages}\n${now}\n${world.told.join("\n")}`;
}

test("where nothing is lost, the first try comes about, in whatever order things happen", async () => {
  for (let seed = FROM; seed < FROM + SEEDS; seed += 1) {
    const world = new World(seed, { slowness: 1 + (seed % 3) });
    const people = twoPeople(world);
    assert.ok(await world.pass(SOON_MS, see(people)), said(world, people, seed));
    assert.deepEqual(people.map(({ sessions }) => sessions), [1, 1], said(world, people, seed));
  }
});

test("where things are slow, lost and broken for a while, the two see each other in the end", async () => {
  let longest = 0;
  for (let seed = FROM; seed < FROM + SEEDS; seed += 1) {
    const world = new World(seed, { slowness: [0.3, 1, 3, 10][seed % 4] ?? 1, faults: seed % 3 ? 0.05 : 0, calmAt: 40_000 });
    const people = twoPeople(world);
    trouble(world, people);
    await world.pass(world.calmAt);
    assert.ok(await world.pass(world.calmAt + IN_THE_END_MS, see(people)), said(world, people, seed));
    longest = Math.max(longest, world.now - world.calmAt);
    assert.ok(people.every(({ sessions }) => sessions < 40), `they chase each other: ${said(world, people, seed)}`);
    people.forEach((person) => person.leave());
  }
  if (process.env["SEEDS"]) console.log(`longest ${Math.round(longest)} ms`);
});
