/** A consultation from one party's page: the seat, and one encrypted link to every other party in the call. */

import { PeerLink } from "./peer-link.js";
import { Signalling } from "./signalling.js";
import { flowing } from "./flow.js";
import { Voice, loudness, sufficesForSigns } from "./motion.js";
import { Steady, judgedQuality, sampled } from "./quality.js";

/**
 * @typedef {import("./messages.js").Party} Party
 * @typedef {import("./messages.js").Room} Room
 * @typedef {import("./peer-link.js").LinkState} LinkState
 * @typedef {import("./quality.js").Quality} Quality
 * @typedef {{ socket_path: string, visit_id: string, party_kind: "clinician" | "patient",
 *   ice_servers: RTCIceServer[], ice_transport_policy: RTCIceTransportPolicy }} Config
 *
 * @typedef {object} RoomEvents
 * @property {(room: Room) => void} onRoom                          who is there has changed
 * @property {(reason: string) => void} onClosed                    this page has no seat any more
 * @property {(isThere: boolean, why?: "signed-out") => void} onServer
 * @property {(party: Party, tries: number) => void} onLink         a link to somebody begins, after so many that did not come about
 * @property {(party: Party, state: LinkState, error?: unknown) => void} onLinkState
 * @property {(party: Party, number: number[]) => void} onNumber
 * @property {(party: Party, stream: MediaStream) => void} onStream
 * @property {(party: Party, channel: RTCDataChannel) => void} onChannel
 * @property {(party: Party) => void} onGone
 * @property {(party: Party, quality: Quality) => void} onQuality
 * @property {(party: Party, suffices: boolean) => void} onSigns     whether what arrives is enough to read signs, while somebody signs
 * @property {(party: Party, speaks: boolean) => void} onVoice
 * @property {(moved: import("./flow.js").Flowing, seconds: number) => void} [onFlow]
 */

const LOOK_EVERY_MS = 2_000;
const LISTEN_EVERY_MS = 200;
const CONNECTED_WITHIN_MS = 8_000;
const REPAIRED_WITHIN_MS = 30_000;
const AFTER_A_MISHAP_MS = 500;
const SOCKET_EVERY_TRIES = 2;

