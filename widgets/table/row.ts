// One record of the table: a row to read, which turns into its form and back.
import { unsettled } from "../shared/comments";
import type { Draft } from "../shared/draft";
import { button, h, heading, place, say, set, write } from "../shared/dom";
import { RecordForm } from "../shared/record_form";
import type { Saver } from "../shared/saver";
import type { Row as Shown, TableContent } from "../shared/types";

/** What a row asks of its table. */
export interface Table {
  readonly content: TableContent;
  readonly saver: Saver;
  /** The column in which a record's name stands: it heads the row. */
  readonly naming: string;
  edit(row: Row): void;
  done(row: Row): Promise<void>;
  remove(row: Row): void;
  move(row: Row, by: -1 | 1): void;
}

type Act = "edit" | "move_up" | "move_down" | "delete";

export class Row {
  readonly element = h("tr", { role: "row", class: "wb-row" });
  readonly buttons = new Map<Act, HTMLButtonElement>();
  form: RecordForm | null = null;
  shown: Shown | null = null;
  /** “Done” was pressed while something was wrong: pressed again, it closes; the text stays kept. */
  warned = false;
  private readonly panel = h("td", { role: "cell", class: "wb-editing" });
  private readonly title: HTMLHeadingElement;

  constructor(private readonly table: Table, readonly draft: Draft) {
    const { level = 2, texts, readonly } = table.content;
    this.title = heading(level + 1, "wb-record-title");
    const done = button(say(texts, "done"), "primary", () => void table.done(this));
    const remove = button(say(texts, "delete"), "tertiary", () => table.remove(this));
    set(remove, "data-color", "danger");
    this.panel.append(this.title, h("div"), h("div", { class: "wb-buttons", hidden: Boolean(readonly) }, done, remove));
    this.element.dataset.record = draft.id;
  }

  /** What the record is called, while it has no answer to its first question yet too. */
  get name(): string {
    return this.shown?.title || this.table.content.singular;
  }

  get editing(): boolean {
    return this.form !== null;
  }

  open(): RecordForm {
    const { content, saver } = this.table;
    const { texts, language, level = 2, readonly = false } = content;
    const gone = (): void => void this.table.done(this);
    this.form ??= new RecordForm({ saver, draft: this.draft, texts, language, level: level + 2, readonly, gone });
    return this.form;
  }

  close(): void {
    this.form = null;
    this.warned = false;
  }

  update(shown: Shown | null, position: number, total: number): void {
    this.shown = shown;
    const { content } = this.table;
    if (this.form) {
      write(this.title, this.name);
      set(this.panel, "colspan", content.columns.length + 1);
      this.form.update(content.groups, shown?.findings ?? []);
      place(this.panel, [this.title, this.form.element, this.panel.lastElementChild!]);
      return place(this.element, [this.panel]);
    }
    const cells = content.columns.map((column) => this.cell(column, shown?.display[column.name] ?? ""));
    const acts = this.acts(position, total);
    place(this.element, [...cells, acts]);
  }

  private cell(column: { name: string; label: string }, text: string): HTMLElement {
    const naming = column.name === this.table.naming;
    const selector = `[data-column="${CSS.escape(column.name)}"]`;
    let cell = this.element.querySelector<HTMLElement>(selector);
    if (!cell) {
      // On a narrow screen the column heads are gone, and each answer carries its own.
      const label = h("span", { class: "wb-cell-label", "aria-hidden": "true" });
      cell = naming
        ? h("th", { role: "rowheader", scope: "row" }, label, h("span", { dir: "auto" }))
        : h("td", { role: "cell", class: this.isTerm(column.name) ? "wb-term" : null }, label, h("span", { dir: "auto" }));
      cell.dataset.column = column.name;
    }
    write(cell.children[0]!, column.label);
    write(cell.children[1]!, text || "–");
    if (naming) this.mark(cell);
    return cell;
  }

  /** Whether a column holds words of a vocabulary, and not what somebody wrote. */
  private isTerm(column: string): boolean {
    const question = this.table.content.groups.flatMap(({ questions }) => questions).find(({ name }) => name === column);
    return question?.type === "choice" || question?.type === "choices";
  }

  /** Beside the name: what is not saved, and how much the checks have to say. */
  private mark(cell: HTMLElement): void {
    const { texts } = this.table.content;
    const missing = (this.shown?.findings ?? []).filter(({ severity }) => severity === "missing" || severity === "error");
    const [words, color] = this.draft.stuck ? [say(texts, "error_title"), "danger"]
      : this.draft.edits.size ? [say(texts, "unsaved"), "warning"]
        : missing.length ? [`${say(texts, "missing")}: ${missing.length}`, "warning"] : ["", ""];
    this.count(cell);
    const tag = cell.querySelector(".wb-tag:not(.wb-talk-count)") ?? h("span", { class: "ds-tag wb-tag" });
    if (!words) return tag.remove();
    write(tag, words);
    set(tag, "data-color", color);
    if (!tag.isConnected) cell.append(tag);
  }

  private count(cell: HTMLElement): void {
    const talk = unsettled(this.table.saver, this.draft.id);
    const tag = cell.querySelector(".wb-talk-count") ?? h("span", { class: "ds-tag wb-tag wb-talk-count", "data-color": "info" });
    if (!talk) return tag.remove();
    write(tag, say(this.table.content.texts, "comments", { n: talk }));
    if (!tag.isConnected) cell.append(tag);
  }

  private acts(position: number, total: number): HTMLElement {
    const { content } = this.table;
    const { texts, can = {} } = content;
    const moving: Act[] = can.move && total > 1 ? ["move_up", "move_down"] : [];
    const wanted: Act[] = ["edit", ...moving, "delete"];
    const perform: Record<Act, () => void> = {
      edit: () => this.table.edit(this),
      move_up: () => this.table.move(this, -1),
      move_down: () => this.table.move(this, 1),
      delete: () => this.table.remove(this),
    };
    for (const act of wanted) {
      const known = this.buttons.get(act) ?? button("", act === "edit" ? "secondary" : "tertiary", perform[act]);
      this.buttons.set(act, known);
      known.dataset.act = act;
      const still = (act === "move_up" && position === 0) || (act === "move_down" && position === total - 1);
      // Not `disabled`: the button that has moved a record to the end must not lose the focus.
      set(known, "aria-disabled", still ? "true" : null);
      if (known.dataset.name === this.name) continue;
      known.dataset.name = this.name;
      known.replaceChildren(...label(act, say(texts, act)), h("span", { class: "ds-sr-only" }, ` ${this.name}`));
    }
    const cell = this.element.querySelector<HTMLElement>(".wb-acts") ?? h("td", { role: "cell", class: "wb-acts" }, h("div"));
    place(cell.firstElementChild!, wanted.map((act) => this.buttons.get(act)!));
    return cell;
  }
}

/** Moving has an arrow to see and words to hear; the rest is written out. */
function label(act: Act, words: string): HTMLElement[] {
  if (act === "edit" || act === "delete") return [h("span", {}, words)];
  const arrow = h("span", { "aria-hidden": "true" }, act === "move_up" ? "↑" : "↓");
  return [arrow, h("span", { class: "wb-words" }, words)];
}
