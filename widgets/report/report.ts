// A report: blocks computed by the kernel, drawn as they come. Nothing in it can be answered.
import { contentOf, follow } from "../shared/content";
import { h, heading, place, write } from "../shared/dom";
import { type Mounting, frame } from "../shared/mount";
import type { Block, Cell, ReportContent } from "../shared/types";

type Bars = Extract<Block, { type: "bars" }>;
type Figures = Extract<Block, { type: "table" }>;

const none = "–";

/** Draws each block once, and again only when it says something else: a region being scrolled stays where it is. */
class ReportView {
  private readonly drawn: { block: string; element: HTMLElement }[] = [];

  draw(blocks: Block[], level: number): HTMLElement[] {
    this.drawn.length = Math.min(this.drawn.length, blocks.length);
    return blocks.map((block, index) => {
      const now = JSON.stringify(block);
      if (this.drawn[index]?.block !== now) this.drawn[index] = { block: now, element: element(block, level) };
      return this.drawn[index]!.element;
    });
  }
}

function element(block: Block, level: number): HTMLElement {
  switch (block.type) {
    case "heading":
      return heading(level, "wb-group-title wb-block", block.text);
    case "text":
      return h("p", { class: "wb-block", "data-tone": block.tone, dir: "auto" }, block.text);
    case "list":
      return h(block.ordered ? "ol" : "ul", { class: "wb-block" },
        ...block.items.map((item) => h("li", { dir: "auto" }, item)));
    case "table":
      return table(block);
    case "bars":
      return bars(block);
  }
}

function table({ caption, columns, rows, row_headers: named = true }: Figures): HTMLElement {
  const kind = (column: number): string | null => (columns[column]?.numeric ? "wb-numeric" : null);
  const cell = (said: Cell, column: number): HTMLElement => {
    const { text, language = null } = typeof said === "string" ? { text: said } : said;
    return named && column === 0
      ? h("th", { scope: "row", dir: "auto", lang: language }, text || none)
      : h("td", { class: kind(column), dir: "auto", lang: language }, text || none);
  };
  return h("div", { class: "wb-scroll wb-block", role: "region", "aria-label": caption, tabindex: 0 },
    h("table", { class: "wb-figures" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...columns.map(({ label }, column) => h("th", { scope: "col", class: kind(column) }, label)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map(cell))))));
}

/** Bars are for the eye; what they show is written beside each of them. */
function bars({ caption, bars: all }: Bars): HTMLElement {
  return h("figure", { class: "wb-bars wb-block" },
    h("figcaption", {}, caption),
    h("ul", {}, ...all.map(({ label, value, max, text, marks, group }, index) => {
      const most = Math.trunc(max);
      return h("li", { class: "wb-bar", "data-most": most },
        group && group !== all[index - 1]?.group && h("p", { class: "wb-bar-group", dir: "auto" }, group),
        h("p", { class: "wb-bar-label" }, h("span", { dir: "auto" }, label), " ", h("span", { class: "wb-bar-text" }, text)),
        value !== null && h("meter", { class: "wb-measure", min: 0, max, value, "aria-hidden": "true" }),
        value !== null && Boolean(marks?.length) && dots(most, marks!));
    })));
}

/** Every single answer as a dot over its step. */
function dots(most: number, marks: number[]): HTMLElement {
  return h("ol", { class: "wb-marks", "aria-hidden": "true" }, ...Array.from({ length: most + 1 }, (_, step) =>
    h("li", {},
      h("span", { class: "wb-dots" }, "●".repeat(marks.filter((mark) => mark === step).length)),
      h("span", { class: "wb-step-number" }, String(step)))));
}

function render({ model, el, signal }: Mounting<ReportContent>): () => void {
  const life = new AbortController();
  signal?.addEventListener("abort", () => life.abort());
  const { name, level = 2 } = contentOf(model);
  const root = frame(el, contentOf(model), "report", document.getElementById(`k-report-${name}`) ? null : `k-report-${name}`);
  const title = heading(level, "wb-title");
  const intro = h("p", { class: "wb-intro" });
  const view = new ReportView();
  const update = (): void => {
    const content = contentOf(model);
    write(title, content.title ?? "");
    write(intro, content.intro ?? "");
    place(root, [title, ...(content.intro ? [intro] : []), ...view.draw(content.blocks, level + 1)]);
  };
  update();
  follow(model, update, life.signal);
  life.signal.addEventListener("abort", () => root.remove());
  return () => life.abort();
}

export default { render };
