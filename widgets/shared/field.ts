// One question on the page: label, help, the control, and all that is to be said about the answer.
import { inWords } from "./answers";
import { type Control, control, shape } from "./controls";
import { button, h, place, say, set, unused, write } from "./dom";
import type { Draft } from "./draft";
import { same } from "./kept";
import type { Saver } from "./saver";
import type { Finding, Question, Texts, Value } from "./types";

export interface Setting {
  saver: Saver;
  draft: Draft;
  texts: Texts;
  language: string;
}

const parts = ["help", "error", "note", "count"] as const;

export class Field {
  readonly element: HTMLElement;
  readonly id: string;
  private readonly control: Control;
  private readonly shape: string;
  private readonly label = h("span");
  private readonly mark = h("span", { class: "wb-mark" });
  private readonly conflict = h("div", { class: "wb-conflict", role: "group" });
  private readonly part: Record<(typeof parts)[number], HTMLElement>;
  /** What the control showed before the person touched it: the text a new edit is based on. */
  private shown: Value = null;
  private dirty = false;
  private findings: Finding[] = [];

  constructor(private question: Question, private readonly setting: Setting) {
    const { draft, texts, language } = setting;
    this.id = unused(`q-${draft.id}-${question.name}`);
    this.shape = shape(question);
    this.control = control(question, this.id, texts, language, (done) => this.touched(done));
    this.part = {
      help: h("p", { class: "wb-help", id: `${this.id}-help` }),
      error: h("p", { class: "ds-validation-message wb-error", id: `${this.id}-error` }),
      note: h("p", { class: "wb-note", id: `${this.id}-note` }),
      count: h("p", { class: "wb-count", id: `${this.id}-count` }),
    };
    this.part.count.dir = "auto";
    const named = [this.label, " ", this.mark];
    this.element = this.control.grouped
      ? h("fieldset", { class: "ds-fieldset wb-field", id: this.id, tabindex: -1 },
        h("legend", { class: "ds-label" }, ...named))
      : h("div", { class: "ds-field wb-field" }, h("label", { class: "ds-label", for: this.id }, ...named));
    this.element.dataset.field = question.name;
    this.element.addEventListener("focusout", (event) => this.left(event as FocusEvent));
    this.control.write(draft.value(question.name));
    this.dirty = draft.edits.has(question.name);
    if (!this.dirty) this.shown = draft.value(question.name);
  }

  /** Whether the question can still be shown by what was made for it. */
  fits(question: Question): boolean {
    return this.shape === shape(question);
  }

  update(question: Question, findings: Finding[]): void {
    this.question = question;
    this.findings = findings;
    this.refresh();
  }

  /** Shows what the draft now says; what is being typed is left alone. */
  refresh(): void {
    const { draft, texts } = this.setting;
    const { name, required, help } = this.question;
    const edit = draft.edits.get(name);
    const busy = this.element.contains(document.activeElement);
    if (!busy && !same(this.control.read(), draft.value(name))) this.control.write(draft.value(name));
    // A saved edit is what the next one is based on, even while the person goes on typing.
    if (!edit && (!busy || this.dirty)) this.shown = draft.value(name);
    this.dirty = edit !== undefined;
    write(this.label, this.question.label);
    write(this.mark, required ? `(${say(texts, "required").replace(/^\((.*)\)$/, "$1")})` : "");
    write(this.part.help, help ?? "");
    const wrong = edit?.error ?? this.findings.find((finding) => finding.severity === "error")?.sentence ?? "";
    write(this.part.error, wrong);
    // What is merely missing is said by the mark at the label, and listed at the head of the session.
    const notes = this.findings.filter(({ severity }) => severity === "warning" || severity === "info");
    write(this.part.note, notes.map(({ sentence }) => sentence).join(" "));
    set(this.part.note, "data-severity", notes[0]?.severity);
    this.count();
    this.disagree();
    set(this.element, "data-state", edit?.conflict ? "conflict" : wrong ? "error" : edit ? "unsaved" : null);
    this.arrange(wrong !== "");
  }

  focus(): void {
    this.control.focus();
    if (!this.element.contains(document.activeElement)) this.element.focus();
  }

