// The matrix: goals by steering documents; a cell opens the anchor that ties the one to the other.
import { unsettled } from "../shared/comments";
import type { Draft } from "../shared/draft";
import { h, place, say, set, write } from "../shared/dom";
import { type Mounting, type Target, type View, mount } from "../shared/mount";
import { Notice } from "../shared/notice";
import type { Saver } from "../shared/saver";
import type { MatrixContent, Value } from "../shared/types";
import { AnchorDialog } from "./dialog";

const KIND = "anchor";

type Goal = MatrixContent["goals"][number];
type Document = MatrixContent["documents"][number];
type Cell = MatrixContent["cells"][string][number];

class MatrixView implements View<MatrixContent> {
  readonly parts: HTMLElement[];
  private readonly notice: Notice;
  private readonly degree = h("div", { class: "wb-degree" });
  private readonly empty = h("p", { class: "wb-nothing" });
  private readonly heads = h("tr", { role: "row" });
  private readonly body = h("tbody", { role: "rowgroup" });
  private readonly table = h("table", { class: "wb-matrix-table", role: "table" },
    h("caption", { class: "ds-sr-only" }), h("thead", { role: "rowgroup" }, this.heads), this.body);
  private readonly scroller = h("div", { class: "wb-scroller", role: "region", tabindex: 0 }, this.table);
  private readonly dialog: AnchorDialog;

  constructor(private content: MatrixContent, private readonly saver: Saver) {
    this.notice = new Notice(content.texts);
    this.dialog = new AnchorDialog(saver, (draft) => this.remove(draft), (draft) => this.closed(draft));
    this.parts = [this.degree, this.empty, this.scroller, this.notice.element, this.notice.spoken, this.dialog.element];
    this.learn();
    saver.adopt(KIND);
  }

  update(content: MatrixContent): void {
    this.content = content;
    this.learn();
    this.draw();
    this.dialog.update(content);
  }

  refresh(draft: Draft): void {
    this.dialog.refresh(draft);
    this.draw();
  }

  open({ record, field }: Target): boolean {
    const draft = record ? this.saver.drafts.get(record) : undefined;
    if (!draft || draft.deleted) return false;
    this.show(draft, field);
    return true;
  }

  private learn(): void {
    for (const records of Object.values(this.content.cells)) {
      for (const record of records) this.saver.learn(record, KIND);
    }
  }

  /** The anchors of a cell: those the kernel shows, and those it has not acknowledged yet. */
  private anchors(goal: string, document: string): Draft[] {
    const known = this.content.cells[`${goal}|${document}`] ?? [];
    const here = [...this.saver.drafts.values()].filter((draft) => !draft.revision && draft.edits.size > 0
      && draft.value("goal") === goal && draft.value("document") === document);
    return [...known.map(({ id }) => this.saver.draft(id, KIND)), ...here].filter(({ deleted }) => !deleted);
  }

  private draw(): void {
    const { content } = this;
    const { goals, documents, texts, title } = content;
    const none = !goals.length || !documents.length;
    this.empty.hidden = !none;
    write(this.empty, content.empty ?? "");
    this.scroller.hidden = none;
    set(this.scroller, "aria-label", title);
    write(this.table.caption!, title ?? "");
    this.measure();
    const corner = (this.heads.firstElementChild as HTMLElement | null) ?? h("th", { role: "columnheader", scope: "col" });
    write(corner, say(texts, "goals"));
    place(this.heads, [corner, ...documents.map((document) => this.head(document))]);
    place(this.body, goals.map((goal) => this.line(goal, documents)));
  }

  private measure(): void {
    const { degree, texts } = this.content;
    this.degree.hidden = !degree;
    if (!degree) return;
    const { anchored, goals, sentence } = degree;
    if (!this.degree.firstChild) this.degree.append(h("p"), h("progress", { class: "wb-meter" }));
    write(this.degree.firstElementChild!, sentence);
    const bar = this.degree.lastElementChild!;
    set(bar, "max", Math.max(goals, 1));
    set(bar, "value", anchored);
    set(bar, "aria-label", say(texts, "anchored"));
  }

  private head(document: Document): HTMLElement {
    const known = find(this.heads, document.id);
    const head = known ?? h("th", { role: "columnheader", scope: "col" }, h("span", { dir: "auto" }), h("span", { class: "wb-type" }));
    head.dataset.key = document.id;
    write(head.firstElementChild!, document.title);
    write(head.lastElementChild!, document.type ?? "");
    return head;
  }

  private line(goal: Goal, documents: Document[]): HTMLElement {
    const { texts } = this.content;
    const known = find(this.body, goal.id);
    const line = known ?? h("tr", { role: "row" },
      h("th", { role: "rowheader", scope: "row" },
        h("span", { class: "wb-goal", dir: "auto" }), h("span", { class: "ds-tag wb-tag" }), h("ul", { class: "wb-lacks" })));
    line.dataset.key = goal.id;
    const [name, tag, lacks] = [...line.firstElementChild!.children];
    write(name!, goal.title);
    write(tag!, `${goal.anchored ? "✓" : "○"} ${say(texts, goal.anchored ? "anchored" : "not_anchored")}`);
    set(tag!, "data-color", goal.anchored ? "success" : "warning");
    const sentences = goal.anchored ? [] : (goal.missing ?? []);
    place(lacks!, sentences.map((sentence, index) => {
      const item = lacks!.children[index] ?? h("li");
      write(item, sentence);
      return item;
    }));
    (lacks as HTMLElement).hidden = !sentences.length;
    place(line, [line.firstElementChild!, ...documents.map((document) => this.cell(line, goal, document))]);
    return line;
  }

