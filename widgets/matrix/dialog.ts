// The dialog of one anchor. The page behind it rests; Escape and “close” lead back to the cell.
import type { Draft } from "../shared/draft";
import { button, h, heading, place, say, set, unused, uuid, write } from "../shared/dom";
import { RecordForm } from "../shared/record_form";
import type { Saver } from "../shared/saver";
import type { Finding, MatrixContent } from "../shared/types";

export class AnchorDialog {
  readonly element = h("dialog", { class: "ds-dialog wb-dialog" });
  private readonly name = heading(2, "wb-dialog-title");
  private readonly buttons = h("div", { class: "wb-buttons" });
  private draft: Draft | null = null;
  private form: RecordForm | null = null;
  private warned = false;

  constructor(
    private readonly saver: Saver,
    private readonly remove: (draft: Draft) => void,
    private readonly closed: (draft: Draft) => void,
  ) {
    this.name.id = unused("wb-dialog-title");
    this.element.setAttribute("aria-labelledby", this.name.id);
    this.element.addEventListener("close", () => this.leave());
  }

  get title(): string {
    return this.name.textContent ?? "";
  }

  /** An anchor that does not exist yet: where it belongs goes with its first save, not before. */
  begin(kind: string, goal: string, document: string): Draft {
    const draft = this.saver.draft(uuid(), kind);
    draft.server = draft.given = { goal, document };
    return draft;
  }

  show(draft: Draft, content: MatrixContent, title: string, field?: string): void {
    const { texts, language, readonly = false, groups } = content;
    this.draft = draft;
    this.warned = false;
    const gone = (): void => this.element.close();
    this.form = new RecordForm({ saver: this.saver, draft, texts, language, level: 3, readonly, gone });
    const close = button(say(texts, readonly ? "close" : "done"), "primary", () => void this.finish());
    const remove = button(say(texts, "delete"), "tertiary", () => this.discard());
    set(remove, "data-color", "danger");
    write(this.name, title);
    place(this.buttons, readonly ? [close] : [close, remove]);
    this.form.update(groups, this.found(content));
    place(this.element, [this.name, this.form.element, this.buttons]);
    this.element.showModal();
    this.form.focus(field);
  }

  update(content: MatrixContent): void {
    this.form?.update(content.groups, this.found(content));
  }

  /** What the checks say of the anchor that is open. */
  private found({ cells }: MatrixContent): Finding[] {
    return Object.values(cells).flat().find(({ id }) => id === this.draft?.id)?.findings ?? [];
  }

  refresh(draft: Draft): void {
    if (draft === this.draft) this.form?.refresh();
  }

  private async finish(): Promise<void> {
    if (!this.warned && (this.warned = (await this.form?.focusErrors()) ?? false)) return;
    this.element.close();
  }

  private discard(): void {
    const { draft } = this;
    this.draft = null;
    this.element.close();
    this.leave();
    if (draft) this.remove(draft);
  }

  private leave(): void {
    const { draft } = this;
    this.draft = this.form = null;
    this.element.replaceChildren(); // the ids are free again, for when the same anchor is opened next
    if (!draft) return;
    this.saver.flush(draft);
    if (!draft.revision && !draft.edits.size && !draft.flight) this.saver.drafts.delete(draft.id);
    this.closed(draft);
  }
}
