// The table: the records of a kind, added, edited in place, deleted with a way back, and put in order.
import { contentOf } from "../shared/content";
import type { Draft } from "../shared/draft";
import { button, h, place, say, uuid, write } from "../shared/dom";
import { type Mounting, type Target, type View, mount } from "../shared/mount";
import { Notice } from "../shared/notice";
import type { Saver } from "../shared/saver";
import type { TableContent } from "../shared/types";
import { Row, type Table } from "./row";

class TableView implements View<TableContent>, Table {
  readonly parts: HTMLElement[];
  private readonly rows = new Map<string, Row>();
  private readonly notice: Notice;
  private readonly table: HTMLTableElement;
  private readonly heads = h("tr", { role: "row" });
  private readonly body = h("tbody", { role: "rowgroup" });
  private readonly nothing: HTMLElement;
  private readonly add: HTMLButtonElement;
  naming = "";
  /** The order asked for, until the kernel has answered with its own. */
  private order: string[] | null = null;
  private moving = 0;

  constructor(public content: TableContent, readonly saver: Saver) {
    const { texts } = content;
    this.notice = new Notice(texts);
    // The roles repeat what the elements say: shown as cards, a table would otherwise not be one any more.
    this.table = h("table", { class: "wb-table", role: "table" },
      h("caption", { class: "ds-sr-only" }), h("thead", { role: "rowgroup" }, this.heads), this.body);
    this.nothing = h("p", { class: "wb-nothing" }, say(texts, "nothing_yet"));
    this.add = button("", "secondary", () => this.begin());
    this.add.dataset.act = "add";
    this.parts = [this.nothing, this.table, this.notice.element, this.add, this.notice.spoken];
    for (const record of content.records) saver.learn(record, content.kind);
    for (const draft of saver.adopt(content.kind)) this.row(draft).open();
  }

  update(content: TableContent): void {
    this.content = content;
    const named = content.columns.find(({ name }) => content.records.some(({ display, title }) => display[name] === title));
    this.naming ||= named?.name ?? "";
    for (const record of content.records) {
      const row = this.row(this.saver.learn(record, content.kind));
      if (content.readonly) row.open(); // who may only read is shown every answer at once
    }
    // What the kernel does not show any more goes, unless somebody here is still writing in it.
    const known = new Set(content.records.map(({ id }) => id));
    for (const [id, { editing, draft }] of this.rows) {
      if (!known.has(id) && !editing && !draft.edits.size && !draft.flight) this.rows.delete(id);
    }
    if (!this.moving) this.order = null;
    this.draw();
  }

  refresh(draft: Draft): void {
    if (this.rows.has(draft.id)) this.draw();
  }

  open({ record, field }: Target): boolean {
    const row = record ? this.rows.get(record) : undefined;
    if (!row || row.draft.deleted) return false;
    this.edit(row, field);
    return true;
  }

  begin(): void {
    const draft = this.saver.draft(uuid(), this.content.kind);
    this.edit(this.row(draft));
  }

  edit(row: Row, field?: string): void {
    this.notice.hide();
    const form = row.open();
    this.draw();
    form.focus(field);
  }

  async done(row: Row): Promise<void> {
    if (!row.warned && (row.warned = (await row.form?.focusErrors()) ?? false)) return;
    const { draft } = row;
    row.close();
    if (!draft.revision && !draft.edits.size && !draft.flight) this.rows.delete(draft.id);
    this.draw();
    (row.buttons.get("edit")?.isConnected ? row.buttons.get("edit")! : this.add).focus();
  }

