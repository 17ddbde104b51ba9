/** The server, and sockets to it, of the world that calls are tried in (world.test.js). */

/** @typedef {import("./messages.js").Party} Party */
/** @typedef {import("./world.test.js").World} World */

const HERE_EVERY_MS = 15_000;

/** The server's side of a socket follows paravent/calls/consumers.py: a seat, then messages between the admitted. */
export class Server {
  /** @param {World} world @param {Party[]} parties */
  constructor(world, parties) {
    this.world = world;
    this.parties = parties;
    /** @type {Map<string, Socket>} */
    this.seats = new Map();
  }

  /** @param {Socket} socket @param {string} id */
  seat(socket, id) {
    const before = this.seats.get(id);
    if (before && before !== socket) before.hear({ tag: "elsewhere" });
    this.seats.set(id, socket);
    for (const [other, seat] of this.seats) seat.hear(this.room(other));
  }

  /** @param {string} id */
  admit(id) {
    for (const party of this.parties) if (party.party_id === id) party.state = "admitted";
    for (const [other, seat] of this.seats) seat.hear(this.room(other));
  }

  /** @param {string} id */
  room(id) {
    return { tag: "room", me: this.parties.find((party) => party.party_id === id), parties: this.parties, has_ended: false, is_taken: false };
  }

  /** @param {string} from @param {any} message */
  relay(from, message) {
    const admitted = this.parties.filter((party) => party.state === "admitted").map((party) => party.party_id);
    if (admitted.includes(from) && admitted.includes(message.to)) this.seats.get(message.to)?.hear({ ...message, from });
  }
}

/** @type {{ server: Server | null }} */
export const place = { server: null };

export class Socket extends EventTarget {
  static OPEN = 1;

  /** @param {World} world @param {string} url */
  constructor(world, url) {
    super();
    this.world = world;
    this.party = url.split("/").at(-1) ?? "";
    this.readyState = 0;
    this.isSeated = false;
    this.isDeaf = false;
    /** What is on its way arrives in order. @type {{ in: number, out: number }} */
    this.last = { in: 0, out: 0 };
    world.sockets.push(this);
    const opensIn = world.between(5, 120) * world.slowness;
    if (!world.isCalm && world.draw() < world.faults) world.after(opensIn, () => this.lose());
    else world.after(opensIn, () => this.opened());
  }

  opened() {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
    this.travel("out", () => {
      this.isSeated = true;
      place.server?.seat(this, this.party);
      this.beat();
    });
  }

  beat() {
    this.world.after(HERE_EVERY_MS, () => {
      if (this.readyState !== 1) return;
      this.hear({ tag: "here" });
      this.beat();
    });
  }

  /** @param {"in" | "out"} way @param {() => void} arrive */
  travel(way, arrive) {
    this.last[way] = Math.max(this.last[way] + 0.01, this.world.now + this.world.between(1, 80) * this.world.slowness);
    this.world.after(this.last[way] - this.world.now, () => this.readyState === 1 && !this.isDeaf && arrive());
  }

  /** @param {string} text */
  send(text) {
    if (this.readyState === 1) this.travel("out", () => place.server?.relay(this.party, JSON.parse(text)));
  }

  /** @param {object} message */
  hear(message) {
    const data = JSON.stringify(message);
    this.travel("in", () => this.dispatchEvent(new MessageEvent("message", { data })));
  }

  /** The network or the server is gone; both sides notice in their own time, and what was on its way is lost. */
  lose() {
    if (this.readyState > 1) return;
    this.readyState = 3;
    this.world.after(this.world.between(0, 300), () => {
      if (place.server?.seats.get(this.party) === this) place.server.seats.delete(this.party);
    });
    this.world.after(this.world.between(0, 300), () => this.dispatchEvent(Object.assign(new Event("close"), { code: 1006 })));
  }

  close() {
    if (this.readyState > 1) return;
    this.readyState = 3;
    if (place.server?.seats.get(this.party) === this) place.server.seats.delete(this.party);
    this.world.after(1, () => this.dispatchEvent(Object.assign(new Event("close"), { code: 1000 })));
  }
}
