// The checklist: the same rows for everybody, one record for each row, and a choice of whose answers are shown.
import { contentOf } from "../shared/content";
import { type Control, control } from "../shared/controls";
import type { Draft } from "../shared/draft";
import { h, heading, place, say, set, unused, write } from "../shared/dom";
import { type Mounting, type Target, type View, mount } from "../shared/mount";
import { Notice } from "../shared/notice";
import type { Saver } from "../shared/saver";
import type { ChecklistContent, Value } from "../shared/types";
import { type Checklist, Row } from "./row";

class ChecklistView implements View<ChecklistContent>, Checklist {
  readonly parts: HTMLElement[];
  private readonly rows = new Map<string, Row>();
  private readonly blocks = new Map<string, HTMLElement>();
  private readonly selectors = new Map<string, { control: Control; element: HTMLElement }>();
  private readonly selection = h("div", { class: "wb-selection" });
  private readonly first: HTMLElement;
  private readonly progress = h("div", { class: "wb-done" }, h("p"), h("progress", { class: "wb-meter" }));
  private readonly body = h("div", { class: "wb-checks" });
  private readonly notice: Notice;
  /** The row below which the notice stands. */
  private noticed: Row | null = null;
  private chosen: Record<string, string> = {};
  private drawnFor: string | null = null;

  constructor(public content: ChecklistContent, readonly saver: Saver) {
    const { texts, kind, records } = content;
    this.notice = new Notice(texts);
    this.first = h("p", { class: "wb-nothing" }, say(texts, "choose_first"));
    this.parts = [this.selection, this.first, this.progress, this.body, this.notice.spoken];
    for (const record of records) saver.learn(record, kind);
    this.chosen = { ...remembered(content), ...given(content) };
    // What an earlier visit left unsaved is shown where it belongs, if nobody has chosen otherwise.
    const [left] = saver.adopt(kind);
    for (const { name } of content.selectors) this.chosen[name] ||= String(left?.value(name) ?? "");
    for (const { code } of content.rows) this.rows.set(code, new Row(this, code));
  }

  update(content: ChecklistContent): void {
    this.content = content;
    const known = new Set(content.records.map(({ id }) => id));
    for (const record of content.records) this.saver.learn(record, content.kind);
    // What somebody else has deleted is not answered any more, unless there is unsaved text for it here.
    for (const draft of [...this.saver.drafts.values()]) {
      const quiet = !draft.edits.size && !draft.flight && !draft.deleted && !draft.acts.length;
      if (draft.revision && !known.has(draft.id) && quiet) this.saver.drafts.delete(draft.id);
    }
    this.draw();
  }

  refresh(draft: Draft): void {
    for (const row of this.rows.values()) if (row.draft === draft) row.refresh();
    this.count();
  }

  open({ record, field }: Target): boolean {
    const known = this.content.records.find(({ id }) => id === record);
    const row = known && this.rows.get(String(known.values[this.content.row_field]));
    if (!row) return false;
    for (const { name } of this.content.selectors) this.choose(name, known.values[name] ?? null);
    this.draw();
    row.open(field);
    return true;
  }

  opened(row: Row): void {
    if (this.noticed) this.hush();
    const { draft } = row;
    if (!draft?.deleted || draft.lost) return;
    // Answered anew after it was deleted: the kernel makes a new beginning of the same record.
    this.saver.drafts.delete(draft.id);
    row.bind(this.draft(row.code)!);
  }

  async onward(row: Row): Promise<void> {
    if (!row.warned && (row.warned = (await row.form?.focusErrors()) ?? false)) return;
    const all = [...this.rows.values()];
    const next = all[all.indexOf(row) + 1];
    row.close();
    if (next) next.open();
    else row.focus();
  }

  isLast(row: Row): boolean {
    return this.content.rows.at(-1)?.code === row.code;
  }

  remove(row: Row): void {
    const { draft } = row;
    if (!draft) return;
    const { saver } = this;
    const { texts } = this.content;
    const stored = draft.revision > 0 || draft.flight !== null;
    draft.deleted = true;
    saver.abandon(draft);
    row.close();
    this.noticed = row;
    this.draw();
    const back = async (): Promise<void> => {
      const answer = stored ? await saver.act(draft, "restore") : null;
      if (answer?.type === "refused") return tell(answer.message ?? say(texts, "error_title"));
      draft.deleted = false;
      saver.resume(draft);
      this.draw();
      row.open();
    };
    const tell = (sentence: string, undo: (() => void) | null = null): void => {
      this.noticed = row;
      this.draw();
      this.notice.show(sentence, undo, () => row.focus());
    };
    tell(say(texts, "deleted", { title: row.label }), () => void back());
    if (!stored) return;
    void saver.act(draft, "delete").then((answer) => {
      if (answer.type === "saved" || (answer.type === "stale" && answer.deleted)) return;
      // Refused, or someone has written in it meanwhile: it comes back, and the reason is told.
      draft.deleted = false;
      saver.resume(draft);
      tell(answer.type === "refused" ? (answer.message ?? say(texts, "error_title"))
        : say(texts, "stale_by", { by: draft.by, clock: draft.clock }));
    });
  }

  private hush(): void {
    this.notice.hide();
    this.noticed = null;
    this.draw();
  }

