// The records of a kind that have been deleted: found again, and taken back.
import { type Told } from "./asking";
import { button, h, place, say, write } from "./dom";
import type { Saver } from "./saver";
import type { Texts } from "./types";

interface Gone {
  id: string;
  revision: number;
  title: string;
  by: string;
  when: string;
}

interface List extends Told {
  records: Gone[];
}

export class Deleted {
  readonly element: HTMLDetailsElement;
  private readonly summary = h("summary");
  private readonly list = h("ul");
  private readonly said = h("p", { class: "wb-help", role: "status" });
  private number = 0;

  constructor(
    private readonly saver: Saver, private readonly kind: string, private readonly texts: Texts, private readonly readonly: boolean,
  ) {
    this.element = h("details", { class: "wb-history wb-deleted" }, this.summary, this.said, this.list);
    this.element.addEventListener("toggle", () => void this.fetch());
  }

  update(number: number): void {
    const news = number !== this.number;
    this.number = number;
    write(this.summary, say(this.texts, "deleted_list", { n: number }));
    if (news) void this.fetch();
  }

  private async fetch(): Promise<void> {
    if (!this.element.open || !this.number) return;
    const { saver, texts } = this;
    if (!this.list.firstChild) write(this.said, say(texts, "loading"));
    const told = await saver.asking.ask<List>("deleted");
    if (!told || told.type !== "deleted") return write(this.said, told?.message ?? say(texts, "offline"));
    write(this.said, "");
    place(this.list, told.records.map((gone) => this.item(gone)));
  }

  private item({ id, revision, title, by, when }: Gone): HTMLElement {
    const { saver, texts } = this;
    const back = async (): Promise<void> => {
      const draft = saver.draft(id, this.kind);
      draft.revision = Math.max(draft.revision, revision);
      draft.deleted = true;
      const answer = await saver.act(draft, "restore");
      if (answer.type === "refused") return write(this.said, answer.message ?? say(texts, "error_title"));
      draft.deleted = false;
      this.summary.focus();
    };
    const act = this.readonly ? null : button(say(texts, "restore"), "secondary", () => void back());
    act?.append(h("span", { class: "ds-sr-only" }, ` ${title}`));
    return h("li", {}, h("p", { dir: "auto" }, h("strong", {}, title), " ", say(texts, "deleted_by", { by, when })), act);
  }
}
