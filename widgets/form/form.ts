// The form: the questions of one record, saved as they are answered.
import { contentOf } from "../shared/content";
import type { Draft } from "../shared/draft";
import { h, place } from "../shared/dom";
import { type Mounting, type View, mount } from "../shared/mount";
import { RecordForm } from "../shared/record_form";
import type { Saver } from "../shared/saver";
import type { FormContent } from "../shared/types";

class FormView implements View<FormContent> {
  private readonly panel = h("div", { class: "wb-panel" });
  readonly parts = [this.panel];
  private draft: Draft;
  private form: RecordForm;

  constructor(content: FormContent, private readonly saver: Saver) {
    [this.draft, this.form] = this.begin(content);
    saver.adopt(content.kind, this.draft);
  }

  update(content: FormContent): void {
    if (content.record.id === this.draft.id) this.saver.learn(content.record, content.kind);
    else [this.draft, this.form] = this.begin(content);
    this.form.update(content.groups, content.findings ?? []);
    place(this.panel, [this.form.element]);
  }

  refresh(draft: Draft): void {
    if (draft === this.draft) this.form.refresh();
  }

  open({ field }: { field?: string | undefined }): boolean {
    this.form.focus(field);
    return true;
  }

  private begin(content: FormContent): [Draft, RecordForm] {
    const { texts, language, level = 2, readonly = false } = content;
    const draft = this.saver.learn(content.record, content.kind);
    return [draft, new RecordForm({ saver: this.saver, draft, texts, language, level: level + 1, readonly })];
  }
}

function render(mounting: Mounting<FormContent>): () => void {
  return mount(mounting, contentOf(mounting.model).kind, (content, saver) => new FormView(content, saver));
}

export default { render };