export class CallRoom {
  /**
   * @param {Config} config
   * @param {() => MediaStreamTrack[]} tracks  what this page sends now
   * @param {RoomEvents} events
   */
  constructor(config, tracks, events) {
    this.config = config;
    this.tracks = tracks;
    this.events = events;
    /** @type {Map<string, PeerLink>} */
    this.links = new Map();
    /** @type {Map<string, LinkState>} */
    this.states = new Map();
    /** @type {Room | null} */
    this.room = null;
    this.isClosed = false;
    this.isSigning = false;
    /** How often a link to somebody did not come about in time. @type {Map<string, number>} */
    this.tries = new Map();
    /** When each link is given up, and begun anew. @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.watches = new Map();
    this.signalling = new Signalling(config.socket_path, {
      onMessage: (message) => this.take(message),
      onOpen: () => this.serverIsBack(),
      onLost: () => events.onServer(false),
      // The call runs between the two and goes on; the file and the note need a sign-in.
      onSignedOut: () => events.onServer(false, "signed-out"),
    });
  }

  /** @param {import("./messages.js").Relayed | import("./messages.js").News} message */
  take(message) {
    if (message.tag === "room") this.seat(message);
    else if (message.tag === "elsewhere") this.close("elsewhere");
    else if (message.tag === "refused") this.close(message.reason);
    else if (message.from) this.relay(message.from, message);
  }

  /**
   * Follow what the server says about who is there; a running link to somebody who is still there is left alone.
   * @param {Room} room
   */
  seat(room) {
    this.room = room;
    this.events.onRoom(room);
    if (room.has_ended) return this.close("ended");
    const here = room.me.state === "admitted" ? room.parties.filter((party) => party.state === "admitted") : [];
    const others = here.filter((party) => party.party_id !== room.me.party_id);
    for (const [id, link] of this.links) {
      if (!others.some((party) => party.party_id === id)) this.drop(link);
    }
    for (const party of others) if (!this.links.has(party.party_id)) this.join(party);
    if (room.me.state === "left") this.close("removed");
  }

  /**
   * @param {string} from
   * @param {import("./messages.js").Relayed} message
   */
  relay(from, message) {
    if (message.tag === "bye") return;
    const known = this.room?.parties.find((party) => party.party_id === from);
    if (known) (this.links.get(from) ?? this.join(known)).take(message);
  }

  /** @param {Party} party */
  join(party) {
    const link = new PeerLink({
      visit: this.config.visit_id,
      me: this.room?.me.party_id ?? "",
      other: party,
      rtc: { iceServers: this.config.ice_servers, iceTransportPolicy: this.config.ice_transport_policy },
      tracks: this.tracks,
      send: (message) => this.signalling.send(message),
      onState: (state, error) => this.linkState(link, state, error),
      onNumber: (number) => this.events.onNumber(party, number),
      onStream: (stream) => this.events.onStream(party, stream),
      onChannel: (channel) => this.events.onChannel(party, channel),
      onBegunAnew: (commit) => this.anew(link).take(commit),
      onMishap: () => this.mishap(link),
    });
    this.links.set(party.party_id, link);
    this.states.set(party.party_id, "connecting");
    const tries = this.triesWith(party.party_id);
    this.events.onLink(party, tries);
    link.start();
    // Each try is given longer: where a phone or a network is slow, two sides that begin anew together would never meet.
    this.watch(link, CONNECTED_WITHIN_MS * 1.5 ** Math.min(tries, 4));
    return link;
  }

  /** The last net, whatever went wrong: nobody is left waiting for a link. @param {PeerLink} link @param {number} patience  milliseconds */
  watch(link, patience) {
    const id = link.parts.other.party_id;
    clearTimeout(this.watches.get(id));
    this.watches.set(id, setTimeout(() => this.retry(link), patience));
  }

  /** A message may be lost while a page reloads or the server restarts: what does not come about is begun anew. @param {PeerLink} link */
  retry(link) {
    const id = link.parts.other.party_id;
    const state = this.states.get(id) ?? "";
    if (this.isClosed || this.links.get(id) !== link || !["connecting", "interrupted"].includes(state)) return;
    const tries = this.triesWith(id) + 1;
    this.tries.set(id, tries);
    console.info(`A link was ${state} for too long and is begun anew (${tries}).`);
    this.anew(link);
    // The way to the server may be what is broken, without either end having noticed.
    if (tries % SOCKET_EVERY_TRIES === 0) this.signalling.again();
  }

  /** Something failed that should not. It is said, not hidden, and tried again soon, and less and less soon. @param {PeerLink} link */
  mishap(link) {
    const id = link.parts.other.party_id;
    if (this.links.get(id) !== link) return;
    if (this.states.get(id) === "connected") this.linkState(link, "interrupted");
    this.watch(link, AFTER_A_MISHAP_MS * 2 ** Math.min(this.triesWith(id), 6));
  }

  /** @param {string} id */
  triesWith(id) {
    return this.tries.get(id) ?? 0;
  }

  /** @param {PeerLink} link @param {LinkState} state @param {unknown} [error] */
  linkState(link, state, error) {
    const party = link.parts.other;
    if (this.links.get(party.party_id) !== link) return;
    if (state === "connected") this.tries.delete(party.party_id);
    if (state === "interrupted" && this.states.get(party.party_id) === "connected") this.watch(link, REPAIRED_WITHIN_MS);
    this.states.set(party.party_id, state);
    this.events.onLinkState(party, state, error);
    if (state !== "connected") return;
    if (this.isSigning) void link.sign(true);
    this.look(link);
  }

  /** The other side has new keys (it reloaded its page): a new link with new keys, and a new number. @param {PeerLink} link */
  anew(link) {
    link.close();
    return this.join(link.parts.other);
  }

  /** @param {PeerLink} link */
  drop(link) {
    const party = link.parts.other;
    link.close();
    this.links.delete(party.party_id);
    this.states.delete(party.party_id);
    this.tries.delete(party.party_id);
    clearTimeout(this.watches.get(party.party_id));
    this.events.onGone(party);
  }

  /** A running call did not notice. What was still being agreed may have lost a message: it begins anew. */
  serverIsBack() {
    this.events.onServer(true);
    for (const link of this.links.values()) {
      if (this.states.get(link.parts.other.party_id) === "connecting") this.anew(link);
      // What was said to repair it may have been said to nobody.
      else link.hurry();
    }
  }

  /** This device has a network again, perhaps another one. */
  networkIsBack() {
    this.signalling.hurry();
  }

  /** Judge a link's quality for as long as it is there. @param {PeerLink} link */
  async look(link) {
    if (link.looks) return;
    link.looks = true;
    let steady = new Steady();
    let before = sampled(await /** @type {RTCPeerConnection} */ (link.connection).getStats());
    let at = performance.now();
    this.listen(link);
    const looking = setInterval(async () => {
      if (link.isClosed || !link.connection) return clearInterval(looking);
      const now = sampled(await link.connection.getStats());
      if (this.states.get(link.parts.other.party_id) === "connected") {
        this.events.onQuality(link.parts.other, steady.see(judgedQuality(before, now)));
      } else {
        // How it was before it broke says nothing of how it is after.
        steady = new Steady();
      }
      const seconds = (performance.now() - at) / 1000;
      if (this.isSigning) this.events.onSigns(link.parts.other, sufficesForSigns(before, now, seconds));
      this.events.onFlow?.(flowing(before, now), seconds);
      [before, at] = [now, performance.now()];
    }, LOOK_EVERY_MS);
  }

  /** See who speaks, for as long as a link is there. @param {PeerLink} link */
  listen(link) {
    const voice = new Voice();
    let spoke = false;
    const listening = setInterval(() => {
      if (link.isClosed || !link.connection) return clearInterval(listening);
      const isHeard = voice.speaks(loudness(link.connection), performance.now());
      const speaks = isHeard && this.states.get(link.parts.other.party_id) === "connected";
      if (speaks !== spoke) this.events.onVoice(link.parts.other, speaks);
      spoke = speaks;
    }, LISTEN_EVERY_MS);
  }

  /** Let every link send motion before sharpness, those that come later too. @param {boolean} isSigning */
  async sign(isSigning) {
    this.isSigning = isSigning;
    await Promise.all([...this.links.values()].map((link) => link.sign(isSigning)));
  }

  /** @param {"audio" | "video"} kind @param {MediaStreamTrack | null} track */
  async replace(kind, track) {
    await Promise.all([...this.links.values()].map((link) => link.replace(kind, track)));
  }

  /** @param {string} reason */
  close(reason) {
    if (this.isClosed) return;
    this.isClosed = true;
    this.signalling.close();
    for (const link of [...this.links.values()]) this.drop(link);
    this.events.onClosed(reason);
  }
}
