// A row of a checklist: what it is about and how far it has come; opened, the questions about it.
import { inWords } from "../shared/answers";
import { unsettled } from "../shared/comments";
import type { Draft } from "../shared/draft";
import { button, h, heading, place, say, set, write } from "../shared/dom";
import { RecordForm } from "../shared/record_form";
import type { Saver } from "../shared/saver";
import type { ChecklistContent, Finding, Group } from "../shared/types";

/** What a row asks of its checklist. */
export interface Checklist {
  readonly content: ChecklistContent;
  readonly saver: Saver;
  opened(row: Row): void;
  onward(row: Row): Promise<void>;
  remove(row: Row): void;
  isLast(row: Row): boolean;
}

export class Row {
  readonly element = h("details", { class: "wb-check" });
  form: RecordForm | null = null;
  draft: Draft | null = null;
  findings: Finding[] = [];
  /** “Next” was pressed while something was wrong: pressed again, it goes on; the text stays kept. */
  warned = false;
  private readonly name: HTMLHeadingElement;
  private readonly answer = h("span", { class: "wb-check-answer", dir: "auto" });
  private readonly tag = h("span", { class: "ds-tag wb-tag" });
  private readonly talk = h("span", { class: "ds-tag wb-tag wb-talk-count", "data-color": "info" });
  private readonly summary = h("summary");
  private readonly panel = h("div", { class: "wb-check-panel" });
  private readonly about = h("p", { class: "wb-help" });
  private readonly next: HTMLButtonElement;
  private readonly delete: HTMLButtonElement;
  private readonly buttons: HTMLElement;

  constructor(private readonly list: Checklist, readonly code: string) {
    const { level = 2, texts, readonly } = list.content;
    this.name = heading(level + 2, "wb-check-name");
    this.summary.append(this.name, this.answer, this.talk, this.tag);
    this.element.append(this.summary, this.panel);
    this.element.dataset.row = code;
    this.next = button("", "primary", () => void list.onward(this));
    this.next.dataset.act = "next";
    this.delete = button(say(texts, "delete"), "tertiary", () => list.remove(this));
    this.delete.dataset.act = "delete";
    set(this.delete, "data-color", "danger");
    this.buttons = h("div", { class: "wb-buttons", hidden: Boolean(readonly) }, this.next, this.delete);
    this.element.addEventListener("toggle", () => this.toggled());
  }

  get label(): string {
    return this.row.label;
  }

  get complete(): boolean {
    const { draft } = this;
    return draft !== null && draft.revision > 0 && !draft.deleted && !draft.edits.size && !this.missing.length;
  }

  /** Nobody has written anything here, or what was written has been deleted. */
  get empty(): boolean {
    const { draft } = this;
    return draft === null || (draft.deleted && !draft.lost) || (!draft.revision && !draft.edits.size && !draft.flight);
  }

  /** Shows another record: another role's, or a new one after the last was deleted. */
  bind(draft: Draft): void {
    if (draft === this.draft) return;
    if (this.draft) this.list.saver.flush(this.draft);
    this.draft = draft;
    this.form = null;
    this.warned = false;
    this.panel.replaceChildren(); // the ids are free again
    if (this.element.open) this.build();
  }

  open(field?: string, focus = true): void {
    this.element.open = true;
    this.toggled();
    if (focus) this.form?.focus(field);
  }

  close(): void {
    this.element.open = false;
    this.warned = false;
  }

  focus(): void {
    this.summary.focus();
  }

  update(findings: Finding[]): void {
    this.findings = findings;
    this.form?.update(this.groups, findings);
    this.refresh();
  }

  refresh(): void {
    const { texts, language } = this.list.content;
    const { draft } = this;
    this.form?.refresh();
    write(this.name, this.label);
    const [first] = this.groups.flatMap(({ questions }) => questions);
    const value = draft && first ? draft.value(first.name) : null;
    write(this.answer, !this.empty && first && value !== null ? inWords(first, value, language, texts) : "");
    const [words, color] = this.state();
    write(this.tag, words);
    set(this.tag, "data-color", color);
    const said = draft ? unsettled(this.list.saver, draft.id) : 0;
    this.talk.hidden = !said;
    write(this.talk, said ? say(texts, "comments", { n: said }) : "");
    set(this.element, "data-state", this.complete ? "complete" : this.empty ? "empty" : "started");
    write(this.next, say(texts, this.list.isLast(this) ? "done" : "next_row"));
    this.delete.hidden = this.empty;
  }

  private get row(): ChecklistContent["rows"][number] {
    return this.list.content.rows.find(({ code }) => code === this.code)!;
  }

  private get missing(): Finding[] {
    return this.findings.filter(({ severity }) => severity === "missing" || severity === "error");
  }

  /** The questions, with what each option means for this very row. */
  private get groups(): Group[] {
    const { means } = this.row;
    return this.list.content.groups.map((group) => ({
      ...group,
      questions: group.questions.map((question) => {
        const said = means[question.name];
        if (!said || !question.options) return question;
        return { ...question, options: question.options.map((option) => ({ ...option, means: said[option.value] ?? "" })) };
      }),
    }));
  }

  private state(): [string, string] {
    const { texts } = this.list.content;
    const { draft } = this;
    if (draft?.stuck) return [say(texts, "error_title"), "danger"];
    if (this.empty) return [say(texts, "unanswered"), "neutral"];
    if (draft?.edits.size) return [say(texts, "unsaved"), "warning"];
    if (this.missing.length) return [`${say(texts, "missing")}: ${this.missing.length}`, "warning"];
    return [`✓ ${say(texts, "complete")}`, "success"];
  }

  private toggled(): void {
    if (!this.element.open) {
      if (this.draft) this.list.saver.flush(this.draft);
      return;
    }
    this.list.opened(this);
    if (!this.form) this.build();
  }

  private build(): void {
    const { content, saver } = this.list;
    const { draft } = this;
    if (!draft) return;
    const { texts, language, level = 2, readonly = false } = content;
    const gone = (): void => {
      this.close();
      this.focus();
    };
    this.form = new RecordForm({ saver, draft, texts, language, level: level + 3, readonly, gone, name: this.label });
    this.form.update(this.groups, this.findings);
    write(this.about, this.row.description);
    place(this.panel, [...(this.row.description ? [this.about] : []), this.form.element, this.buttons]);
    this.refresh();
  }
}
