// What people say of a record or of one of its questions: a button with a count, and a panel it opens.
import { type Told } from "./asking";
import { button, h, place, say, set, unused, uuid, write } from "./dom";
import type { Saver } from "./saver";
import type { Remarked, Texts, Thread } from "./types";

const LONGEST = 2000;

export interface About {
  saver: Saver;
  texts: Texts;
  record: string;
  /** Empty for the record as a whole. */
  field: string;
}

/** The threads on a record that are not settled: shown where the record itself is closed. */
export function unsettled(saver: Saver, record: string): number {
  return (saver.talk?.threads ?? []).filter((thread) => thread.record === record && !thread.resolved).length;
}

export class Comments {
  readonly element = h("div", { class: "wb-talk", hidden: true });
  private readonly toggle: HTMLButtonElement;
  private readonly words = h("span");
  private readonly context = h("span");
  private readonly panel: HTMLElement;
  private readonly threads = new Map<string, Conversation>();
  private begin: Box | null = null;

  constructor(private readonly about: About) {
    this.toggle = button("", "tertiary", () => this.open(Boolean(this.panel.hidden)));
    this.toggle.append(this.words, this.context);
    set(this.toggle, "data-size", "sm");
    this.panel = h("div", { class: "wb-talk-panel", role: "group", hidden: true, id: unused(`t-${about.record}-${about.field || "all"}`) });
    set(this.toggle, "aria-controls", this.panel.id);
    // Beside a question it is plain what is meant; at the foot of a record it has to be said.
    set(this.context, "class", about.field ? "ds-sr-only" : null);
    this.element.append(this.toggle, this.panel);
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation(); // in a dialog, Escape would close that as well
      event.preventDefault();
      this.open(false);
    });
  }

  /** Shows what is said now; `written` says whether there is a record to comment on. */
  refresh(label: string, written: boolean): void {
    const { saver, texts, record, field } = this.about;
    const talk: Remarked | undefined = saver.talk;
    const threads = (talk?.threads ?? []).filter((thread) => thread.record === record && thread.field === field);
    const may = Boolean(talk?.may) && (written || Boolean(talk?.single));
    this.element.hidden = !talk?.may && !threads.length;
    set(this.element, "data-waiting", !written && !talk?.single);
    const open = threads.filter(({ resolved }) => !resolved).length;
    write(this.words, threads.length ? say(texts, "comments", { n: open === threads.length ? open : `${open} / ${threads.length}` }) : say(texts, "comment"));
    write(this.context, ` (${label})`);
    set(this.toggle, "data-open", open > 0);
    set(this.toggle, "aria-expanded", this.panel.hidden ? "false" : "true");
    set(this.panel, "aria-label", say(texts, "comment_on", { label }));
    if (this.panel.hidden) return;
    for (const id of this.threads.keys()) if (!threads.some((thread) => thread.id === id)) this.threads.delete(id);
    const shown = threads.map((thread) => {
      const known = this.threads.get(thread.id) ?? new Conversation(this.about, thread);
      this.threads.set(thread.id, known);
      known.update(thread, may);
      return known.element;
    });
    this.begin ??= new Box(this.about, "new", say(texts, "comment_text"), (text) => this.send(text));
    place(this.panel, may ? [...shown, this.begin.element] : shown);
  }

  private open(now: boolean): void {
    this.panel.hidden = !now;
    this.refresh(this.context.textContent!.slice(2, -1), true);
    if (now) (this.panel.querySelector<HTMLElement>("textarea, summary") ?? this.toggle).focus();
    else this.toggle.focus();
  }

  private send(text: string): Promise<string> {
    const { saver, record, field } = this.about;
    return told(saver, this.about.texts, "comment", { comment: this.begin!.id, record, field, thread: "", text });
  }
}

/** One thread: what was said, and what can be done about it. */
class Conversation {
  readonly element = h("details", { class: "wb-thread" });
  private readonly summary = h("summary");
  private readonly list = h("ol");
  private readonly answer: Box;
  private readonly settle: HTMLButtonElement;
  private readonly said = h("p", { class: "ds-validation-message", role: "alert" });
  private readonly rewording = new Map<string, HTMLElement>();

  constructor(private readonly about: About, private thread: Thread) {
    const { texts, saver, record, field } = about;
    this.answer = new Box(about, thread.id, say(texts, "comment_answer"), (text) =>
      told(saver, texts, "comment", { comment: this.answer.id, record, field, thread: this.thread.id, text }));
    this.settle = button("", "tertiary", () => void this.act("resolve", {
      comment: this.thread.id, revision: this.thread.revision, resolved: !this.thread.resolved,
    }));
    this.element.append(this.summary, this.list, this.answer.element, this.settle, this.said);
    this.element.open = !thread.resolved;
  }

