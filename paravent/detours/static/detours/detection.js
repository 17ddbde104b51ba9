/**
 * Whether somebody asks for a call in a consumer app. Judged here, in the browser: what is typed is not sent to anybody.
 * Python judges by the same rules (paravent/detours/detection.py); tests/vectors/detours.json holds both to it.
 *
 * @typedef {{ id: string, name: string, names: string[], verbs: string[], weak: boolean, schemes: string[], addresses: string[] }} App
 * @typedef {{ apps: App[], words: Record<string, string[]>, splits: string[], strict: { before: string[], after: string[] } } & Record<Kind, string[]>} Read
 * @typedef {"harmless" | "denies" | "denies_link" | "refused" | "asks" | "asks_alone" | "asks_there" | "asks_wide" | "tells"} Kind
 * @typedef {{ name: string[], app: string, isWeak: boolean }} Name
 * @typedef {{ words: string, apps: string[], isLinked: boolean }} Segment
 * @typedef {{ read: Read, names: Name[], verbs: Set<string>, patterns: Record<Kind, RegExp[]> }} Rules
 */

const LONGEST = 8_000;
const LINK = "@link";
const ASKED = "?";
const DOING = "@do";
const PIECE = /[^\s<>"()[\]{}]+/g;
const SCHEME = /^([a-z][a-z0-9+.-]*):(.+)$/s;
const TOKEN = /[a-z0-9äöüßàâçéèêëîïôûùñ'@]+|[.!?;:,\n()]/g;
const ENDS = new Set(".!?;:,\n()");
/** @type {Kind[]} */
const KINDS = ["harmless", "denies", "denies_link", "refused", "asks", "asks_alone", "asks_there", "asks_wide", "tells"];

/** @param {Read} read @returns {Rules} */
export function prepared(read) {
  const names = read.apps.flatMap((app) => [...app.names, ...app.verbs].map((name) => ({ name: name.split(" "), app: app.id, isWeak: app.weak })));
  const patterns = KINDS.map((kind) => [kind, read[kind].map((pattern) => compiled(pattern, read.words))]);
  return {
    read,
    names: names.sort((one, other) => other.name.length - one.name.length),
    verbs: new Set(read.apps.flatMap((app) => app.verbs)),
    patterns: Object.fromEntries(patterns),
  };
}

/** @param {string} pattern @param {Record<string, string[]>} words */
function compiled(pattern, words) {
  return new RegExp("(?<![^ ])" + pattern.split(" ").map((part) => inPattern(part, words)).join(""), "g");
}

/** @param {string} part @param {Record<string, string[]>} words */
function inPattern(part, words) {
  if (part === "^" || part === "$") return part;
  if (part.startsWith("*")) return `(?:[^ ]+ ){0,${part.slice(1)}}?`;
  if (!part.startsWith("<")) return part === ASKED ? "\\? " : `(?:${part}) `;
  const one = (words[part.replace(/[<>?]/g, "")] ?? []).join("|");
  return `(?:(?:${one}) )${part.endsWith("?") ? "?" : ""}`;
}

/**
 * Return the app in which somebody asks for a call, sends a link to one or plans one; nothing where it is only mentioned.
 * @param {string} text @param {Rules} rules @returns {string}
 */
export function detourIn(text, rules) {
  const found = segments([...text].slice(0, LONGEST).join(""), rules);
  for (const [nth, segment] of found.entries()) {
    const app = asked(rules, segment, found[nth - 1], found[nth + 1], nth === 0);
    if (app) return app;
  }
  return "";
}

/** @param {Rules} rules @param {Segment} segment @param {Segment | undefined} before @param {Segment | undefined} after @param {boolean} isAlone */
function asked(rules, segment, before, after, isAlone) {
  const [app = ""] = segment.apps;
  if (!app) {
    const pointsBack = before?.apps.length && !says(rules, "denies", before) && !says(rules, "denies", segment);
    return pointsBack && says(rules, "asks_there", segment) ? (before.apps[0] ?? "") : "";
  }
  if (segment.isLinked && !says(rules, "denies_link", segment)) return app;
  if (says(rules, "denies", segment) || (after && says(rules, "refused", after))) return "";
  if (says(rules, "asks", segment) || (isAlone && says(rules, "asks_alone", segment))) return app;
  return says(rules, "asks_wide", segment) && !says(rules, "tells", segment) ? app : "";
}

/** @param {Rules} rules @param {Kind} kind @param {Segment} segment */
function says(rules, kind, segment) {
  let { words } = segment;
  if (kind === "denies") for (const harmless of rules.patterns.harmless) words = words.replace(harmless, "");
  return rules.patterns[kind].some((pattern) => words.search(pattern) >= 0);
}

/** @param {string} text @param {Rules} rules @returns {Segment[]} */
function segments(text, rules) {
  const { links, plain } = withoutLinks(text.normalize("NFC"), rules);
  /** @type {Segment[]} */
  const found = [];
  /** @type {string[]} */
  let words = [];
  for (const token of [...(plain.toLowerCase().replace(/[’‘´`]/g, "'").match(TOKEN) ?? []), "\n"]) {
    const splits = rules.read.splits.includes(token);
    if (!ENDS.has(token) && !splits) {
      words.push(token);
      continue;
    }
    if (words.length) found.push(segment(token === "?" ? [...words, ASKED] : words, links, rules));
    words = splits ? [token] : [];
  }
  return found;
}

/** @param {string[]} words @param {string[]} links @param {Rules} rules @returns {Segment} */
function segment(words, links, rules) {
  let said = "";
  let isLinked = false;
  /** @type {string[]} */
  const apps = [];
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? "";
    const [app, length] = word === LINK ? [links.shift() ?? "", 1] : mention(words, at, rules);
    isLinked ||= word === LINK;
    said += `${app ? (rules.verbs.has(word) ? DOING : "@") : word} `;
    if (app) apps.push(app);
    at += length;
  }
  return { words: said, apps, isLinked };
}

/**
 * Return the app that is named here and how many words its name takes; words with another sense need a sign of this one.
 * @param {string[]} words @param {number} at @param {Rules} rules @returns {[string, number]}
 */
function mention(words, at, rules) {
  for (const { name, app, isWeak } of rules.names) {
    if (!name.every((word, nth) => words[at + nth] === word)) continue;
    const isMeant = rules.read.strict.before.includes(words[at - 1] ?? "") || rules.read.strict.after.includes(words[at + name.length] ?? "");
    if (!isWeak || name.length > 1 || isMeant) return [app, name.length];
  }
  return ["", 1];
}

/** @param {string} text @param {Rules} rules */
function withoutLinks(text, rules) {
  /** @type {string[]} */
  const links = [];
  const plain = text.replace(PIECE, (piece) => {
    const app = linkedApp(piece, rules);
    if (app) links.push(app);
    return app ? ` ${LINK} ` : isAddress(piece) ? " " : piece;
  });
  return { links, plain };
}

/** @param {string} piece */
function isAddress(piece) {
  return piece.includes("/") || piece.includes("@") || /[a-z0-9]\.[a-z]{2}/.test(piece);
}

/**
 * Return the app that a piece of text without spaces leads to, or nothing.
 * @param {string} piece @param {Rules} rules @returns {string}
 */
export function linkedApp(piece, rules) {
  let address = piece.toLowerCase().replace(/[.,;:!?']+$/, "");
  const start = Math.max(address.indexOf("http://"), address.indexOf("https://"));
  if (start > 0) address = address.slice(start);
  const [, scheme = "", rest = ""] = SCHEME.exec(address) ?? [];
  const own = rules.read.apps.find((app) => app.schemes.includes(scheme));
  if (own) return own.id;
  if (scheme === "http" || scheme === "https") address = rest.replace(/^\/+/, "");
  else if (address.includes("@")) return "";
  return appAt(address, rules);
}

/** @param {string} address @param {Rules} rules */
function appAt(address, rules) {
  const [authority = ""] = address.split(/[/?#]/, 1);
  const rest = address.slice(authority.length) || "/";
  // What stands before an @ is a name, not a host: zoom.us@evil.example leads to evil.example.
  const host = (authority.split("@").at(-1) ?? "").split(":", 1)[0]?.replace(/\.+$/, "").replace(/^www\./, "") ?? "";
  for (const app of rules.read.apps) {
    for (const known of app.addresses) {
      const where = known.slice(0, known.indexOf("/"));
      const path = known.slice(known.indexOf("/"));
      const isThere = host === where || (where.startsWith("*.") && (host === where.slice(2) || host.endsWith(where.slice(1))));
      if (isThere && rest.startsWith(path) && (path !== "/" || rest !== "/")) return app.id;
    }
  }
  return "";
}
