/**
 * Text that the other side reads while it is typed (EN 301 549, 6.2: real-time text beside two-way voice, at most half a second late).
 * Whoever types turns it on for themselves. What was typed and not sent is kept by nobody.
 */

export const SENT_WITHIN_MS = 200;
/** Far below the half second that the standard allows, and no message for every key of somebody who types fast. */

/** Tells what stands in a field, at once and then at most every SENT_WITHIN_MS; the last of it always. */
export class Pace {
  /** @param {(text: string) => void} tell */
  constructor(tell) {
    this.tell = tell;
    this.told = "";
    this.text = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    if (this.waiting === undefined) this.flush();
  }

  flush() {
    this.waiting = undefined;
    if (this.text === this.told) return;
    this.told = this.text;
    this.tell(this.text);
    this.waiting = setTimeout(() => this.flush(), SENT_WITHIN_MS);
  }

  /** What was typed has become a message: the other side takes the draft away by itself. */
  sent() {
    clearTimeout(this.waiting);
    [this.waiting, this.text, this.told] = [undefined, "", ""];
  }
}

/** The field that is typed into, the box that turns it on, and what others are typing. Touches the page. */
export class LiveText {
  /**
   * @param {{ root: HTMLElement, log: HTMLElement, tell: (said: import("./exchange.js").Said) => unknown, words: Record<string, string> }} parts
   */
  constructor({ root, log, tell, words }) {
    this.log = log;
    this.words = words;
    /** What each other party is typing. @type {Map<string, HTMLElement>} */
    this.drafts = new Map();
    const field = /** @type {HTMLInputElement} */ (root.querySelector("[data-chat-form] input[name=text]"));
    const box = /** @type {HTMLInputElement} */ (root.querySelector("[data-live-text]"));
    this.pace = new Pace((text) => tell({ t: "typing", text }));
    field.addEventListener("input", () => box.checked && this.pace.type(field.value));
    field.form?.addEventListener("submit", () => this.pace.sent());
    box.addEventListener("change", () => this.pace.type(box.checked ? field.value : ""));
  }

  /** A message takes the place of its draft. @param {import("./messages.js").Party} party @param {import("./exchange.js").Typing | import("./exchange.js").Chat} said */
  hear(party, said) {
    this.show(party, said.t === "typing" ? said.text : "");
  }

  /** @param {import("./messages.js").Party} party @param {string} text */
  show(party, text) {
    if (!text.trim()) return this.clear(party);
    const draft = this.drafts.get(party.party_id) ?? this.begin(party);
    /** @type {HTMLElement} */ (draft.querySelector("p")).textContent = text;
    this.log.append(draft);
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** @param {import("./messages.js").Party} party */
  begin(party) {
    const draft = document.createElement("li");
    draft.className = "draft";
    // A screen reader reads the message when it comes, not every letter of it.
    draft.setAttribute("aria-live", "off");
    const who = `${party.name} ${this.words["types"] ?? ""}`;
    draft.append(Object.assign(document.createElement("small"), { textContent: who }), document.createElement("p"));
    this.drafts.set(party.party_id, draft);
    return draft;
  }

  /** The message has come, or the party has gone. @param {import("./messages.js").Party} party */
  clear(party) {
    this.drafts.get(party.party_id)?.remove();
    this.drafts.delete(party.party_id);
  }
}
