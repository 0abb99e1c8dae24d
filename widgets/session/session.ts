// The head of a session: where in the year, what is complete, what the checks say, and whether all is saved.
import { contentOf, follow } from "../shared/content";
import { h, heading, place, say, set, uuid, write } from "../shared/dom";
import { type Mounting, type Target, frame } from "../shared/mount";
import type { Model, SaveState, SessionContent } from "../shared/types";

interface Told {
  source: string;
  state: SaveState;
  clock: string;
}

const symbols = { complete: "✓", started: "◐", empty: "○" };

/** A longer list stays closed until somebody asks for it: the forms are what the page is for. */
const short = 3;

/** The worst of what the widgets of the page have told. */
const order: SaveState[] = ["offline", "refused", "saving", "saved"];

class SessionView {
  private readonly head = h("div", { class: "wb-session-head" });
  private readonly steps = h("ol", { class: "wb-steps" });
  private readonly nav = h("nav", { class: "wb-course" }, this.steps);
  private readonly progress = h("div", { class: "wb-done" }, h("p"), h("progress", { class: "wb-meter" }));
  private readonly missing = h("details", { class: "wb-list" });
  private readonly findings = h("details", { class: "wb-list" });
  private readonly saved = h("p", { class: "wb-status" }, h("span", { role: "status" }));
  private readonly told = new Map<string, Told>();

  constructor(private readonly root: HTMLElement) {}

  update(content: SessionContent): void {
    const { texts, level = 2 } = content;
    this.title(content);
    set(this.nav, "aria-label", say(texts, "session_steps"));
    place(this.steps, content.steps.map((step, index) => {
      const old = this.steps.children[index];
      const href = safe(step.href);
      const tag = href && !step.current ? "a" : "span";
      const name = old?.firstElementChild?.localName === tag ? (old.firstElementChild as HTMLElement) : h(tag, { class: "wb-step" });
      const item = (old as HTMLElement | undefined) ?? h("li");
      if (!name.firstChild) name.append(h("span", { class: "wb-step-title" }), " ", h("span", { class: "wb-step-state" }));
      write(name.firstElementChild!, step.title);
      write(name.lastElementChild!, step.state ? `${symbols[step.state]} ${step.state_label}` : step.state_label);
      if (tag === "a") set(name, "href", href);
      set(name, "aria-current", step.current ? "step" : null);
      set(item, "data-state", step.state);
      place(item, [name]);
      return item;
    }));
    write(this.progress.firstElementChild!, content.complete_sentence);
    const bar = this.progress.lastElementChild!;
    set(bar, "max", Math.max(1, content.total));
    set(bar, "value", content.done);
    set(bar, "aria-label", say(texts, "complete"));
    this.progress.hidden = !content.total;
    this.list(this.missing, say(texts, "missing"), level + 1, content.missing.map((one) => ({ ...one, severity: null, label: "" })));
    this.list(this.findings, say(texts, "findings"), level + 1, content.findings);
    this.tell(content);
    place(this.root, [this.head, this.nav, this.progress, this.missing, this.findings, this.saved]);
  }

  hear(told: Told, content: SessionContent): void {
    this.told.set(told.source, told);
    this.tell(content);
  }

  private title({ level = 2, title, municipality, person, place: where, intro }: SessionContent): void {
    if (!this.head.firstChild) {
      this.head.append(h("p", { class: "wb-where" }), heading(level, "wb-title"), h("p", { class: "wb-who", dir: "auto" }), h("p", { class: "wb-intro" }));
    }
    const lines = [where ?? "", title || municipality, [title ? municipality : "", person ?? ""].filter(Boolean).join(" · "), intro ?? ""];
    lines.forEach((text, index) => {
      const line = this.head.children[index] as HTMLElement;
      write(line, text);
      line.hidden = !text;
    });
  }

