/** The list of what was said and sent in the call, and the forms to send more. Touches the page; keeps nothing. */

import { Incoming, read, sendFile } from "./exchange.js";
import { LiveText } from "./live-text.js";
import { TYPES, kindOf, refusalOf, sizeInWords, titled } from "./file-kind.js";
import { digestOf, noteSentAnyway, saidBefore } from "./whose-file.js";
import { VITALS, inWords, judged, mark, possibleInWords, typed, unitOf, wrongPart } from "./vitals.js";

/**
 * @typedef {import("./exchange.js").Said} Said
 * @typedef {Record<string, string>} Words
 * @typedef {{ words: Words, language: string, isClinician: boolean, acceptUrl: string, compareUrl: string, sentUrl: string, csrf: string }} Setting
 */

export class ExchangePane {
  /**
   * @param {HTMLElement} root
   * @param {Setting} setting
   */
  constructor(root, setting) {
    this.root = root;
    this.setting = setting;
    this.log = /** @type {HTMLElement} */ (root.querySelector("[data-log]"));
    /** @type {Map<string, RTCDataChannel>} */
    this.channels = new Map();
    /** @type {Map<string, Incoming>} */
    this.incoming = new Map();
    /** @type {Map<string, AbortController>} */
    this.sending = new Map();
    /** @type {Promise<unknown>} */
    this.queue = Promise.resolve();
    this.unusual = "";
    /** @type {(party: string, said: Said) => void} */
    this.onTold = () => {};
    this.live = new LiveText({ root, log: this.log, tell: (said) => this.tell(said), words: setting.words });
    this.listen();
  }

  /** @param {string} key */
  word(key) {
    return this.setting.words[key] ?? key;
  }

  listen() {
    this.on("[data-chat-form]", "submit", () => this.sendChat());
    this.on("[data-file-input]", "change", () => this.sendFiles());
    this.on("[data-vital-form]", "submit", () => this.sendVital());
    this.on("[data-vital-kind]", "change", () => this.showParts());
    this.showParts();
  }

  /** @param {string} selector @param {string} event @param {() => unknown} act */
  on(selector, event, act) {
    this.root.querySelector(selector)?.addEventListener(event, (happened) => {
      happened.preventDefault();
      act();
    });
  }

  /** @param {import("./messages.js").Party} party @param {RTCDataChannel} channel */
  attach(party, channel) {
    this.channels.set(party.party_id, channel);
    channel.addEventListener("message", ({ data }) => this.receive(party, channel, data));
  }

  /** @param {import("./messages.js").Party} party */
  detach(party) {
    this.channels.delete(party.party_id);
    this.live.clear(party);
    const broken = this.incoming.get(party.party_id);
    if (broken) this.status(broken.id, this.word("cancelled"));
    this.incoming.delete(party.party_id);
  }

  /** @param {Said} said @returns {boolean} whether anybody is there to hear it */
  tell(said) {
    const open = [...this.channels.values()].filter((channel) => channel.readyState === "open");
    for (const channel of open) channel.send(JSON.stringify(said));
    return open.length > 0;
  }

  /** @param {import("./messages.js").Party} party @param {RTCDataChannel} channel @param {string | ArrayBuffer} data */
  receive(party, channel, data) {
    const said = typeof data === "string" ? read(data) : null;
    if (typeof data !== "string") this.piece(party, channel, data);
    else if (said) this.hear(party, said);
  }

  /** @param {import("./messages.js").Party} party @param {Said} said */
  hear(party, said) {
    if (said.t === "typing" || said.t === "chat") this.live.hear(party, said);
    if (said.t === "chat") this.bubble(party.name, said.text, said.id);
    else if (said.t === "file") this.begin(party, said);
    else if (said.t === "file-cancel") this.cancelled(party, said.id);
    else if (said.t === "vital") this.offer(said.id, party.name, `${this.word(said.type)}: ${inWords(said.type, said.values)}`, this.vitalForm(said), judged(said.type, said.values) === "look-again");
    else if (said.t === "kept") this.status(said.id, this.word(said.kept ? "kept" : "not-kept"));
    else if (said.t !== "typing") this.onTold(party.party_id, said);
  }

  sendChat() {
    const field = /** @type {HTMLInputElement} */ (this.root.querySelector("[data-chat-form] input"));
    const text = field.value.trim();
    if (!text) return;
    const id = crypto.randomUUID();
    if (!this.tell({ t: "chat", id, text: text.slice(0, 4000) })) return this.notice(this.word("no-channel"));
    this.bubble(this.word("me"), text, id).classList.add("mine");
    field.value = "";
  }

