// What a record has been: fetched when somebody opens it, and any earlier answer can be used again.
import { type Told } from "./asking";
import type { Draft } from "./draft";
import { button, h, place, say, set, write } from "./dom";
import { same } from "./kept";
import type { Saver } from "./saver";
import type { Texts, Value } from "./types";

interface Entry {
  number: number;
  by: string;
  when: string;
  what: string;
  changes: { field: string; label: string; before: string; after: string; value: Value; fixed: boolean }[];
}

interface Past extends Told {
  entries: Entry[];
  older: number | null;
}

export interface About {
  saver: Saver;
  draft: Draft;
  texts: Texts;
  readonly: boolean;
}

export class History {
  readonly element: HTMLDetailsElement;
  private readonly list = h("ol", { class: "wb-history-entries" });
  private readonly said = h("p", { class: "wb-help", role: "status" });
  private readonly more: HTMLButtonElement;
  private entries: Entry[] = [];
  private older: number | null = null;
  /** The revision that is shown; a newer one is fetched while the history is open. */
  private shown = 0;

  constructor(private readonly about: About) {
    const { texts } = about;
    this.more = button(say(texts, "older"), "tertiary", () => void this.fetch(this.older));
    this.element = h("details", { class: "wb-history" }, h("summary", {}, say(texts, "history")), this.said, this.list);
    this.element.addEventListener("toggle", () => this.refresh());
  }

  refresh(): void {
    const { revision } = this.about.draft;
    if (!this.element.open || !revision) return;
    if (this.shown !== revision) {
      this.shown = revision;
      void this.fetch(null);
    } else this.draw();
  }

  private async fetch(before: number | null): Promise<void> {
    const { saver, draft, texts } = this.about;
    if (!this.entries.length) write(this.said, say(texts, "loading"));
    const past = await saver.asking.ask<Past>("history", { record: draft.id, before });
    if (!past || past.type !== "history") {
      this.shown = 0; // opened again, it is asked for again
      return write(this.said, past?.message ?? say(texts, "offline"));
    }
    write(this.said, "");
    this.entries = before === null ? past.entries : [...this.entries, ...past.entries];
    this.older = past.older;
    this.draw();
  }

  private draw(): void {
    if (this.older === null) this.more.remove();
    else this.element.append(this.more);
    place(this.list, this.entries.map((entry, index) => {
      const known = this.list.children[index] as HTMLElement | undefined;
      const item = known?.dataset.number === String(entry.number) ? known : this.item(entry);
      for (const [at, back] of [...item.querySelectorAll<HTMLButtonElement>("button")].entries()) {
        const change = entry.changes.filter(({ fixed }) => !fixed)[at];
        if (change) back.hidden = same(this.about.draft.value(change.field), change.value);
      }
      return item;
    }));
  }

  private item(entry: Entry): HTMLElement {
    const { texts, readonly } = this.about;
    const changes = entry.changes.map(({ field, label, before, after, value, fixed }) => {
      const back = readonly || fixed ? null : button(say(texts, "take_back"), "secondary", () => this.takeBack(field, value));
      if (back) {
        back.append(h("span", { class: "ds-sr-only" }, ` (${label}, ${entry.when})`));
        set(back, "data-size", "sm");
      }
      return h("div", { class: "wb-change" },
        h("p", { class: "wb-change-label" }, label),
        h("dl", {},
          h("div", {}, h("dt", {}, say(texts, "before")), h("dd", { dir: "auto" }, before || say(texts, "unanswered"))),
          h("div", {}, h("dt", {}, say(texts, "after")), h("dd", { dir: "auto" }, after || say(texts, "unanswered")))),
        back);
    });
    const item = h("li", {}, h("p", { class: "wb-history-who", dir: "auto" },
      h("strong", {}, entry.what), ` · ${entry.by} · ${entry.when}`), ...changes);
    item.dataset.number = String(entry.number);
    return item;
  }

  /** An ordinary edit with an earlier text: it is saved, refused or set against another's like any other. */
  private takeBack(field: string, value: Value): void {
    const { saver, draft } = this.about;
    saver.edit(draft, field, value, draft.server[field] ?? null, true);
    this.element.querySelector("summary")!.focus();
  }
}