  private get place(): string {
    return this.content.selectors.map(({ name }) => this.chosen[name] ?? "").join("|");
  }

  private get ready(): boolean {
    return this.content.selectors.every(({ name }) => this.chosen[name]);
  }

  /** The record of a row for those who are chosen; where it belongs goes with its first save, not before. */
  private draft(code: string): Draft | null {
    const { selectors, ids, kind, row_field: field } = this.content;
    const id = ids[[code, ...selectors.map(({ name }) => this.chosen[name] ?? "")].join("|")];
    if (!id) return null;
    const draft = this.saver.draft(id, kind);
    if (!draft.revision && !draft.edits.size && !draft.flight) {
      draft.server = draft.given = { [field]: code, ...this.chosen };
    }
    return draft;
  }

  private choose(name: string, value: Value): void {
    this.chosen[name] = String(value ?? "");
    this.selectors.get(name)?.control.write(value);
    remember(this.content, this.chosen);
  }

  private draw(): void {
    const { content } = this;
    this.select();
    const { ready } = this;
    this.first.hidden = ready;
    this.progress.hidden = this.body.hidden = !ready;
    const blocks: HTMLElement[] = [];
    for (const { code, part } of content.rows) {
      const row = this.rows.get(code);
      const draft = ready ? this.draft(code) : null;
      if (!row) continue;
      if (draft) row.bind(draft);
      row.update(content.records.find(({ id }) => id === draft?.id)?.findings ?? []);
      const block = this.block(part);
      if (!blocks.includes(block)) blocks.push(block);
    }
    for (const block of blocks) {
      const inside = content.rows.filter(({ part }) => this.block(part) === block).map(({ code }) => this.rows.get(code)!);
      const heads = [...block.children].filter((child) => child.matches(".wb-part"));
      place(block, [...heads, ...inside.flatMap((row) => (row === this.noticed ? [row.element, this.notice.element] : [row.element]))]);
    }
    place(this.body, blocks);
    this.begin();
    this.count();
  }

  /** Where one begins: the first row nobody has answered is open; who may only read sees all there is. */
  private begin(): void {
    if (!this.ready || this.drawnFor === this.place) return;
    this.drawnFor = this.place;
    const rows = [...this.rows.values()];
    const { readonly } = this.content;
    const start = rows.find(({ empty }) => empty);
    for (const row of rows) {
      if (readonly ? !row.empty : row === start || Boolean(row.draft?.edits.size)) row.open(undefined, false);
      else row.close();
    }
  }

  private block(part: string): HTMLElement {
    const block = this.blocks.get(part)
      ?? h("div", { class: "wb-part-block" }, part && heading((this.content.level ?? 2) + 1, "wb-group-title wb-part", part));
    this.blocks.set(part, block);
    return block;
  }

  private select(): void {
    const { selectors, texts, language } = this.content;
    place(this.selection, selectors.map((question) => {
      const known = this.selectors.get(question.name);
      if (known) return known.element;
      const id = unused(`c-${this.content.kind}-${question.name}`);
      const touched = (): void => {
        this.choose(question.name, made.read());
        if (this.noticed) this.hush();
        else this.draw();
      };
      const made = control(question, id, texts, language, touched);
      const help = question.help ? h("p", { class: "wb-help", id: `${id}-help` }, question.help) : null;
      const element = made.grouped
        ? h("fieldset", { class: "ds-fieldset wb-field", "aria-describedby": help?.id },
          h("legend", { class: "ds-label" }, question.label), help, made.element)
        : h("div", { class: "ds-field wb-field" }, h("label", { class: "ds-label", for: id }, question.label), help, made.element);
      made.write(this.chosen[question.name] || null);
      this.selectors.set(question.name, { control: made, element });
      return element;
    }));
    this.selection.hidden = !selectors.length;
  }

  private count(): void {
    const rows = [...this.rows.values()];
    const done = rows.filter(({ complete }) => complete).length;
    const [words, bar] = this.progress.children;
    write(words!, say(this.content.texts, "rows_done", { done, rows: rows.length }));
    set(bar!, "max", Math.max(1, rows.length));
    set(bar!, "value", done);
    set(bar!, "aria-label", say(this.content.texts, "complete"));
  }
}

/** What the notebook says: its session is held at the start or at the end. */
function given({ selectors }: ChecklistContent): Record<string, string> {
  return Object.fromEntries(selectors.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}

/** Who answers is asked once per visit, not after every reload; in the next window it may be someone else. */
function remembered({ store, kind, selectors }: ChecklistContent): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(`${store}:choice:${kind}`) ?? "{}");
    const known = Object.entries(kept as Record<string, string>)
      .filter(([name, value]) => selectors.some((one) => one.name === name && one.options?.some((option) => option.value === value)));
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

function remember({ store, kind }: ChecklistContent, chosen: Record<string, string>): void {
  try {
    window.sessionStorage.setItem(`${store}:choice:${kind}`, JSON.stringify(chosen));
  } catch {
    // A browser that refuses to store anything only asks again.
  }
}

function render(mounting: Mounting<ChecklistContent>): () => void {
  return mount(mounting, contentOf(mounting.model).kind, (content, saver) => new ChecklistView(content, saver));
}

export default { render };