  /** @param {string} who @param {string} text @param {string} id */
  bubble(who, text, id) {
    const item = this.item(id, who);
    item.append(this.element("p", text));
    return item;
  }

  /** @param {string} id @param {string} who */
  item(id, who) {
    const item = document.createElement("li");
    item.dataset["item"] = id;
    item.append(this.element("small", who));
    this.log.append(item);
    // The list scrolls, the page does not: whoever is reading elsewhere is not carried off.
    this.scrollDown();
    return item;
  }

  scrollDown() {
    requestAnimationFrame(() => (this.log.scrollTop = this.log.scrollHeight));
  }

  /** @param {string} tag @param {string} text */
  element(tag, text) {
    return Object.assign(document.createElement(tag), { textContent: text });
  }

  /** @param {string} id */
  found(id) {
    return /** @type {HTMLElement | null} */ (this.log.querySelector(`[data-item="${CSS.escape(id)}"]`));
  }

  /** @param {string} id @param {string} text */
  status(id, text) {
    const item = this.found(id);
    if (!item) return;
    item.querySelector("progress")?.remove();
    item.querySelector(".actions")?.remove();
    let line = item.querySelector(".status");
    if (!line) item.append((line = Object.assign(document.createElement("small"), { className: "status" })));
    line.textContent = text;
  }

  /** @param {string} text */
  notice(text) {
    /** @type {HTMLElement} */ (this.root.querySelector("[data-exchange-notice]")).textContent = text;
  }

  async sendFiles() {
    const input = /** @type {HTMLInputElement} */ (this.root.querySelector("[data-file-input]"));
    const files = [...(input.files ?? [])];
    input.value = "";
    this.notice("");
    for (const file of files) this.queue = this.queue.then(() => this.sendOne(file)).catch(() => this.notice(this.word("failed")));
    await this.queue;
  }

  /** @param {File} file */
  async sendOne(file) {
    const start = new Uint8Array(await file.slice(0, 16).arrayBuffer());
    const refusal = refusalOf(file.size, start);
    if (refusal) return this.notice(this.word(refusal));
    if (!this.openChannel()) return this.notice(this.word("no-channel"));
    const id = crypto.randomUUID();
    const item = this.bubble(this.word("me"), `${file.name} · ${sizeInWords(file.size, this.setting.language)}`, id);
    item.classList.add("mine");
    const digest = this.setting.isClinician ? await digestOf(file).catch(() => "") : "";
    const words = digest && (await saidBefore(digest, this.setting));
    if (words) return this.askWhetherToSend(item, id, file, digest, words);
    await this.transmit(item, id, file);
  }

  openChannel() {
    return [...this.channels.values()].find((one) => one.readyState === "open");
  }

  /** Other files do not wait for the answer. @param {HTMLElement} item @param {string} id @param {File} file @param {string} digest @param {string} words */
  askWhetherToSend(item, id, file, digest, words) {
    const send = () => {
      void noteSentAnyway(digest, this.setting);
      this.queue = this.queue.then(() => this.transmit(item, id, file)).catch(() => this.notice(this.word("failed")));
    };
    this.ask(item, words, [[this.word("do-not-send"), "primary", () => this.status(id, this.word("not-sent"))], [this.word("send-anyway"), "quiet", send]]);
  }

  /** Ask before going on; with the answer the question is gone. @param {HTMLElement} item @param {string} words @param {[string, string, () => void][]} choices */
  ask(item, words, choices) {
    const line = Object.assign(this.element("p", words), { className: "warning" });
    const row = this.actions(choices.map(([label, look, act]) => [label, look, () => (line.remove(), row.remove(), act())]));
    item.append(line, row);
    if (document.activeElement === document.body) row.querySelector("button")?.focus();
    this.scrollDown();
  }

  /** @param {HTMLElement} item @param {string} id @param {File} file */
  async transmit(item, id, file) {
    const channel = this.openChannel();
    if (!channel) return this.status(id, this.word("no-channel"));
    const bar = this.progress(item, file.size, () => this.sending.get(id)?.abort());
    const abort = new AbortController();
    this.sending.set(id, abort);
    await sendFile(channel, file, { id, signal: abort.signal, onProgress: (sent) => (bar.value = sent) });
    this.sending.delete(id);
    this.status(id, this.word(abort.signal.aborted ? "cancelled" : "sent"));
  }

