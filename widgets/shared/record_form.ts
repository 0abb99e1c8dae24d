// The questions of one record, in their groups, with what is wrong on top and how the saving goes at the end.
import { inWords } from "./answers";
import { Comments } from "./comments";
import { button, h, heading, place, say, set, write } from "./dom";
import { Field, type Setting, readOnly } from "./field";
import { History } from "./history";
import { remark } from "./remarks";
import type { Finding, Group, Question } from "./types";

export interface Options extends Setting {
  /** Heading level of a group. */
  level: number;
  readonly: boolean;
  /** Called when the person has let go of a record that someone else deleted. */
  gone?: () => void;
  /** What the record is called where its first question does not say it. */
  name?: string;
}

export class RecordForm {
  readonly element = h("div", { class: "wb-form" });
  readonly fields = new Map<string, Field>();
  private readonly summary = h("div", { class: "ds-error-summary wb-summary", tabindex: -1 });
  private readonly remarks = h("ul", { class: "wb-remarks" });
  private readonly lost = h("div", { class: "wb-conflict", role: "group" });
  private readonly status = h("p", { class: "wb-status" });
  private readonly progress = h("span", { class: "wb-progress" });
  /** Spoken by screen readers: only what is worth an interruption, never every keystroke. */
  private readonly spoken = h("span", { role: "status" });
  private readonly retry: HTMLButtonElement;
  readonly foot = h("div", { class: "wb-foot" });
  private readonly history: History;
  /** By question; the empty name is the record as a whole. */
  private readonly answers = new Map<string, HTMLElement>();
  private readonly talks = new Map<string, Comments>();
  /**
   * Whether there is anything to comment on and to look back at. In a record that is being written for the
   * first time those buttons keep their places and wait until the focus has left it: one that came into the
   * order of the keyboard between two questions would catch what is typed next.
   */
  private known: boolean;
  private readonly blocks = new Map<string, HTMLElement>();
  private groups: Group[] = [];
  private findings: Finding[] = [];