  remove(row: Row): void {
    const { draft, name } = row;
    const { saver } = this;
    const neighbours = this.visible();
    const after = neighbours[neighbours.indexOf(row) + 1] ?? neighbours[neighbours.indexOf(row) - 1];
    const stored = draft.revision > 0 || draft.flight !== null;
    const written = stored || draft.edits.size > 0;
    draft.deleted = true;
    saver.abandon(draft);
    row.close();
    this.draw();
    const onward = (): void => (after && !after.draft.deleted ? after.buttons.get("edit") ?? this.add : this.add).focus();
    if (!written) return onward();
    const { texts } = this.content;
    this.notice.show(say(texts, "deleted", { title: name }), () => void this.bringBack(row, stored), onward);
    if (!stored) return;
    void saver.act(draft, "delete").then((answer) => {
      if (answer.type === "saved" || (answer.type === "stale" && answer.deleted)) return;
      // Refused, or someone has written in it meanwhile: it comes back, and the reason is told.
      draft.deleted = false;
      const reason = answer.type === "refused" ? (answer.message ?? say(texts, "error_title"))
        : say(texts, "stale_by", { by: draft.by, clock: draft.clock });
      saver.resume(draft);
      this.draw();
      this.notice.show(reason, null, () => row.buttons.get("edit")?.focus());
    });
  }

  move(row: Row, by: -1 | 1): void {
    this.notice.hide();
    const rows = this.visible();
    const from = rows.indexOf(row);
    const to = from + by;
    if (to < 0 || to >= rows.length || row.draft.revision === 0) return;
    rows.splice(from, 1);
    rows.splice(to, 0, row);
    this.order = rows.map(({ draft }) => draft.id);
    this.draw();
    row.buttons.get(by < 0 ? "move_up" : "move_down")?.focus();
    const { texts } = this.content;
    this.notice.say(say(texts, "moved", { title: row.name, n: to + 1, total: rows.length }));
    this.moving += 1;
    void this.saver.act(row.draft, "move", { before: rows[to + 1]?.draft.id ?? null }).then((answer) => {
      this.moving -= 1;
      if (answer.type !== "refused") return; // the kernel's own order comes with the next content
      this.order = null;
      this.draw();
      this.notice.show(answer.message ?? say(texts, "error_title"), null, () => this.add.focus());
    });
  }

  private async bringBack(row: Row, stored: boolean): Promise<void> {
    const { draft } = row;
    if (stored) {
      const answer = await this.saver.act(draft, "restore");
      if (answer.type === "refused") {
        return this.notice.show(answer.message ?? say(this.content.texts, "error_title"), null, () => this.add.focus());
      }
    } else row.open();
    draft.deleted = false;
    this.rows.set(draft.id, row);
    this.saver.resume(draft);
    this.draw();
    if (row.form) row.form.focus();
    else row.buttons.get("edit")?.focus();
  }

  private row(draft: Draft): Row {
    const row = this.rows.get(draft.id) ?? new Row(this, draft);
    this.rows.set(draft.id, row);
    return row;
  }

  /** The rows as they stand: the kernel's, then those it does not know yet. */
  private visible(): Row[] {
    const known = this.content.records.map(({ id }) => this.rows.get(id)!);
    const mine = [...this.rows.values()].filter((row) => !known.includes(row));
    const rows = [...known, ...mine].filter(({ draft }) => !draft.deleted || draft.lost);
    const { order } = this;
    if (!order) return rows;
    const place = (row: Row): number => (order.includes(row.draft.id) ? order.indexOf(row.draft.id) : order.length);
    return rows.sort((one, other) => place(one) - place(other));
  }

  private draw(): void {
    const { columns, records, readonly, texts, title, singular } = this.content;
    this.table.tHead!.hidden = Boolean(readonly);
    place(this.heads, [...columns, { name: "", label: say(texts, "actions") }].map(({ label }, index) => {
      const head = (this.heads.children[index] as HTMLElement | undefined) ?? h("th", { role: "columnheader", scope: "col" });
      write(head, label);
      return head;
    }));
    write(this.table.caption!, title ?? "");
    const rows = this.visible();
    rows.forEach((row, index) => {
      row.update(records.find(({ id }) => id === row.draft.id) ?? row.shown, index, rows.length);
    });
    place(this.body, rows.map(({ element }) => element));
    this.table.hidden = rows.length === 0;
    this.nothing.hidden = rows.length > 0;
    this.add.hidden = Boolean(readonly) || this.content.can?.write === false;
    write(this.add, `${say(texts, "add")}: ${singular.toLocaleLowerCase(this.content.language)}`);
  }
}

function render(mounting: Mounting<TableContent>): () => void {
  return mount(mounting, contentOf(mounting.model).kind, (content, saver) => new TableView(content, saver));
}

export default { render };
