// What every widget does: draw itself from `content`, follow its changes, and let go of everything when it is removed.
import { contentOf, follow } from "./content";
import { Deleted } from "./deleted";
import { h, heading, place, write } from "./dom";
import type { Draft } from "./draft";
import { remark } from "./remarks";
import { Saver } from "./saver";
import type { Content, Model } from "./types";

export interface Target {
  kind: string;
  record?: string | undefined;
  field?: string | undefined;
}

export interface View<C> {
  /** The whole of it, below heading and intro. */
  parts: HTMLElement[];
  update(content: C): void;
  /** A draft has changed by typing or by an answer. */
  refresh(draft: Draft): void;
  /** Shows and focuses a record or question; false when it is not here. */
  open(target: Target): boolean;
}

export interface Mounting<C> {
  model: Model<C>;
  el: HTMLElement;
  signal?: AbortSignal;
}

const rest = 30_000; // ms between two looks at what others have written

/** A frame for the widget: JupyterLab's shortcuts keep out of it, and its language is named. */
export function frame(el: HTMLElement, content: Content, name: string, id: string | null): HTMLElement {
  const root = h("section", { class: `wb wb-widget-${name}`, lang: content.language, id, tabindex: id ? -1 : null });
  // In JupyterLab a “d” on a focused button would otherwise begin to delete the cell.
  root.dataset.lmSuppressShortcuts = "true";
  el.append(root);
  return root;
}

export function mount<C extends Content & { kind?: string }>(
  { model, el, signal }: Mounting<C>,
  kind: string,
  make: (content: C, saver: Saver) => View<C>,
): () => void {
  const life = new AbortController();
  signal?.addEventListener("abort", () => life.abort());
  let content = contentOf(model);
  const id = document.getElementById(`k-${kind}`) ? null : `k-${kind}`;
  const root = frame(el, content, content.widget, id);
  const title = heading(content.level ?? 2, "wb-title");
  const intro = h("p", { class: "wb-intro" });
  const remarks = h("ul", { class: "wb-remarks" });
  let view: View<C> | null = null;
  const saver = new Saver(model as unknown as Model<Content>, content.store, (draft) => view?.refresh(draft), life.signal);
  saver.talk = content.comments;
  view = make(content, saver);
  const shown = view;
  const gone = new Deleted(saver, kind, content.texts, Boolean(content.readonly));
  const update = (): void => {
    content = contentOf(model);
    write(title, content.title ?? "");
    write(intro, content.intro ?? "");
    const said = content.remarks ?? [];
    remark(remarks, said);
    saver.talk = content.comments;
    shown.update(content);
    gone.update(content.deleted ?? 0);
    place(root, [title, ...(content.intro ? [intro] : []), ...(said.length ? [remarks] : []), ...shown.parts, ...(content.deleted ? [gone.element] : [])]);
  };
  update();
  follow(model, update, life.signal);
  life.signal.addEventListener("abort", () => root.remove());

  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - looked < rest) return;
    looked = Date.now();
    saver.refresh();
  }, { signal: life.signal });
  window.addEventListener("workbook:written", (event) => {
    if (event.defaultPrevented) return; // a session's head has asked for all of the page
    event.preventDefault();
    saver.refresh();
  }, { signal: life.signal });
  window.addEventListener("workbook:open", (event) => {
    const { detail } = event as CustomEvent<Target>;
    if (detail.kind !== kind || event.defaultPrevented) return;
    if (!shown.open(detail)) root.focus();
    event.preventDefault(); // says that it has been shown
  }, { signal: life.signal });
  return () => life.abort();
}