  constructor(private readonly options: Options) {
    const { saver, draft, texts } = options;
    this.retry = button(say(texts, "retry"), "secondary", () => saver.again(draft));
    this.status.append(this.progress, this.spoken);
    this.foot.append(this.status, this.retry);
    this.history = new History(options);
    this.known = draft.revision > 0;
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      const stays = relatedTarget instanceof Node && this.element.contains(relatedTarget);
      if (!stays && !this.known) queueMicrotask(() => this.refresh());
    });
  }

  update(groups: Group[], findings: Finding[]): void {
    this.groups = groups;
    this.findings = findings;
    for (const question of this.questions) {
      const field = this.fields.get(question.name);
      if (this.options.readonly || field?.fits(question)) continue;
      this.fields.set(question.name, new Field(question, this.options));
    }
    this.refresh();
  }

  /** Shows what the draft now says. */
  refresh(): void {
    this.known ||= this.options.draft.revision > 0 && !this.element.contains(document.activeElement);
    for (const question of this.questions) {
      const findings = this.findings.filter((finding) => finding.field === question.name);
      this.fields.get(question.name)?.update(question, findings);
    }
    const blocks = this.groups.map((group) => this.block(group));
    this.remark();
    this.summarise();
    this.dispute();
    this.tell();
    const some = (element: HTMLElement): HTMLElement[] => (element.hasChildNodes() ? [element] : []);
    const foot = this.options.readonly ? [] : [this.foot];
    const past = this.known || !this.options.readonly ? [this.history.element] : [];
    set(this.history.element, "data-waiting", !this.known);
    this.history.refresh();
    const whole = this.talk("", this.options.saver.talk?.whole ?? "");
    place(this.element, [...some(this.summary), ...some(this.lost), ...some(this.remarks), ...blocks, ...(whole.hidden ? [] : [whole]), ...foot, ...past]);
  }

  /** Puts the focus on a question, or on the first one. */
  focus(name?: string): void {
    const field = this.fields.get(name ?? this.questions[0]?.name ?? "");
    if (field) field.focus();
    else this.element.querySelector<HTMLElement>("dd")?.focus();
  }

  /** Moves the focus to what is wrong; false when nothing is. For after “done”, not while somebody types. */
  async focusErrors(): Promise<boolean> {
    const { draft, saver } = this.options;
    await saver.settled(draft);
    if (draft.conflicts.length) this.fields.get(draft.conflicts[0]!)?.focus();
    else if (draft.errors.length) this.summary.focus();
    return draft.conflicts.length > 0 || draft.errors.length > 0;
  }

  /** What the record is called by what stands in its first question. */
  private get title(): string {
    if (this.options.name) return this.options.name;
    const [first] = this.questions;
    return first ? inWords(first, this.options.draft.value(first.name), this.options.language, this.options.texts) : "";
  }

  private get questions(): Question[] {
    return this.groups.flatMap((group) => group.questions);
  }

  private block(group: Group): HTMLElement {
    const { level, readonly } = this.options;
    let block = this.blocks.get(group.name);
    if (!block) {
      const title = group.label ? heading(level, "wb-group-title", group.label) : null;
      if (readonly) block = h("div", { class: "wb-group" }, title, h("dl", { class: "wb-answers" }));
      else if (title) block = h("fieldset", { class: "wb-group" }, h("legend", {}, title), h("div", { class: "wb-fields" }));
      else block = h("div", { class: "wb-group" }, h("div", { class: "wb-fields" }));
      this.blocks.set(group.name, block);
    }
    if (group.label) write(block.querySelector(".wb-group-title")!, group.label);
    if (readonly) {
      place(block.lastElementChild!, group.questions.map((question) => this.answer(question)));
    } else {
      const asked = (question: Question): HTMLElement => this.asked(question, block, this.fields.get(question.name)!.element);
      place(block.lastElementChild!, group.questions.map(asked));
    }
    return block;
  }

  /** A question with what is said of it. */
  private asked({ name, label }: Question, block: HTMLElement, field: HTMLElement): HTMLElement {
    const known = [...block.lastElementChild!.children].find((child) => (child as HTMLElement).dataset.asked === name);
    const asked = (known as HTMLElement | undefined) ?? h("div", { class: "wb-asked" });
    asked.dataset.asked = name;
    const talk = this.talk(name, label);
    place(asked, talk.hidden ? [field] : [field, talk]);
    return asked;
  }

  private answer(question: Question): HTMLElement {
    const shown = this.answers.get(question.name) ?? readOnly(question, this.options);
    this.answers.set(question.name, shown);
    write(shown.children[1]!, inWords(question, this.options.draft.value(question.name), this.options.language, this.options.texts));
    const talk = this.talk(question.name, question.label);
    const [term, said, beside = h("dd", { class: "wb-answer-talk" })] = [...shown.children];
    place(beside, [talk]);
    place(shown, talk.hidden ? [term!, said!] : [term!, said!, beside]);
    return shown;
  }

  private talk(field: string, label: string): HTMLElement {
    const { saver, texts, draft } = this.options;
    const talk = this.talks.get(field) ?? new Comments({ saver, texts, record: draft.id, field });
    this.talks.set(field, talk);
    talk.refresh(label, this.known);
    return talk.element;
  }

  /** What the checks say about the record as a whole. */
  private remark(): void {
    const whole = this.findings.filter(({ field, severity }) => !field && severity !== "missing");
    remark(this.remarks, whole);
  }

  private summarise(): void {
    const { draft, texts, level } = this.options;
    const errors = new Map(this.findings.filter(({ field, severity }) => field && severity === "error")
      .map(({ field, sentence }) => [field!, sentence]));
    for (const [field, error] of draft.errors) errors.set(field, error);
    if (!errors.size) return this.summary.replaceChildren();
    if (!this.summary.firstChild) {
      this.summary.append(heading(level, "ds-heading", say(texts, "error_title")), h("ul", { class: "ds-list" }));
    }
    // In the order of the questions; what concerns none of them (where an anchor belongs) comes last, without a link.
    const asked = this.questions.map(({ name }) => name);
    const names = [...asked.filter((name) => errors.has(name)), ...[...errors.keys()].filter((name) => !asked.includes(name))];
    const list = this.summary.lastElementChild!;
    place(list, names.map((name, index) => {
      const item = (list.children[index] as HTMLElement | undefined) ?? h("li", {}, h("a", { class: "ds-link" }));
      const link = item.firstElementChild as HTMLAnchorElement;
      const field = this.fields.get(name);
      set(link, "href", field ? `#${field.id}` : null);
      const label = this.questions.find((question) => question.name === name)?.label;
      write(link, label ? `${label}: ${errors.get(name)!}` : errors.get(name)!);
      link.onclick = (event) => {
        event.preventDefault(); // the address stays as it is: “back” must not run through the errors
        field?.focus();
      };
      return item;
    }));
  }

  /** The record is gone, and there is text here that was not saved: bring it back with the text, or let go. */
  private dispute(): void {
    const { draft, texts, saver } = this.options;
    if (!draft.lost) return this.lost.replaceChildren();
    if (this.lost.firstChild) return;
    const settle = (mine: boolean) => (): void => {
      draft.lost = false;
      if (!mine) saver.abandon(draft);
      if (mine) void saver.act(draft, "restore").then(() => saver.resume(draft));
      else {
        draft.edits.clear();
        this.options.gone?.();
      }
      this.refresh();
    };
    this.lost.append(
      h("p", { class: "wb-conflict-title" }, say(texts, "stale_title")),
      h("p", { class: "wb-conflict-by" },
        say(texts, "deleted", { title: this.title }), " ", say(texts, "stale_by", { by: draft.by, clock: draft.clock })),
      h("div", { class: "wb-buttons" },
        button(say(texts, "keep_mine"), "secondary", settle(true)),
        button(say(texts, "keep_theirs"), "secondary", settle(false))));
  }

  private tell(): void {
    const { draft, saver, texts } = this.options;
    const clock = draft.clock || saver.clock;
    const words = draft.tries ? say(texts, "offline")
      : draft.conflicts.length || draft.lost ? say(texts, "stale_title")
        : draft.stuck ? say(texts, "error_title")
          : draft.edits.size || draft.flight ? ""
            : draft.resend === "done" ? say(texts, "resent")
              : draft.revision && clock ? say(texts, "saved", { clock }) : "";
    const state = draft.tries ? "offline" : draft.stuck ? "refused" : draft.edits.size ? "saving" : words ? "saved" : null;
    const waiting = state === "saving" ? say(texts, draft.flight ? "saving" : "unsaved") : "";
    set(this.status, "data-state", state);
    this.retry.hidden = !draft.tries;
    write(this.progress, waiting);
    // While it saves, the last words stay in the spoken part, unseen: the same words again are not news.
    if (state !== "saving") write(this.spoken, words);
    set(this.spoken, "class", state === "saving" ? "ds-sr-only" : null);
  }
}