  private touched(done: boolean): void {
    const { saver, draft } = this.setting;
    const value = this.control.read();
    const edit = draft.edits.get(this.question.name);
    // Leaving a field fires “change” for what “input” has told already: only the hurry is new.
    if (edit && same(edit.value, value)) return done ? saver.flush(draft) : undefined;
    if (edit || !same(value, this.shown)) saver.edit(draft, this.question.name, value, this.shown, done);
  }

  private left(event: FocusEvent): void {
    if (event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget)) return;
    this.setting.saver.flush(this.setting.draft);
    // After the event, when the focus has left: what others wrote meanwhile may now be shown.
    queueMicrotask(() => this.refresh());
  }

  private count(): void {
    const { limit, type } = this.question;
    const length = limit ? [...String(this.control.read() ?? "")].length : 0;
    const left = (limit ?? 0) - length;
    const worthSaying = limit && (type === "text" || left < limit / 5);
    write(this.part.count, worthSaying ? say(this.setting.texts, left < 0 ? "too_long" : "characters_left", { n: Math.abs(left) }) : "");
    set(this.part.count, "data-over", left < 0);
  }

  /** Two texts for one question: both are shown, and the person chooses. */
  private disagree(): void {
    const { draft, saver, texts, language } = this.setting;
    const name = this.question.name;
    const conflict = draft.edits.get(name)?.conflict;
    if (!conflict) return this.conflict.replaceChildren();
    const words = (value: Value | undefined): string => inWords(this.question, value ?? null, language, texts);
    if (!this.conflict.firstChild) {
      const id = `${this.id}-conflict`;
      const choose = (mine: boolean) => (): void => {
        if (!mine) this.control.write(draft.server[name] ?? null);
        saver.choose(draft, name, mine);
        this.refresh();
        this.focus();
      };
      this.conflict.setAttribute("aria-labelledby", id);
      const side = (key: string, act: string, mine: boolean): HTMLElement =>
        h("div", { class: "wb-side", role: "group", "aria-labelledby": `${id}-${act}` },
          h("p", { class: "wb-side-title", id: `${id}-${act}` }, say(texts, key)),
          h("blockquote", { class: "wb-quote", dir: "auto" }),
          button(say(texts, act), "secondary", choose(mine)));
      this.conflict.append(
        h("p", { class: "wb-conflict-title", id }, say(texts, "stale_title")),
        h("p", { class: "wb-conflict-by" }),
        h("div", { class: "wb-sides" }, side("stale_mine", "keep_mine", true), side("stale_theirs", "keep_theirs", false)));
    }
    write(this.conflict.querySelector(".wb-conflict-by")!, say(texts, "stale_by", { ...conflict }));
    const [mine, theirs] = this.conflict.querySelectorAll(".wb-quote");
    write(mine!, words(draft.edits.get(name)?.value));
    write(theirs!, words(draft.server[name]));
  }

  private arrange(invalid: boolean): void {
    const { help, error, note, count } = this.part;
    const shown = parts.filter((name) => this.part[name].textContent);
    const told = this.conflict.querySelector(".wb-conflict-title")?.id;
    const describedBy = [...shown.map((name) => this.part[name].id), ...(told ? [told] : [])].join(" ");
    this.control.update(this.question, this.control.grouped ? "" : describedBy, invalid);
    if (this.control.grouped) {
      set(this.element, "aria-describedby", describedBy || null);
      const radios = this.element.querySelector("input[type=radio]") !== null;
      set(this.element, "role", radios ? "radiogroup" : null);
      set(this.element, "aria-invalid", radios && invalid ? "true" : null);
      set(this.element, "aria-required", radios && this.question.required ? "true" : null);
    }
    const first = this.element.firstElementChild!;
    const some = (element: HTMLElement): HTMLElement[] => (element.hasChildNodes() ? [element] : []);
    place(this.element, [first, ...some(help), this.control.element, ...some(error), ...some(note), ...some(count), ...some(this.conflict)]);
  }
}

/** A question that can only be read. */
export function readOnly(question: Question, { draft, texts, language }: Setting): HTMLElement {
  return h("div", { class: "wb-answer" },
    h("dt", {}, question.label),
    h("dd", { dir: "auto", id: unused(`q-${draft.id}-${question.name}`), tabindex: -1 },
      inWords(question, draft.value(question.name), language, texts)));
}