  /** @param {HTMLElement} item @param {number} size @param {() => void} onCancel */
  progress(item, size, onCancel) {
    const bar = document.createElement("progress");
    bar.max = size;
    bar.value = 0;
    item.append(bar, this.actions([[this.word("cancel"), "quiet", onCancel]]));
    return bar;
  }

  /** @param {[string, string, () => void][]} choices */
  actions(choices) {
    const row = Object.assign(document.createElement("div"), { className: "actions" });
    for (const [label, look, act] of choices) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: look });
      button.addEventListener("click", act);
      row.append(button);
    }
    return row;
  }

  /** @param {import("./messages.js").Party} party @param {import("./exchange.js").FileBegins} begins */
  begin(party, begins) {
    this.incoming.set(party.party_id, new Incoming(begins));
    const item = this.bubble(party.name, `${begins.name} · ${sizeInWords(begins.size, this.setting.language)}`, begins.id);
    this.progress(item, begins.size, () => {
      this.channels.get(party.party_id)?.send(JSON.stringify({ t: "file-cancel", id: begins.id }));
      this.cancelled(party, begins.id);
    });
  }

  /** @param {import("./messages.js").Party} party @param {string} id */
  cancelled(party, id) {
    this.sending.get(id)?.abort();
    if (this.incoming.get(party.party_id)?.id === id) this.incoming.delete(party.party_id);
    this.status(id, this.word("cancelled"));
  }

  /** @param {import("./messages.js").Party} party @param {RTCDataChannel} channel @param {ArrayBuffer} data */
  async piece(party, channel, data) {
    const file = this.incoming.get(party.party_id);
    if (!file) return;
    const state = file.take(data);
    const bar = /** @type {HTMLProgressElement | null} */ (this.found(file.id)?.querySelector("progress") ?? null);
    if (bar) bar.value = file.received;
    if (state === "more") return;
    this.incoming.delete(party.party_id);
    if (state === "too-much") {
      channel.send(JSON.stringify({ t: "file-cancel", id: file.id }));
      return this.status(file.id, this.word("cancelled"));
    }
    await this.arrived(file);
  }

  /** @param {Incoming} file */
  async arrived(file) {
    const whole = file.whole();
    const kind = kindOf(new Uint8Array(await whole.slice(0, 16).arrayBuffer()));
    if (!kind) return this.status(file.id, this.word("not-a-photo-or-pdf"));
    const item = this.found(file.id);
    if (!item) return;
    const shown = new Blob([whole], { type: kind });
    const title = titled(file.name, kind);
    const line = item.querySelector("p");
    if (line) line.textContent = `${title} · ${sizeInWords(whole.size, this.setting.language)}`;
    this.status(file.id, "");
    item.append(this.preview(shown, kind, title));
    if (!this.setting.isClinician) return;
    const form = new FormData();
    form.set("kind", "document");
    form.set("title", title);
    // No file name of the patient's goes over the wire: the title is in the body and sealed.
    form.set("file", shown, `document.${TYPES[kind]}`);
    this.askToKeep(item, file.id, form);
    this.askWhoSees(item, form);
  }

  /** @param {Blob} blob @param {string} kind @param {string} name */
  preview(blob, kind, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), target: "_blank", rel: "noopener" });
    if (kind === "application/pdf") link.textContent = this.word("show");
    else link.append(Object.assign(document.createElement("img"), { src: link.href, alt: name, className: "sent-photo" }));
    return link;
  }

  showParts() {
    const kind = /** @type {HTMLSelectElement | null} */ (this.root.querySelector("[data-vital-kind]"));
    if (!kind) return;
    const vital = VITALS[kind.value];
    const isPair = (vital?.parts.length ?? 1) > 1;
    for (const field of this.root.querySelectorAll("[data-vital-second]")) /** @type {HTMLElement} */ (field).hidden = !isPair;
    const unit = this.root.querySelector("[data-vital-unit]");
    if (unit) unit.textContent = unitOf(kind.value);
  }

  sendVital() {
    const form = /** @type {HTMLFormElement} */ (this.root.querySelector("[data-vital-form]"));
    const fields = new FormData(form);
    const type = String(fields.get("kind"));
    const [first, second] = [typed(String(fields.get("first"))), typed(String(fields.get("second") ?? ""))];
    /** @type {Record<string, number>} */
    const values = type === "blood-pressure" ? { systolic: first, diastolic: second } : { value: first };
    const verdict = judged(type, values);
    mark(form.querySelectorAll("input"), verdict === "impossible" ? wrongPart(type, values) : -1);
    if (verdict === "impossible") return this.notice(`${this.word(type)}, ${possibleInWords(type)}: ${this.word("impossible")}`);
    const asked = JSON.stringify([type, values]);
    if (verdict === "look-again" && this.unusual !== asked) {
      this.unusual = asked;
      return this.notice(this.word("unusual-own"));
    }
    /** @type {import("./exchange.js").VitalSent} */
    const said = { t: "vital", id: crypto.randomUUID(), type, values, measured_at: new Date().toISOString() };
    const text = `${this.word(type)}: ${inWords(type, values)}`;
    if (this.setting.isClinician) this.offer(said.id, this.word("me"), text, this.vitalForm(said), verdict === "look-again");
    else if (!this.tell(said)) return this.notice(this.word("no-channel"));
    else this.bubble(this.word("me"), text, said.id).classList.add("mine");
    if (!this.setting.isClinician) this.status(said.id, this.word("sent"));
    this.notice("");
    form.reset();
    this.showParts();
  }

  /** @param {import("./exchange.js").VitalSent} said */
  vitalForm(said) {
    const form = new FormData();
    form.set("kind", "vital");
    form.set("payload", JSON.stringify({ type: said.type, values: said.values, measured_at: said.measured_at }));
    return form;
  }

  /** @param {string} id @param {string} who @param {string} text @param {FormData} form @param {boolean} isUnusual */
  offer(id, who, text, form, isUnusual) {
    const item = this.bubble(who, text, id);
    if (isUnusual) item.append(Object.assign(this.element("p", this.word("look-again")), { className: "warning" }));
    if (this.setting.isClinician) this.askToKeep(item, id, form);
  }

  /** @param {HTMLElement} item @param {string} id @param {FormData} form */
  askToKeep(item, id, form) {
    const decline = () => this.decline(id);
    item.append(this.actions([[this.word("accept"), "primary", () => this.keep(id, form)], [this.word("decline"), "quiet", decline]]));
  }

  /** @param {string} id */
  decline(id) {
    this.status(id, this.word("not-kept"));
    this.tell({ t: "kept", id, kept: false });
  }

  /** What lies in another patient's file too is kept for a reason, or not. @param {string} id @param {FormData} form @param {{ error: string, reasons: [string, string][] }} asked */
  askWhose(id, form, asked) {
    this.status(id, "");
    const item = /** @type {HTMLElement} */ (this.found(id));
    /** @type {[string, string, () => void]} */
    const leave = [this.word("do-not-keep"), "primary", () => this.decline(id)];
    const keep = (/** @type {string} */ reason) => (form.set("because", reason), this.keep(id, form));
    const why = () => this.ask(item, asked.error, [...asked.reasons.map(([reason, words]) => /** @type {typeof leave} */ ([words, "quiet", () => keep(reason)])), leave]);
    this.ask(item, asked.error, [leave, [this.word("keep-anyway"), "quiet", why]]);
  }

  /** @param {HTMLElement} item @param {FormData} form */
  askWhoSees(item, form) {
    const choice = /** @type {HTMLTemplateElement} */ (this.root.querySelector("template[data-who-sees]")).content.cloneNode(true);
    const select = /** @type {HTMLSelectElement} */ (/** @type {DocumentFragment} */ (choice).querySelector("select"));
    select.addEventListener("change", () => form.set("label", select.value));
    item.querySelector(".actions")?.prepend(choice);
  }

  /** @param {string} id @param {FormData} form */
  async keep(id, form) {
    for (const button of this.found(id)?.querySelectorAll("button") ?? []) button.disabled = true;
    try {
      const answer = await fetch(this.setting.acceptUrl, { method: "POST", body: form, headers: { "X-CSRFToken": this.setting.csrf } });
      const body = await answer.json();
      if (body.reasons) return this.askWhose(id, form, body);
      if (!answer.ok) throw new Error(body.error);
      this.status(id, `${this.word("kept")}: ${body.words}`);
      this.found(id)?.classList.add("kept");
      this.tell({ t: "kept", id, kept: true });
      document.dispatchEvent(new CustomEvent("paravent:filed"));
    } catch (error) {
      for (const button of this.found(id)?.querySelectorAll("button") ?? []) button.disabled = false;
      this.notice(error instanceof Error && error.message ? error.message : this.word("failed"));
    }
  }
}
