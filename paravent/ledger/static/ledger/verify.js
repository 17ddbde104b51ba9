/* Paravent's receipts, checked in this browser and nowhere else. Specification: docs/spec/receipt.md.
 *
 * One plain script, no module: it also works from a page that was saved and is opened without a network.
 * Nothing is sent. Signatures and hashes are WebCrypto's; a browser without Ed25519 checks nothing and says so.
 */
"use strict";

(() => {
  const FIRST_LINE = "paravent receipt v1";
  const PROOF_LINE = "c2sp.org/tlog-proof@v1";
  const INDEX = /^index (0|[1-9][0-9]{0,18})$/;
  const SIZE = /^(0|[1-9][0-9]{0,18})$/;
  const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  const NAME = /^[^\s+]+$/u;
  const LEAF = "act at id outcome purpose v who";
  const OPENS = "actor because facts patient visit";
  const HEADER = "key leaf opens said salt";
  const HEADER_OF_ONE_AMONG = "among key leaf opens said salt";
  const AMONG = "patient salt shown";
  const LONGEST = 262_144;
  const LONGEST_NOTE = 16_384;
  const LONGEST_PATH = 63;
  const SIGNS_NOTES = 1;
  const COSIGNS = 4;

  /** @typedef {"unreadable" | "opening" | "inclusion" | "signature"} Fault */
  /** @typedef {{ name: string, kind: number, id: string, bytes: Uint8Array<ArrayBuffer> }} Key */
  /** @typedef {{ origin: string, size: bigint, root: string }} Head */
  /** @typedef {Record<string, string>} Texts */
  /** @typedef {{ leaf: Record<string, string | number>, opens: Record<string, any>, said: Texts, salt: Uint8Array<ArrayBuffer>, key: Key, among?: Texts }} Header */
  /** @typedef {Header & { position: bigint, path: Uint8Array<ArrayBuffer>[], checkpoint: string }} Receipt */
  /** @typedef {{ receipt: Receipt, head: Head, key: Key, isPinned: boolean, seen: Record<string, number> }} Proved */

  class ReceiptRefused extends Error {
    /** @param {Fault} fault */
    constructor(fault) {
      super(fault);
      this.fault = fault;
    }
  }

  class CannotCheck extends Error {}

  const utf8 = new TextEncoder();

  /** @param {Uint8Array<ArrayBuffer>[]} parts */
  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** @param {Uint8Array<ArrayBuffer>[]} parts */
  async function sha256(...parts) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(parts)));
  }

  /** @param {Uint8Array} bytes */
  function hex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** @param {Uint8Array} bytes */
  function base64(bytes) {
    return btoa(String.fromCharCode(...bytes));
  }

  /** @param {string | undefined} text @returns {Uint8Array<ArrayBuffer>} */
  function fromBase64(text) {
    if (text === undefined || !BASE64.test(text)) throw new ReceiptRefused("unreadable");
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  }

  /** @param {string} text */
  function fromHex(text) {
    if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new ReceiptRefused("unreadable");
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  }

  /** RFC 8785, for what a receipt holds: texts, the version's number, and objects of them.
   * @param {any} value @returns {string} */
  function canonical(value) {
    if (typeof value !== "object") return JSON.stringify(value);
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }

  /** C2SP signed-note's verifier key: name+id+key.
   * @param {string} text @returns {Promise<Key>} */
  async function keyOf(text) {
    const [name = "", id = "", ...rest] = text.trim().split("+");
    const content = fromBase64(rest.join("+"));
    const kind = content[0] ?? 0;
    const computed = (await sha256(utf8.encode(`${name}\n`), content)).slice(0, 4);
    if (content.length !== 33 || ![SIGNS_NOTES, COSIGNS].includes(kind) || !NAME.test(name) || hex(computed) !== id)
      throw new ReceiptRefused("unreadable");
    return { name, kind, id, bytes: content.slice(1) };
  }

  /** @param {Key} key @param {Uint8Array<ArrayBuffer>} signature @param {Uint8Array<ArrayBuffer>} message */
  async function verifies(key, signature, message) {
    let known;
    try {
      known = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotSupportedError") throw new CannotCheck("ed25519");
      return false;
    }
    return crypto.subtle.verify("Ed25519", known, signature, message);
  }

  /** @param {string} note @returns {[string, string[]]} */
  function partsOf(note) {
    const at = note.lastIndexOf("\n\n");
    if (at < 0 || note.length > LONGEST_NOTE || !note.slice(at + 2).endsWith("\n")) throw new ReceiptRefused("signature");
    return [note.slice(0, at + 1), note.slice(at + 2, -1).split("\n")];
  }

  /** What stands behind the name and the id of a key.
   * @param {string[]} lines @param {Key} key */
  function signaturesOf(lines, key) {
    const prefix = `\u2014 ${key.name} `;
    return lines
      .filter((line) => line.startsWith(prefix) && BASE64.test(line.slice(prefix.length)))
      .map((line) => fromBase64(line.slice(prefix.length)))
      .filter((content) => hex(content.slice(0, 4)) === key.id)
      .map((content) => content.slice(4));
  }

  /** @param {string} note @param {Key} key @returns {Promise<string | null>} */
  async function opened(note, key) {
    const [text, lines] = partsOf(note);
    const signatures = signaturesOf(lines, key);
    for (const signature of signatures) if (!(await verifies(key, signature, utf8.encode(text)))) return null;
    return signatures.length ? text : null;
  }

  /** @param {string} text @returns {Head} */
  function headOf(text) {
    const [origin = "", size = "", root = ""] = text.split("\n");
    if (!origin || !SIZE.test(size) || !BASE64.test(root) || fromBase64(root).length !== 32 || base64(fromBase64(root)) !== root)
      throw new ReceiptRefused("signature");
    return { origin, size: BigInt(size), root };
  }

  /** A witness's line: C2SP tlog-cosignature, cosignature/v1.
   * @param {string} note @param {Key} witness @returns {Promise<number | null>} */
  async function seenAt(note, witness) {
    const [text, lines] = partsOf(note);
    for (const content of signaturesOf(lines, witness)) {
      if (content.length < 8 || witness.kind !== COSIGNS) continue;
      const at = new DataView(content.buffer).getBigUint64(0);
      if (await verifies(witness, content.slice(8), utf8.encode(`cosignature/v1\ntime ${at}\n${text}`))) return Number(at);
    }
    return null;
  }

  /** @param {any} part @param {string} names */
  function has(part, names) {
    return typeof part === "object" && part !== null && !Array.isArray(part) && Object.keys(part).sort().join(" ") === names;
  }

  /** @param {any} header @returns {Promise<Header>} */
  async function headerOf(header) {
    const isOneAmong = has(header, HEADER_OF_ONE_AMONG) && has(header.among, AMONG) && isTexts(header.among);
    if ((!has(header, HEADER) && !isOneAmong) || !has(header.leaf, LEAF) || !has(header.opens, OPENS) || header.leaf.v !== 1)
      throw new ReceiptRefused("unreadable");
    const { v: _version, ...leaf } = header.leaf;
    const { facts, ...opens } = header.opens;
    if (!isTexts(leaf) || !isTexts(opens) || !isTexts(facts) || !isTexts(header.said) || typeof header.salt !== "string")
      throw new ReceiptRefused("unreadable");
    if (isOneAmong) fromHex(header.among.salt);
    return { ...header, salt: fromHex(header.salt), key: await keyOf(String(header.key)) };
  }

  /** Half a character (a lone surrogate) is no text: it has no bytes that could be hashed.
   * @param {any} part */
  function isTexts(part) {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
    return [...Object.keys(part), ...Object.values(part)].every((text) => typeof text === "string" && !/\p{Surrogate}/u.test(text));
  }

  /** @param {string} text @returns {Promise<Receipt>} */
  async function read(text) {
    const [readable = "", ...others] = text.slice(FIRST_LINE.length + 1).split(`\n\n${PROOF_LINE}\n`);
    const proof = others.join(`\n\n${PROOF_LINE}\n`);
    const end = proof.indexOf("\n\n");
    const [index = "", ...path] = proof.slice(0, end).split("\n");
    const place = INDEX.exec(index);
    if (!text.startsWith(`${FIRST_LINE}\n`) || end < 0 || !place?.[1] || !proof.slice(end + 2) || text.length > LONGEST || path.length > LONGEST_PATH)
      throw new ReceiptRefused("unreadable");
    let header;
    try {
      header = JSON.parse(readable);
    } catch {
      throw new ReceiptRefused("unreadable");
    }
    const nodes = path.map(fromBase64);
    if (nodes.some((node) => node.length !== 32)) throw new ReceiptRefused("unreadable");
    return { ...(await headerOf(header)), position: BigInt(place[1]), path: nodes, checkpoint: proof.slice(end + 2) };
  }

  /** Where a line is about several patients it holds a commitment for each: does it for the one whom the receipt is for?
   * @param {Receipt} receipt */
  async function isAmong({ among, opens }) {
    if (among === undefined) return true;
    const { patient, shown, salt = "" } = among;
    const standsFor = hex(await sha256(fromHex(salt), utf8.encode(canonical({ patient, shown }))));
    return String(opens["facts"]["mentioned"] ?? "").split(" ").includes(standsFor);
  }

  /** RFC 9162, section 2.1.3.2.
   * @param {Receipt} receipt @param {Head} head */
  async function checkInclusion(receipt, head) {
    let hash = await sha256(Uint8Array.of(0), utf8.encode(canonical(receipt.leaf)));
    let [first, last] = [receipt.position, head.size - 1n];
    if (receipt.position >= head.size) throw new ReceiptRefused("inclusion");
    for (const sibling of receipt.path) {
      if (last === 0n) throw new ReceiptRefused("inclusion");
      if (first & 1n || first === last) {
        hash = await sha256(Uint8Array.of(1), sibling, hash);
        while (first !== 0n && !(first & 1n)) [first, last] = [first >> 1n, last >> 1n];
      } else {
        hash = await sha256(Uint8Array.of(1), hash, sibling);
      }
      [first, last] = [first >> 1n, last >> 1n];
    }
    if (last !== 0n || base64(hash) !== head.root) throw new ReceiptRefused("inclusion");
  }

  /** @param {Receipt} receipt @param {Key[]} keys @returns {Promise<{ head: Head, key: Key }>} */
  async function signedHead(receipt, keys) {
    for (const key of keys) {
      const text = await opened(receipt.checkpoint, key);
      if (text === null) continue;
      const head = headOf(text);
      if (head.origin === key.name) return { head, key };
    }
    throw new ReceiptRefused("signature");
  }

  /** Return what a receipt proves, or throw ReceiptRefused (it does not hold) or CannotCheck (this browser cannot tell).
   * @param {string} text @param {string[]} [keys] @param {string[]} [witnesses] @returns {Promise<Proved>} */
  async function check(text, keys = [], witnesses = []) {
    if (!globalThis.crypto?.subtle) throw new CannotCheck("insecure");
    const receipt = await read(text);
    const who = await sha256(receipt.salt, utf8.encode(canonical(receipt.opens)));
    if (hex(who) !== receipt.leaf["who"] || !(await isAmong(receipt))) throw new ReceiptRefused("opening");
    const pinned = await Promise.all(keys.map(keyOf));
    const { head, key } = await signedHead(receipt, pinned.length ? pinned : [receipt.key]);
    await checkInclusion(receipt, head);
    /** @type {Record<string, number>} */
    const seen = {};
    for (const witness of await Promise.all(witnesses.map(keyOf))) {
      const at = await seenAt(receipt.checkpoint, witness);
      if (at !== null) seen[witness.name] = at;
    }
    return { receipt, head, key, isPinned: pinned.length > 0, seen };
  }

  Object.assign(globalThis, { ParaventReceipts: { check, ReceiptRefused, CannotCheck } });

  /* The page, where there is one. */

  /** @param {string} selector */
  function elements(selector) {
    return /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
  }

  /** @param {string} name */
  function linesOf(name) {
    const area = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(`[data-${name}]`));
    return (area?.value ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
  }

  /** @param {string} verdict */
  function show(verdict) {
    for (const part of elements("[data-verdict]")) part.hidden = !(part.dataset["verdict"] ?? "").split(" ").includes(verdict);
  }

  /** @param {Date} at */
  function instant(at) {
    return at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" });
  }

  /** @param {Proved} proved */
  function tell({ receipt, head, key, isPinned, seen }) {
    const { leaf, opens, said, among } = receipt;
    const facts = Object.entries(opens["facts"]).filter(([name]) => name !== "mentioned");
    const watched = Object.entries(seen).map(([name, seconds]) => `${name}: ${instant(new Date(seconds * 1000))}`).join(", ");
    /** @type {Record<string, string>} */
    const told = {
      ...Object.fromEntries(Object.entries(leaf).map(([name, value]) => [name, String(value)])),
      ...opens,
      patient: among?.["patient"] ?? opens["patient"],
      facts: [...facts, ["shown", among?.["shown"]]].filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`).join(", "),
      at: instant(new Date(String(leaf["at"]))),
      "said-who": said["who"] ?? "",
      "said-what": said["what"] ?? "",
      "said-why": said["why"] ?? "",
      position: String(receipt.position + 1n),
      size: String(head.size),
      key: `${key.name}+${key.id}+${base64(joined([Uint8Array.of(key.kind), key.bytes]))}`,
      seen: watched,
    };
    for (const place of elements("[data-told]")) place.textContent = told[place.dataset["told"] ?? ""] ?? "";
    for (const part of elements("[data-only]")) part.hidden = part.dataset["only"] !== (isPinned ? "pinned" : "own-key");
    for (const part of elements("[data-watched]")) part.hidden = part.dataset["watched"] !== (watched ? "yes" : "no");
  }

  /** @param {File | undefined} file */
  async function judge(file) {
    if (file === undefined) return;
    try {
      tell(await check(await file.text(), linesOf("log-keys"), linesOf("witness-keys")));
      show("proved");
    } catch (error) {
      show(error instanceof ReceiptRefused ? error.fault : "cannot-check");
    }
  }

  if (typeof document !== "undefined") {
    for (const chooser of elements("[data-receipt-file]"))
      chooser.addEventListener("change", () => void judge(/** @type {HTMLInputElement} */ (chooser).files?.[0]));
    for (const place of elements("[data-receipt-drop]")) {
      place.addEventListener("dragover", (event) => event.preventDefault());
      place.addEventListener("drop", (event) => {
        event.preventDefault();
        void judge(event.dataTransfer?.files[0]);
      });
    }
    show("nothing-yet");
  }
})();