  /** Sentences, each leading to the question it is about. */
  private list(
    box: HTMLDetailsElement, title: string, level: number,
    entries: { sentence: string; target?: string | null; severity: string | null; label: string }[],
  ): void {
    box.hidden = !entries.length;
    if (!box.firstChild) {
      box.append(h("summary", {}, heading(level, "wb-list-title")), h("ul"));
      box.open = entries.length <= short;
    }
    write(box.querySelector(".wb-list-title")!, `${title} (${entries.length})`);
    const list = box.lastElementChild!;
    place(list, entries.map(({ sentence, target, severity, label }, index) => {
      const item = (list.children[index] as HTMLElement | undefined)
        ?? h("li", {}, h("span", { class: "ds-tag wb-tag" }), " ", h("a", { class: "ds-link", dir: "auto" }));
      const [tag, link] = [...item.children] as [HTMLElement, HTMLAnchorElement];
      write(tag, label);
      tag.hidden = !label;
      set(tag, "data-color", { error: "danger", warning: "warning", info: "info", missing: "neutral" }[severity ?? ""] ?? "neutral");
      write(link, sentence);
      const place = target ? where(target) : null;
      set(link, "href", place ? `#${place.record && place.field ? `q-${place.record}-${place.field}` : `k-${place.kind}`}` : null);
      link.onclick = (event) => {
        if (place && go(place)) event.preventDefault();
      };
      return item;
    }));
  }

  private tell({ texts, saved }: SessionContent): void {
    const told = [...this.told.values()].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
    const state = told[0]?.state ?? "saved";
    const clocks = [...this.told.values()].map(({ clock }) => clock).filter(Boolean);
    const clock = clocks.length ? clocks.sort().at(-1)! : (saved?.clock ?? "");
    const words = state === "offline" ? say(texts, "offline") : state === "refused" ? say(texts, "error_title")
      : clock ? say(texts, "saved", { clock }) : "";
    set(this.saved, "data-state", words ? (state === "saving" ? "saved" : state) : null);
    // “Saving” is said where it happens; here only what has come of it, and not at every keystroke.
    if (state !== "saving") write(this.saved.firstElementChild!, words);
  }
}

/** A link that leads to a page, and runs nothing. */
function safe(href: string | null | undefined): string | null {
  if (!href) return null;
  try {
    return /^https?:$/.test(new URL(href, window.location.href).protocol) ? href : null;
  } catch {
    return null;
  }
}

/** “kind” or “kind/record/field”, as the kernel names a place. */
function where(target: string): Target {
  const [kind = "", record, field] = target.split("/");
  return { kind, record, field: field && field !== "None" ? field : undefined };
}

/** Goes to the question: a record that is closed has to be opened by its widget first. */
function go(target: Target): boolean {
  const question = document.getElementById(`q-${target.record ?? ""}-${target.field ?? ""}`);
  const asked = new CustomEvent("workbook:open", { detail: target, cancelable: true });
  if (!window.dispatchEvent(asked)) return true;
  if (!question) return false;
  question.focus();
  return true;
}

/** Asks the kernel for what others have written, if the page does not show it yet. */
function catchUp(model: Model<SessionContent>): void {
  const written = Number(document.body.dataset.standing ?? 0);
  if (written <= (contentOf(model).standing ?? 0)) return;
  try {
    model.send({ type: "refresh", token: uuid() });
  } catch {
    // The page is being left, or its kernel is gone: the page that comes instead shows it.
  }
}

function render({ model, el, signal }: Mounting<SessionContent>): () => void {
  const life = new AbortController();
  signal?.addEventListener("abort", () => life.abort());
  const root = frame(el, contentOf(model), "session", null);
  const view = new SessionView(root);
  const update = (): void => view.update(contentOf(model));
  update();
  follow(model, update, life.signal);
  window.addEventListener("workbook:save-state", (event) => {
    view.hear((event as CustomEvent<Told>).detail, contentOf(model));
  }, { signal: life.signal });
  window.addEventListener("workbook:written", (event) => {
    event.preventDefault(); // asked for once, however many forms there are
    catchUp(model);
  }, { signal: life.signal });
  catchUp(model);
  life.signal.addEventListener("abort", () => root.remove());
  return () => life.abort();
}

export default { render };