  update(thread: Thread, may: boolean): void {
    const { texts } = this.about;
    if (thread.resolved !== this.thread.resolved) this.element.open = !thread.resolved;
    this.thread = thread;
    const [first] = thread.items;
    const state = thread.resolved ? `✓ ${say(texts, "resolved_by", { by: thread.by })}` : say(texts, "thread_open");
    write(this.summary, `${first?.by ?? ""}: ${state}`);
    write(this.settle, say(texts, thread.resolved ? "reopen" : "resolve"));
    this.settle.hidden = this.answer.element.hidden = !may;
    place(this.list, thread.items.map((item, index) => {
      const editing = this.rewording.get(item.id);
      if (editing) return editing;
      const shown = JSON.stringify([item, may]);
      const known = this.list.children[index] as HTMLElement | undefined;
      if (known?.dataset.shown === shown) return known;
      const element = this.item(item, may);
      element.dataset.shown = shown;
      return element;
    }));
  }

  private item(item: Thread["items"][number], may: boolean): HTMLElement {
    const { texts } = this.about;
    const { by, role, when, text, withdrawn } = item;
    const acts = may && item.own && !withdrawn
      ? h("div", { class: "wb-buttons" },
        button(say(texts, "reword"), "tertiary", () => this.reword(item)),
        button(say(texts, "withdraw"), "tertiary", () => void this.act("withdraw", { comment: item.id, revision: item.revision })))
      : null;
    return h("li", {},
      h("p", { class: "wb-said-by", dir: "auto" }, h("strong", {}, by), ` (${role}) · ${when}`),
      h("p", { class: withdrawn ? "wb-nothing" : "wb-said", dir: "auto" }, withdrawn ? say(texts, "withdrawn") : text),
      acts);
  }

  private reword(item: Thread["items"][number]): void {
    const { texts, saver } = this.about;
    const done = (): void => {
      this.rewording.delete(item.id);
      this.update(this.thread, true);
    };
    const box = new Box(this.about, item.id, say(texts, "reword"), async (text) => {
      const now = this.thread.items.find(({ id }) => id === item.id) ?? item;
      const problem = await told(saver, texts, "reword", { comment: item.id, revision: now.revision, text });
      if (!problem) done();
      return problem;
    }, done);
    box.write(item.text);
    this.rewording.set(item.id, h("li", {}, box.element));
    this.update(this.thread, true);
    box.focus();
  }

  private async act(type: string, what: Record<string, string | number | boolean>): Promise<void> {
    write(this.said, await told(this.about.saver, this.about.texts, type, what));
    this.summary.focus();
  }
}

/** Where one writes. What has not been sent is kept in this browser, like an answer. */
class Box {
  readonly element: HTMLElement;
  /** The comment's id: sent twice, it is the same comment. */
  id = uuid();
  private readonly input: HTMLTextAreaElement;
  private readonly said: HTMLElement;
  private busy = false;

  constructor(
    private readonly about: About, private readonly key: string, label: string,
    private readonly send: (text: string) => Promise<string>, cancel?: () => void,
  ) {
    const { texts, saver, record, field } = about;
    const id = unused(`t-${record}-${field}-${key}-${uuid().slice(0, 8)}`);
    this.said = h("p", { class: "ds-validation-message", id: `${id}-said`, role: "alert" });
    this.input = h("textarea", {
      id, class: "ds-input", rows: 2, maxlength: LONGEST, dir: "auto", "aria-describedby": this.said.id, oninput: () => this.keep(),
    });
    this.element = h("div", { class: "ds-field wb-box" }, h("label", { class: "ds-label", for: id }, label), this.input, this.said,
      h("div", { class: "wb-buttons" }, button(say(texts, "send"), "secondary", () => void this.post()),
        cancel ? button(say(texts, "cancel"), "tertiary", () => this.leave(cancel)) : null));
    const kept = saver.keeper.of("comment").get(this.place)?.get(key)?.value;
    if (typeof kept === "string") this.input.value = kept;
  }

  write(text: string): void {
    this.input.value ||= text;
  }

  focus(): void {
    this.input.focus();
  }

  private get place(): string {
    return `comment-${this.about.record}-${this.about.field}`;
  }

  private keep(): void {
    const { keeper } = this.about.saver;
    const { value } = this.input;
    if (value) keeper.put(this.place, this.key, { kind: "comment", value, base: null, revision: 0, time: Date.now() });
    else keeper.drop(this.place, this.key);
  }

  private leave(cancel: () => void): void {
    this.about.saver.keeper.drop(this.place, this.key);
    cancel();
  }

  private async post(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const sent = this.input.value;
    const problem = await this.send(sent);
    this.busy = false;
    write(this.said, problem);
    if (problem) return this.input.focus();
    this.id = uuid();
    this.about.saver.keeper.drop(this.place, this.key);
    if (this.input.value === sent) this.input.value = "";
    this.keep();
  }
}

/** Sends it, and returns what went wrong; empty when nothing did. */
async function told(saver: Saver, texts: Texts, type: string, what: Record<string, string | number | boolean>): Promise<string> {
  const answer = await saver.asking.ask<Told & { errors?: Record<string, string> }>(type, what);
  if (answer?.type === "heard") return "";
  return answer ? (answer.message || Object.values(answer.errors ?? {})[0] || say(texts, "error_title")) : say(texts, "not_sent");
}