  private cell(line: HTMLElement, goal: Goal, document: Document): HTMLElement {
    const cell = find(line, document.id)
      ?? h("td", { role: "cell" }, h("span", { class: "wb-cell-label", "aria-hidden": "true", dir: "auto" }), h("div", { class: "wb-cell" }));
    cell.dataset.key = document.id;
    write(cell.firstElementChild!, document.title);
    const anchors = this.anchors(goal.id, document.id);
    const box = cell.lastElementChild as HTMLElement;
    const buttons = anchors.length ? anchors.map((draft) => this.button(box, draft.id, draft, goal, document))
      : [this.button(box, "new", null, goal, document)];
    place(box, buttons);
    return cell;
  }

  private button(box: HTMLElement, key: string, draft: Draft | null, goal: Goal, document: Document): HTMLElement {
    const { texts, statuses, readonly } = this.content;
    const act = find(box, key) ?? h("button", { type: "button", class: "wb-status-button" },
      h("span", { class: "wb-symbol", "aria-hidden": "true" }), h("span", { class: "wb-word" }), h("span", { class: "ds-sr-only" }));
    act.dataset.key = key;
    const shown = this.shown(draft, goal, document);
    const code = shown?.status ?? String(draft?.value("status") ?? "");
    const status = Object.hasOwn(statuses, code) ? statuses[code] : undefined;
    const [symbol, word, context] = [...act.children];
    write(symbol!, draft ? (status?.symbol ?? "•") : "+");
    write(word!, draft ? (shown?.standing || (status?.label ?? say(texts, "unanswered"))) : say(texts, "not_considered"));
    if (draft?.edits.size) word!.append(` (${say(texts, draft.stuck ? "error_title" : "unsaved")})`);
    const said = draft ? unsettled(this.saver, draft.id) : 0;
    if (said) word!.append(` · ${say(texts, "comments", { n: said })}`);
    write(context!, `: ${say(texts, "anchor_for", { goal: goal.title, document: document.title })}. ${say(texts, "open_anchor")}`);
    set(act, "data-status", draft ? "set" : "none");
    set(act, "aria-haspopup", "dialog");
    (act as HTMLButtonElement).disabled = Boolean(readonly) && !draft;
    act.onclick = () => this.show(draft ?? this.dialog.begin(KIND, goal.id, document.id));
    return act;
  }

  /** What the kernel says has become of an anchor, as long as its status is still the one it says it of. */
  private shown(draft: Draft | null, goal: Goal, document: Document): Cell | undefined {
    const known = this.content.cells[`${goal.id}|${document.id}`]?.find(({ id }) => id === draft?.id);
    return known && known.values.status === draft?.value("status") ? known : undefined;
  }

  private show(draft: Draft, field?: string): void {
    this.notice.hide();
    const called = (list: { id: string; title: string }[], id: Value): string => list.find((one) => one.id === id)?.title ?? "";
    const { goals, documents, texts } = this.content;
    const names = { goal: called(goals, draft.value("goal")), document: called(documents, draft.value("document")) };
    this.dialog.show(draft, this.content, say(texts, "anchor_for", names), field);
  }

  /** Back to the cell: its button may be another one by now, since the anchor has come into being. */
  private closed(draft: Draft): void {
    this.draw();
    const line = find(this.body, String(draft.value("goal") ?? ""));
    const cell = line && find(line, String(draft.value("document") ?? ""));
    const box = cell?.lastElementChild as HTMLElement | undefined;
    if (box) (find(box, draft.id) ?? (box.firstElementChild as HTMLElement | null))?.focus();
  }

  private remove(draft: Draft): void {
    const { texts } = this.content;
    const stored = draft.revision > 0 || draft.flight !== null;
    const title = this.dialog.title;
    draft.deleted = true;
    this.saver.abandon(draft);
    this.draw();
    if (!stored && draft.edits.size <= 2) return this.closed(draft); // goal and document only: nothing was written
    const fail = (answer: { message?: string }): void => {
      draft.deleted = false;
      this.saver.resume(draft);
      const reason = answer.message ?? say(texts, "stale_by", { by: draft.by, clock: draft.clock });
      this.notice.show(reason, null, () => this.closed(draft));
    };
    const undo = async (): Promise<void> => {
      const answer = stored ? await this.saver.act(draft, "restore") : null;
      if (answer?.type === "refused") return fail(answer);
      draft.deleted = false;
      this.saver.resume(draft);
      this.closed(draft);
    };
    this.notice.show(say(texts, "deleted", { title }), () => void undo(), () => this.closed(draft));
    if (!stored) return;
    void this.saver.act(draft, "delete").then((answer) => {
      if (answer.type === "refused" || (answer.type === "stale" && !answer.deleted)) fail(answer.type === "refused" ? answer : {});
    });
  }
}

function find(parent: Element, key: string): HTMLElement | undefined {
  return [...parent.children].find((child) => (child as HTMLElement).dataset.key === key) as HTMLElement | undefined;
}

function render(mounting: Mounting<MatrixContent>): () => void {
  return mount(mounting, KIND, (content, saver) => new MatrixView(content, saver));
}

export default { render };
